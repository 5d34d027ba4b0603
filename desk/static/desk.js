// The desk works without this file. It counts down to the lock, keeps what is being written, and counts letters.
"use strict";

const work = document.getElementById("work");
let lockAt = Date.now() + 1000 * Number(document.body.dataset.locksIn || 0);
let kept = work ? texts() : "";
let saving = false;
let asking = false;
const NEARLY_OVER = 5; // seconds: the door locks what has no more left (desk/unlocking.py)

function texts() {
  return work.elements.reply.value + "\u0000" + work.elements.note.value + "\u0000" + (work.elements.then?.value ?? "");
}

function formWith(extra) {
  const data = new FormData(work);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return new URLSearchParams(data);
}

async function save(asked) {
  const now = texts();
  if (saving || now === kept) return;
  saving = true;
  try {
    const answer = await fetch(work.action + "/draft", { method: "POST", body: formWith(asked), credentials: "same-origin" });
    const { locks_in: left, shown } = await answer.json();
    if (answer.ok) {
      kept = now;
      for (const [name, mark] of Object.entries(shown ?? {})) work.elements[name].value = mark;
      lockAt = Date.now() + 1000 * left;
      document.getElementById("saved").textContent = work.dataset.saved;
    }
  } catch {
    // Nothing is lost yet: the text still stands in the page, and the next stroke tries again.
  } finally {
    saving = false;
  }
}

function count(area) {
  const place = document.getElementById("reply-count");
  const left = Number(area.dataset.limit) - [...area.value.trim()].length;
  place.textContent = (left < 0 ? work.dataset.over : work.dataset.left).replace("{n}", Math.abs(left));
  place.classList.toggle("over", left < 0);
}

function tick() {
  const left = Math.round((lockAt - Date.now()) / 1000);
  const place = document.getElementById("countdown");
  place.textContent = left > 90
    ? place.dataset.minutes.replace("{n}", Math.ceil(left / 60))
    : place.dataset.seconds.replace("{n}", Math.max(0, left));
  place.classList.toggle("soon", left <= 90);
  if (work && left <= NEARLY_OVER) save({ by_itself: "1" });
  if (left < 0) leaveUnlessOpen();
}

// Another window may have been worked in meanwhile. To ask is not to work, so asking puts nothing off.
async function leaveUnlessOpen() {
  if (asking) return;
  asking = true;
  const left = await secondsLeft();
  asking = false;
  lockAt = Date.now() + 1000 * left;
  if (left <= NEARLY_OVER) location.replace("/unlock?why=idle&next=" + encodeURIComponent(location.pathname));
}

async function secondsLeft() {
  try {
    return (await (await fetch("/news", { credentials: "same-origin", signal: AbortSignal.timeout(5000) })).json()).locks_in;
  } catch {
    return 0;
  }
}

if (document.body.dataset.locksIn) {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
}

if (work) {
  let soon;
  work.addEventListener("input", (event) => {
    document.getElementById("saved").textContent = "";
    clearTimeout(soon);
    soon = setTimeout(save, 1500, {});
    if (event.target.id === "reply") count(event.target);
  });
  work.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const button = event.target.id === "note" ? work.querySelector("[value=note]") : document.getElementById("look");
    button?.click();
  });
  work.addEventListener("submit", () => { kept = texts(); });
  addEventListener("pagehide", () => {
    if (texts() !== kept) navigator.sendBeacon(work.action + "/draft", formWith({ by_itself: "1" }));
  });
  if (work.elements.reply.value) count(work.elements.reply);
}

const show = document.getElementById("show");
if (show) {
  show.hidden = false;
  show.addEventListener("change", (event) => {
    document.getElementById("passphrase").type = event.target.checked ? "text" : "password";
  });
}

document.getElementById("unlock")?.addEventListener("submit", (event) => {
  document.getElementById("moment").textContent = event.target.dataset.moment;
  event.target.querySelector("button").disabled = true;
});

const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
