// Drawing messages: text with its entities, one paragraph a line so that each finds its own direction, files, buttons.

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

const STYLES = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "code", spoiler: "span", blockquote: "i" };
const SIGNS = { document: "🗎", video: "▶", audio: "♪", sticker: "☺", location: "⌖", contact: "☏" };
const NAMES = { video: "Video", audio: "Audio", sticker: "Sticker", location: "Location", contact: "Contact" };

function styled(piece, entity, onCommand) {
  if (!entity) return document.createTextNode(piece);
  if (entity.type === "bot_command") {
    const button = make("button", "command", piece);
    button.type = "button";
    button.addEventListener("click", () => onCommand(piece));
    return button;
  }
  if (entity.type === "url" || entity.type === "text_link") {
    const link = make("a", "", piece);
    const address = entity.url || piece;
    if (/^https?:/.test(address)) Object.assign(link, { href: address, target: "_blank", rel: "noreferrer noopener" });
    return link;
  }
  return make(STYLES[entity.type] || "span", "", piece);
}

function paragraph(text, start, end, entities, onCommand) {
  const element = make("p");
  element.dir = "auto";
  let at = start;
  for (const entity of entities) {
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (from >= to) continue;
    if (from > at) element.append(text.slice(at, from));
    element.append(styled(text.slice(from, to), entity, onCommand));
    at = to;
  }
  element.append(text.slice(at, end));
  return element;
}

export function paragraphs(text, entities, onCommand) {
  const found = [];
  let start = 0;
  for (const line of text.split("\n")) {
    found.push(paragraph(text, start, start + line.length, entities, onCommand));
    start += line.length + 1;
  }
  return found;
}

function fileSize(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function attached(message) {
  const { kind, file } = message;
  if (kind === "photo") return Object.assign(make("img"), { src: file.address, alt: "Photo", width: 480, height: 320 });
  if (kind === "voice") return Object.assign(make("audio"), { src: file.address, controls: true, preload: "none" });
  const box = make("div", "attached");
  const words = make("span", "", NAMES[kind] || file.name);
  if (kind === "contact") words.textContent = message.contact.first_name;
  const detail = kind === "location" ? `${message.location.latitude.toFixed(3)}, ${message.location.longitude.toFixed(3)}`
    : kind === "contact" ? message.contact.phone_number : fileSize(file.size);
  words.append(make("small", "", detail));
  box.append(make("span", "sign", SIGNS[kind] || "🗎"), words);
  return box;
}

export function clockTime(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

export function dayName(seconds) {
  return new Date(seconds * 1000).toLocaleDateString("en-GB", { day: "numeric", month: "long" });
}

function meta(message) {
  const parts = [message.protected && "🔒", message.silent && "🔕", message.edited && "edited", clockTime(message.date)];
  return make("span", "meta", parts.filter(Boolean).join(" ") + (message.own ? " ✓" : ""));
}

function inlineButtons(message, onPress) {
  const box = make("div", "inline");
  for (const row of message.buttons) {
    const line = make("div", "row");
    for (const { label, data } of row) {
      const button = make("button", "", label);
      button.type = "button";
      button.dir = "auto";
      button.addEventListener("click", () => onPress(message.id, data || label));
      line.append(button);
    }
    box.append(line);
  }
  return box;
}

export function drawMessage(message, { onCommand, onPress }) {
  const element = make("div", message.own ? "message own" : "message");
  const bubble = make("div", "bubble");
  if (message.kind !== "text") bubble.append(attached(message));
  if (message.text) bubble.append(...paragraphs(message.text, message.entities, onCommand));
  bubble.append(meta(message));
  element.append(bubble);
  if (message.buttons.length) element.append(inlineButtons(message, onPress));
  return element;
}

export function drawUnsent(text) {
  const element = make("div", "message own unsent");
  const bubble = make("div", "bubble");
  bubble.append(...paragraphs(text, [], () => {}), make("span", "meta", "waits for the network 🕓"));
  element.append(bubble);
  return element;
}
