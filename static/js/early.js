// Words typed before the other scripts are here, on a page that goes before they come: nobody else could keep them. A page waits for
// this script before it shows a field. The next page with the form begins as this one ended, with what it was typed on.
{
  const FORMS = "draft-form form, guideline-list form";
  const TEXT = /^(text|search|email|url|tel|textarea|date|time|number)$/;
  const LEFT_OUT = /^(password|file|submit|button|fieldset|output)$/;
  const kept = [];
  const gone = new WeakSet();

  const personOf = (form) => form.closest("[data-person]")?.dataset.person;
  const placeOf = (form) => form.dataset.place ?? location.pathname;
  const nameOf = (form) => (form.dataset.draftUrl ?? form.getAttribute("action") ?? "").replace(form.dataset.fresh ?? "", "");
  const isOf = (form, copy) => copy.place === placeOf(form) && copy.form === nameOf(form);
  const fieldsOf = (form) => [...form.elements].filter((each) => each.name && each.name !== "csrfmiddlewaretoken" && !LEFT_OUT.test(each.type));
  const isTyped = (field) => (TEXT.test(field.type) && field.value !== field.defaultValue) || Boolean(field.checked) !== Boolean(field.defaultChecked);
  const words = (form) => fieldsOf(form).filter(({ type, value }) => /^text/.test(type) && value.trim());

  // Once its element is there, that keeps everything.
  const isAlone = (form) => !gone.has(form) && personOf(form) && !form.closest(":is(draft-form, guideline-list):defined");

  // As `drafts/local-copies.js` makes it.
  function unique() {
    const url = URL.createObjectURL(new Blob());
    URL.revokeObjectURL(url);
    return url.slice(-36);
  }

  function keep(form) {
    const fields = fieldsOf(form).map(({ name, type, value, checked, defaultValue, defaultChecked }) => ({ name, type, value, checked, defaultValue, defaultChecked }));
    const copy = { place: placeOf(form), words: words(form).map(({ value }) => value), form: nameOf(form), fresh: form.dataset.fresh, fields };
    const key = `nearer:${personOf(form)}:early:${unique()}`;
    try {
      localStorage.setItem(key, JSON.stringify(copy));
      kept.push(key);
    } catch {
      // There is no room, and nothing else to keep it in.
    }
  }

  function bringIn(form, copy) {
    const now = fieldsOf(form);
    copy.fields.forEach((was, index) => {
      const field = now[index];
      if (field?.name !== was.name || field.type !== was.type) return;
      // What the page made up for a new one is this page's own.
      if (field.type === "hidden" && copy.fresh !== form.dataset.fresh) return;
      if ("defaultChecked" in was) [field.defaultChecked, field.checked] = [was.defaultChecked, was.checked];
      else if (TEXT.test(field.type)) field.defaultValue = was.defaultValue;
      if (!/^(radio|checkbox)$/.test(field.type)) field.value = was.value;
    });
  }

  function bringBack() {
    for (const form of document.querySelectorAll(FORMS)) {
      const start = `nearer:${personOf(form)}:early:`;
      const copies = Object.keys(localStorage).filter((key) => key.startsWith(start));
      const found = copies.map((key) => [key, JSON.parse(localStorage.getItem(key))]).find(([, copy]) => isOf(form, copy));
      if (!found) continue;
      localStorage.removeItem(found[0]);
      bringIn(form, found[1]);
    }
  }

  // Before all that is deferred.
  document.addEventListener("readystatechange", () => document.readyState === "interactive" && bringBack());
  // It has been sent; or the person signs out, and nothing stays here.
  addEventListener("submit", ({ target }) => {
    for (const form of "signsOut" in target.dataset ? document.forms : [target]) gone.add(form);
  });
  addEventListener("pagehide", () => {
    for (const form of document.querySelectorAll(FORMS)) if (isAlone(form) && fieldsOf(form).some(isTyped)) keep(form);
  });
  // Come back to as it was left.
  addEventListener("pageshow", ({ persisted }) => {
    for (const key of persisted ? kept.splice(0) : []) localStorage.removeItem(key);
  });
}
