// Everything here only helps: each page works without it. One import a custom element, then what all forms share.
import "./elements/copy-text.js";
import "./elements/draft-form.js";
import "./elements/undo-timer.js";
import "./elements/zone-input.js";
import "./forms.js";
import "./limits.js";
import "./send.js";
import "./stay-away.js";
import "./swaps.js";
import "./whole-code.js";
