// The room: follows the server's events, keeps the phones on the page, works the switches.
import { PhoneView } from "/phone.js";

const phones = new Map();
const floor = document.getElementById("phones");
const switches = document.getElementById("switches");
const opener = document.getElementById("show-switches");
let order = [];
let added = null;
let moved = 0;
const pressed = new Map();  // switches the server has not been heard about yet: what they were switched to

export async function post(path, body = {}) {
  const answer = await fetch(path, { method: "POST", body: JSON.stringify(body) });
  return answer.json();
}

function showPhone(view) {
  let phone = phones.get(view.id);
  if (!phone) {
    phone = new PhoneView(view.id, post);
    phones.set(view.id, phone);
    putInPlace(phone);
  }
  phone.show(view);
  if (view.id === added) {
    added = null;
    phone.element.scrollIntoView({ behavior: "smooth", inline: "center" });
    phone.focus();
  }
}

// Never moved later: an element that moves forgets how far it was scrolled.
function putInPlace(phone) {
  const after = order.slice(order.indexOf(phone.id) + 1).map((id) => phones.get(id)).find(Boolean);
  floor.insertBefore(phone.element, order.includes(phone.id) && after ? after.element : null);
}

function showRoom(room) {
  const present = new Set(room.phones.map((line) => line.id));
  for (const [id, phone] of phones) {
    if (!present.has(id)) {
      phone.element.remove();
      phones.delete(id);
    }
  }
  order = room.phones.map((line) => line.id);
  for (const box of switches.querySelectorAll("[data-fault]")) showSwitch(box, Boolean(room.faults[box.dataset.fault]));
  showSwitch(document.getElementById("limits"), room.limits);
  document.getElementById("pending").textContent = room.pending;
  moved = room.moved;
  showTime();
  document.getElementById("complaints").replaceChildren(
    ...room.complaints.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
  );
}

// News from before a switch was pressed must not turn it back.
function showSwitch(box, on) {
  if (pressed.get(box) === on) pressed.delete(box);
  if (!pressed.has(box)) box.checked = on;
}

function showTime() {
  const now = new Date(Date.now() + moved * 1000);
  document.getElementById("clock").textContent = now.toLocaleString("en-GB", { weekday: "short", hour: "2-digit", minute: "2-digit" });
  document.getElementById("moved").textContent = moved ? `(${Math.round(moved / 360) / 10} h ahead)` : "";
}

function openSwitches(open) {
  switches.classList.toggle("open", open);
  opener.setAttribute("aria-expanded", String(open));
  if (open) switches.querySelector("input").focus();
  else opener.focus();
}

document.getElementById("add-phone").addEventListener("click", async () => {
  added = (await post("/sandbox/phones", { language_code: "en" })).id;
  if (phones.has(added)) showPhone(phones.get(added).view);
});
document.getElementById("close-switches").addEventListener("click", () => openSwitches(false));
opener.addEventListener("click", () => openSwitches(!switches.classList.contains("open")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && switches.classList.contains("open")) openSwitches(false);
});
document.addEventListener("pointerdown", (event) => {
  const open = switches.classList.contains("open");
  if (open && !switches.contains(event.target) && event.target !== opener) openSwitches(false);
});
switches.addEventListener("change", ({ target }) => {
  pressed.set(target, target.checked);
  const told = target.id === "limits"
    ? post("/sandbox/limits", { on: target.checked })
    : post("/sandbox/faults", { kind: target.dataset.fault, on: target.checked, seconds: Number(target.dataset.seconds || 0) });
  told.catch(() => pressed.delete(target));
});
switches.addEventListener("click", ({ target }) => {
  if (target.dataset.advance) post("/sandbox/clock", { advance: Number(target.dataset.advance) });
});

const events = new EventSource("/sandbox/events");
const lost = document.getElementById("lost");
events.addEventListener("room", (event) => showRoom(JSON.parse(event.data)));
events.addEventListener("phone", (event) => showPhone(JSON.parse(event.data)));
events.addEventListener("open", () => { lost.hidden = true; });
events.addEventListener("error", () => { lost.hidden = false; });
setInterval(showTime, 5000);
