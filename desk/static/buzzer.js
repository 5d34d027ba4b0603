// The buzzer works without this file, by loading itself anew. With it, it rings.
"use strict";

const screen = document.getElementById("buzzer");
const STATES = ["calm", "new", "urgent", "deaf", "unknown", "away"];
const ASKS_EVERY = 8_000; // milliseconds
const RINGS_AGAIN = 60_000; // milliseconds, while something urgent waits
let sign = screen.dataset.sign;
let rungAt = 0;

async function ask() {
  try {
    const answer = await fetch("/buzzer/now", { credentials: "same-origin", signal: AbortSignal.timeout(7_000) });
    if (!answer.ok) throw new Error(answer.statusText);
    show(await answer.json());
  } catch {
    show({ state: "away", sign });
  }
}

function show({ state, waiting, sign: now }) {
  screen.classList.remove(...STATES);
  screen.classList.add(state);
  if (waiting) document.getElementById("since").textContent = waiting;
  const isNew = now !== sign && (state === "new" || state === "urgent");
  if (isNew || (state === "urgent" && Date.now() - rungAt >= RINGS_AGAIN)) ring(state === "urgent" ? 4 : 2);
  sign = now;
}

function ring(times) {
  rungAt = Date.now();
  if (localStorage.buzzer === "off") return;
  const audio = new AudioContext();
  for (let each = 0; each < times; each += 1) {
    const at = audio.currentTime + each * 0.7;
    const tone = audio.createOscillator(), quiet = audio.createGain();
    tone.frequency.value = 660;
    quiet.gain.setValueAtTime(0.25, at);
    quiet.gain.exponentialRampToValueAtTime(0.0001, at + 0.6);
    tone.connect(quiet).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.6);
  }
  document.dispatchEvent(new Event("rung"));
}

const sound = document.getElementById("sound");
const tell = () => { sound.textContent = localStorage.buzzer === "off" ? sound.dataset.off : sound.dataset.on; };
tell();
sound.hidden = false;
sound.addEventListener("click", () => {
  localStorage.buzzer = localStorage.buzzer === "off" ? "on" : "off";
  tell();
  if (localStorage.buzzer === "on") ring(1); // a press lets the browser make sounds from now on
});
setInterval(ask, ASKS_EVERY);
