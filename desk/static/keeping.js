// Keeps what stands in a form while it is written, so that no lock loses it. All works without this file.
"use strict";

for (const form of document.querySelectorAll("form[data-keeps]")) {
  const path = form.dataset.keeps;
  const typed = (extra) => {
    const data = new FormData(form);
    for (const secret of form.querySelectorAll("[type=password]")) data.delete(secret.name);
    for (const [name, value] of Object.entries(extra)) data.set(name, value);
    return new URLSearchParams(data);
  };
  // Whoever is quick has typed before this file ran.
  const isAsShown = [...form.elements].every(({ value, defaultValue = value }) => value === defaultValue);
  let kept = isAsShown ? String(typed({})) : "";

  const keep = () => {
    if (String(typed({})) === kept) return;
    const now = String(typed({}));
    fetch(path, { method: "POST", body: typed({}), credentials: "same-origin" })
      .then((answer) => { if (answer.ok) kept = now; }, () => {}); // the line is away: the next stroke tries again
  };

  let pause = isAsShown ? 0 : setTimeout(keep, 1500);
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(keep, 1500);
  });
  form.addEventListener("submit", () => { kept = String(typed({})); });
  addEventListener("pagehide", () => {
    if (String(typed({})) !== kept) navigator.sendBeacon(path, typed({ by_itself: "1" }));
  });
}
