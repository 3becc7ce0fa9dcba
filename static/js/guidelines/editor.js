// The editor of the guidelines: loaded by the one page that has it.
import "../elements/guideline-line.js";
import "../elements/guideline-list.js";
