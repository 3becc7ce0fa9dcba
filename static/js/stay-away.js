// After the quick exit no page of ours shows anything until somebody opens it by a press. Whatever is fetched anew comes as the neutral
// page (couples/web/away.py). A page that the browser had kept whole asks nobody, so it asks here, before it is seen.
const COOKIE = "nearer_away";
// As long as somebody stays signed in: tabs that come back with the browser stay closed too.
const SECONDS = 30 * 24 * 3600;

export function setAway() {
  document.cookie = `${COOKIE}=1; path=/; max-age=${SECONDS}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}

// The next page may be slow; what is on the screen must go now.
export function hide() {
  document.documentElement.hidden = true;
  document.title = "";
}

addEventListener("pageshow", ({ persisted }) => {
  if (!persisted || !document.cookie.split("; ").includes(`${COOKIE}=1`)) return;
  hide();
  location.reload();
});
