// The desk works without this file. It counts down to the lock, keeps what is being written, and counts letters.
"use strict";

const work = document.getElementById("work");
let lockAt = Date.now() + 1000 * Number(document.body.dataset.locksIn || 0);
let kept = work ? textsAsShown() : "";
let saving = false;
let asking = false;
let heard = Number(document.body.dataset.heard);
const title = document.title;
const also = document.getElementById("here");
const ASKS_EVERY = 15_000; // milliseconds
const NEARLY_OVER = 5; // seconds: the door locks what has no more left (desk/access/unlocking.py)

function texts() {
  return work.elements.reply.value + "\u0000" + work.elements.note.value + "\u0000" + (work.elements.then?.value ?? "");
}

// Whoever is quick has typed before this file ran.
function textsAsShown() {
  const { reply, note, then } = work.elements;
  const state = [...(then?.options ?? [])].find((option) => option.defaultSelected) ?? then?.options[0];
  return reply.defaultValue + "\u0000" + note.defaultValue + "\u0000" + (state?.value ?? "");
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
    const answer = await fetch(location.pathname + "/draft", { method: "POST", body: formWith(asked), credentials: "same-origin" });
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
  const { locks_in: left, fresh, heard: count, here } = await news();
  asking = false;
  lockAt = Date.now() + 1000 * left;
  if (left <= NEARLY_OVER) {
    location.replace("/unlock?why=idle&next=" + encodeURIComponent(location.pathname));
  } else {
    tellNews(fresh, count);
    tellWhoElse(here);
  }
}

// Before somebody writes they see that a colleague is on the same case.
function tellWhoElse(said) {
  if (!also || said === undefined) return;
  if (also.textContent !== said) also.textContent = said;
  also.hidden = !said;
}

async function news() {
  try {
    return await (await fetch(also ? `/news?case=${also.dataset.case}` : "/news", { credentials: "same-origin", signal: AbortSignal.timeout(10_000) })).json();
  } catch {
    return { locks_in: (lockAt - Date.now()) / 1000 }; // the line is away: the minutes go on as they were
  }
}

function tellNews(fresh, count) {
  if (fresh === undefined) return;
  const place = document.getElementById("news");
  const said = fresh ? place.dataset.words.replace("{n}", fresh) : "";
  if (place.textContent !== said) place.textContent = said;
  document.title = (fresh ? `(${fresh}) ` : "") + title;
  if (count > heard) ring(count);
  if (count !== heard) showAnew();
  heard = count;
}

// The queue shows what has come without being asked, and leaves alone what somebody is choosing.
async function showAnew() {
  if (!document.getElementById("lines")) return;
  const answer = await fetch(location.href, { headers: { "By-Itself": "1" }, credentials: "same-origin" });
  const anew = new DOMParser().parseFromString(await answer.text(), "text/html");
  const at = document.activeElement?.getAttribute("href");
  const ticked = [...document.querySelectorAll(".tick:checked")].map((tick) => tick.value);
  for (const tick of anew.querySelectorAll(".tick")) tick.checked = ticked.includes(tick.value);
  for (const id of ["tabs", "lines"]) {
    const place = anew.getElementById(id);
    if (place) document.getElementById(id).replaceWith(place);
  }
  if (at) document.querySelector(`#tabs a[href="${CSS.escape(at)}"], #lines a[href="${CSS.escape(at)}"]`)?.focus();
}

// A quiet tone, once for all windows together.
function ring(count) {
  if (localStorage.sound === "off" || localStorage.rung === String(count)) return;
  localStorage.rung = count;
  const audio = new AudioContext();
  const tone = audio.createOscillator(), quiet = audio.createGain();
  tone.frequency.value = 660;
  quiet.gain.setValueAtTime(0.04, audio.currentTime);
  quiet.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.6);
  tone.connect(quiet).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.6);
  document.dispatchEvent(new Event("rung"));
}

const sound = document.getElementById("sound");
if (sound) {
  const tell = () => { sound.textContent = localStorage.sound === "off" ? sound.dataset.off : sound.dataset.on; };
  tell();
  sound.hidden = false;
  sound.addEventListener("click", () => {
    localStorage.sound = localStorage.sound === "off" ? "on" : "off";
    tell();
  });
}

if (document.body.dataset.locksIn) {
  tick();
  setInterval(tick, 1000);
  setInterval(leaveUnlessOpen, ASKS_EVERY);
  document.addEventListener("visibilitychange", tick);
}

if (work) {
  let soon = texts() === kept ? 0 : setTimeout(save, 1500, {});
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
    if (texts() !== kept) navigator.sendBeacon(location.pathname + "/draft", formWith({ by_itself: "1" }));
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
