// Keys for whoever works all day. Every one of them presses a link or a button that is there without it, too.
"use strict";

const help = document.getElementById("keys");
const NEXT_TO_LETTERS = 'input:not([type="checkbox"]), textarea, select, [contenteditable]';
// By the place of the key, so that they are the same on an Arabic keyboard.
const PRESSES = { KeyN: '[rel="next"]', KeyP: '[rel="prev"]', KeyQ: ".brand" };
const GOES_TO = { KeyR: "#reply", KeyO: "#note", Slash: "#words" };

function row(step) {
  const rows = [...document.querySelectorAll(".cover")];
  const at = rows.indexOf(document.activeElement);
  rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
}

function tick() {
  document.activeElement?.closest(".row")?.querySelector('[name="case"]')?.click();
}

function go(event) {
  if (PRESSES[event.code]) document.querySelector(PRESSES[event.code])?.click();
  else if (event.code === "KeyJ") row(1);
  else if (event.code === "KeyK") row(-1);
  else if (event.code === "KeyX") tick();
  else if (GOES_TO[event.code]) {
    const place = document.querySelector(GOES_TO[event.code]);
    if (!place) return;
    event.preventDefault(); // the letter is not typed there
    place.focus();
  }
}

if (help) {
  const switched = document.getElementById("keys-on"), open = document.getElementById("keys-shown");
  open.hidden = false;
  open.addEventListener("click", () => help.showModal());
  switched.checked = localStorage.keys !== "off";
  switched.addEventListener("change", () => { localStorage.keys = switched.checked ? "on" : "off"; });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    if (event.target.closest?.(NEXT_TO_LETTERS)) return;
    if (event.key === "?" || event.key === "؟") help.showModal();
    else if (localStorage.keys !== "off" && !event.shiftKey) go(event);
  });
}
