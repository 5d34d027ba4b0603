// The empty phone: its elements, and the few words that belong to the pretend app itself.
import { make } from "/bubbles.js";

const LANGUAGES = [
  ["en", "English"], ["ar", "العربية"], ["ckb", "سۆرانی"], ["ku", "Kurdî"], ["fr", "Français"], ["sw", "Kiswahili"],
  ["es", "Español"], ["fil", "Filipino"], ["my", "မြန်မာ"], ["fa", "فارسی"], ["de", "Deutsch"],
];
const TRAINING = {
  en: "Practice room: not Telegram, nothing here is real",
  ar: "غرفة تدريب: ليس هذا تيليغرام، ولا شيء هنا حقيقي",
  ckb: "ژووری ڕاهێنان: تێلێگرام نییە، هیچی ڕاستەقینە نییە",
  fr: "Salle d’exercice : ce n’est pas Telegram, rien ici n’est réel",
  es: "Sala de práctica: esto no es Telegram, nada aquí es real",
};
const APP = {
  en: { message: "Message", start: "START", unblock: "UNBLOCK", bot: "bot", typing: "typing…", away: "no network" },
  ar: { message: "رسالة", start: "ابدأ", unblock: "إلغاء الحظر", bot: "بوت", typing: "يكتب…", away: "لا شبكة" },
  ckb: { message: "نامە", start: "دەستپێکردن", unblock: "لادانی بلۆک", bot: "بۆت", typing: "دەنووسێت…", away: "هێڵ نییە" },
  fr: { message: "Message", start: "DÉMARRER", unblock: "DÉBLOQUER", bot: "bot", typing: "écrit…", away: "pas de réseau" },
};
const RIGHT_TO_LEFT = new Set(["ar", "ckb", "fa"]);
const ICONS = {
  attach: "M20 11.5 12 19.4a5 5 0 0 1-7-7.1l8.3-8.2a3.3 3.3 0 0 1 4.700 4.700l-8.200 8.100a1.600 1.600 0 0 1-2.300-2.300l7.300-7.200",
  commands: "M14.500 4.500 9.500 19.500",
  keyboard: "M3 7.500h18v9.500H3zM6.500 10.500h.01M10 10.500h.01M14 10.500h.01M17.500 10.500h.01M8 14h8",
  send: "M4 12 20 4.500 15.500 20 11.500 13.500zM11.500 13.500 20 4.500",
};

function icon(name, label, className = "icon") {
  const button = make("button", className);
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.title = label;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  button.append(svg);
  return button;
}

function button(className, text) {
  return Object.assign(make("button", className, text), { type: "button" });
}

function toggle(text) {
  const label = make("label");
  const box = Object.assign(make("input"), { type: "checkbox" });
  label.append(box, text);
  return { label, box };
}

function topBar(parts) {
  const bar = make("div", "bar");
  const who = make("div", "who");
  Object.assign(parts, { avatar: make("span", "avatar"), bot: make("h2"), state: make("p", "state"), signal: make("span", "signal") });
  parts.avatar.setAttribute("aria-hidden", "true");
  who.append(parts.bot, parts.state);
  bar.append(parts.avatar, who, parts.signal);
  parts.bar = bar;
  return bar;
}

function sayBar(parts) {
  const field = Object.assign(make("textarea"), { rows: 1, dir: "auto" });
  field.setAttribute("aria-label", "Message");
  Object.assign(parts, {
    field,
    say: make("div", "say"),
    commands: icon("commands", "Commands"),
    attach: icon("attach", "Attach"),
    keyboard: icon("keyboard", "Keyboard"),
    send: icon("send", "Send", "icon send"),
  });
  parts.say.append(parts.commands, field, parts.keyboard, parts.attach, parts.send, parts.sheet);
}

function below(parts) {
  const box = make("div", "below");
  const language = make("select");
  language.setAttribute("aria-label", "Language of this phone");
  language.append(...LANGUAGES.map(([code, name]) => Object.assign(make("option", "", name), { value: code })));
  const blocked = toggle("Blocked");
  const offline = toggle("Offline");
  Object.assign(parts, {
    language, blocked: blocked.box, offline: offline.box, name: make("b"),
    clear: button("plain", "Delete chat"), remove: button("plain", "Put away"),
  });
  box.append(language, blocked.label, offline.label, parts.clear, parts.remove);
  return box;
}

export function frame(id) {
  const parts = {
    phone: make("section", "phone"), device: make("div", "device"), training: make("p", "training"), chat: make("div", "chat"),
    keys: make("div", "keys"), sheet: make("div", "sheet"), wide: button("wide", "START"), toast: make("p", "toast"),
  };
  parts.phone.id = `phone-${id}`;
  const bar = topBar(parts);
  sayBar(parts);
  parts.phone.append(parts.device, below(parts));
  parts.chat.tabIndex = 0;
  parts.chat.setAttribute("role", "log");
  parts.chat.setAttribute("aria-label", "Conversation");
  parts.keys.setAttribute("role", "group");
  parts.keys.setAttribute("aria-label", "Answers");
  parts.training.dir = "auto";
  parts.toast.setAttribute("role", "status");
  for (const part of [parts.keys, parts.sheet, parts.toast, parts.say, parts.keyboard]) part.hidden = true;
  parts.device.append(parts.training, bar, parts.chat, parts.say, parts.wide, parts.keys, parts.toast);
  parts.setLanguage = (code) => {
    parts.training.textContent = TRAINING[code] || TRAINING.en;
    parts.training.lang = TRAINING[code] ? code : "en";
    parts.app = APP[code] || APP.en;
    parts.field.placeholder = parts.app.message;
    for (const part of [parts.bar, parts.say]) part.dir = RIGHT_TO_LEFT.has(code) ? "rtl" : "ltr";
    parts.phone.setAttribute("aria-label", `Phone: ${code || "no language"}`);
  };
  return parts;
}
