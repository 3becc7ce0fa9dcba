// A mailed code goes on by itself once it is whole, as the page then says beforehand. One that was refused waits for its button.
for (const told of document.querySelectorAll("[data-goes-on]")) told.hidden = false;

document.addEventListener("input", ({ target: field }) => {
  const whole = Number(field.dataset?.whole);
  if (whole && field.value.replace(/[^0-9a-z]/gi, "").length >= whole) field.form.requestSubmit();
});
