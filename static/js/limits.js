// A textarea with data-most says that its words no longer fit while they are being typed. Nothing is ever cut off, and the server
// says so too. Counted as it counts.
import { signs } from "./characters.js";
import { say, words } from "./say.js";

function note(area) {
  const place = document.createElement("p");
  place.className = "field-error";
  place.id = `${area.id}-limit`;
  place.textContent = words("limit").replace("{most}", Number(area.dataset.most).toLocaleString(document.documentElement.lang));
  area.before(place);
  say(place.textContent);
}

function describe(area, add) {
  const ids = new Set(area.getAttribute("aria-describedby")?.split(" "));
  ids[add ? "add" : "delete"](`${area.id}-limit`);
  area.setAttribute("aria-describedby", [...ids].join(" "));
}

document.addEventListener("input", ({ target: area }) => {
  if (!area.dataset?.most || area.localName !== "textarea") return;
  const fits = signs(area.value) <= Number(area.dataset.most);
  const said = document.getElementById(`${area.id}-limit`);
  if (fits !== Boolean(said)) return;
  if (fits) said.remove();
  else note(area);
  area.toggleAttribute("data-over", !fits);
  describe(area, !fits);
});
