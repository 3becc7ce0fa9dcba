// What only pages of somebody signed in have, so that a first visit need not fetch it. It comes after app.js.
import "./elements/look-again.js";
import "./elements/quick-exit.js";
import "./elements/quiet-timer.js";
import "./elements/step-by-step.js";
import "./elements/this-phone.js";
import "./elements/unsent-words.js";
import "./live.js";
import "./installed.js";
