// Everything here only helps: each page works without it. One import a custom element, then what all forms share.
import "./elements/copy-text.js";
import "./elements/draft-form.js";
import "./elements/quick-exit.js";
import "./elements/quiet-timer.js";
import "./elements/step-by-step.js";
import "./elements/this-phone.js";
import "./elements/undo-timer.js";
import "./elements/unsent-words.js";
import "./elements/zone-input.js";
import "./live.js";
import "./forms.js";
import "./installed.js";
import "./limits.js";
import "./send.js";
import "./swaps.js";
