// One phone on the page: draws what the server says this person sees, and sends what the person does.
import { dayName, drawMessage, drawUnsent, make, paragraphs } from "/bubbles.js";
import { frame } from "/frame.js";

export class PhoneView {
  constructor(id, post) {
    this.id = id;
    this.post = post;
    this.drawn = new Map();
    this.keysHidden = false;
    this.atEnd = true;
    this.parts = frame(id);
    this.element = this.parts.phone;
    this.listen();
  }

  act(action, body = {}) {
    return this.post(`/sandbox/phones/${this.id}/${action}`, body).then((answer) => {
      if (answer.error) this.toast(answer.error);
      return answer;
    });
  }

  focus() {
    (this.parts.say.hidden ? this.parts.wide : this.parts.field).focus();
  }

  listen() {
    const { field, send, attach, commands, keyboard, wide, language, blocked, offline, clear, remove, device, chat } = this.parts;
    chat.addEventListener("scroll", () => this.noteScroll(), { passive: true });
    new ResizeObserver(() => this.stayAtEnd()).observe(chat);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.send();
      }
    });
    field.addEventListener("input", () => this.grow());
    send.addEventListener("click", () => this.send());
    attach.addEventListener("click", () => this.openSheet(attach, this.attachments()));
    commands.addEventListener("click", () => this.openSheet(commands, this.commandList()));
    keyboard.addEventListener("click", () => this.toggleKeys());
    wide.addEventListener("click", () => this.act(this.view.blocked ? "change" : "start", this.view.blocked ? { blocked: false } : {}));
    language.addEventListener("change", () => this.act("change", { language_code: language.value }));
    blocked.addEventListener("change", () => this.act("change", { blocked: blocked.checked }));
    offline.addEventListener("change", () => this.act("change", { offline: offline.checked }));
    clear.addEventListener("click", () => this.act("delete_chat"));
    remove.addEventListener("click", () => this.act("remove"));
    device.addEventListener("keydown", (event) => { if (event.key === "Escape") this.closeSheet(); });
    device.addEventListener("pointerdown", (event) => { if (!event.target.closest(".sheet, .icon")) this.closeSheet(); });
  }

  noteScroll() {
    const { chat } = this.parts;
    const resized = chat.clientHeight !== this.height;
    this.height = chat.clientHeight;
    if (!resized) this.atEnd = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 60;
  }

  send() {
    const text = this.parts.field.value.trim();
    if (!text) return;
    this.parts.field.value = "";
    this.grow();
    this.act("send", { text });
  }

  grow() {
    const { field } = this.parts;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  }

  show(view) {
    this.view = view;
    const { name, bot, avatar, state, signal, field, say, wide, language, blocked, offline } = this.parts;
    this.parts.setLanguage(view.language_code);
    bot.textContent = view.bot.name;
    avatar.textContent = [...view.bot.name][0];
    name.textContent = view.name;
    state.textContent = view.busy ? this.parts.app.typing : this.parts.app.bot;
    signal.textContent = view.offline ? this.parts.app.away : "";
    language.value = view.language_code || "";
    blocked.checked = view.blocked;
    offline.checked = view.offline;
    const fresh = view.messages.length === 0 && view.unsent.length === 0;
    say.hidden = fresh || view.blocked;
    wide.hidden = !say.hidden;
    wide.textContent = view.blocked ? this.parts.app.unblock : this.parts.app.start;
    if (view.placeholder) field.placeholder = view.placeholder;
    this.showMessages(view, fresh);
    this.showKeys(view);
    this.stayAtEnd();  // the keys may have taken room; two views in one frame show no observer the change between
  }

  showMessages(view, fresh) {
    const { chat } = this.parts;
    const before = this.drawn;
    this.drawn = new Map();
    const elements = fresh ? [this.about(view)] : [];
    let day = "";
    for (const message of view.messages) {
      if (dayName(message.date) !== day) elements.push(make("span", "day", (day = dayName(message.date))));
      elements.push(this.bubble(message, before.get(message.id)));
    }
    elements.push(...view.unsent.map(drawUnsent));
    if (view.busy) elements.push(this.dots());
    chat.replaceChildren(...elements);
    this.stayAtEnd();
  }

  // Like a real chat: follows what comes, unless the person has scrolled up to read.
  stayAtEnd() {
    if (this.atEnd) this.parts.chat.scrollTop = this.parts.chat.scrollHeight;
  }

  bubble(message, earlier) {
    const drawing = JSON.stringify(message);
    const element = earlier?.drawing === drawing ? earlier.element : drawMessage(message, {
      onCommand: (text) => this.act("send", { text }),
      onPress: (id, data) => this.act("press_inline", { data, message_id: id }),
    });
    this.drawn.set(message.id, { drawing, element });
    return element;
  }

  about(view) {
    const box = make("div", "about");
    box.append(make("b", "", view.bot.about ? "What can this bot do?" : "Nothing here yet"));
    box.append(...paragraphs(view.bot.about || "Press Start to begin, as a person would.", [], () => {}));
    return box;
  }

  dots() {
    const box = make("div", "busy");
    box.append(make("i"), make("i"), make("i"));
    return box;
  }

  showKeys(view) {
    const { keys, keyboard } = this.parts;
    const shape = JSON.stringify(view.keyboard);
    if (shape !== this.keysShape) {
      this.keysShape = shape;
      this.keysHidden = false;
      keys.replaceChildren(...view.keyboard.map((row) => this.keyRow(row)));
    }
    const none = view.keyboard.length === 0 || view.blocked;
    keyboard.hidden = none;
    keyboard.setAttribute("aria-expanded", String(!this.keysHidden));
    keys.hidden = none || this.keysHidden;
  }

  keyRow(labels) {
    const row = make("div", "row");
    for (const label of labels) {
      const button = make("button", "", label);
      button.type = "button";
      button.dir = "auto";
      button.addEventListener("click", () => this.act("press", { label }));
      row.append(button);
    }
    return row;
  }

  toggleKeys() {
    this.keysHidden = !this.keysHidden;
    this.showKeys(this.view);
  }

  commandList() {
    return this.view.commands.map(({ command, description }) => [`/${command}`, description, () => this.act("send", { text: `/${command}` })]);
  }

  attachments() {
    const kinds = [["photo", "a picture of tents"], ["voice", "two seconds of silence"], ["document", "a text file"], ["video", ""], ["location", ""], ["contact", "own number"]];
    return kinds.map(([kind, what]) => [kind[0].toUpperCase() + kind.slice(1), what, () => this.act("attach", { kind })]);
  }

  openSheet(opener, entries) {
    const wasOpen = this.sheetOpener === opener;
    this.closeSheet();
    if (wasOpen) return;
    const { sheet } = this.parts;
    sheet.replaceChildren(...entries.map(([title, detail, act]) => {
      const button = make("button");
      button.type = "button";
      button.append(make("b", "", title), Object.assign(make("span", "", detail), { dir: "auto" }));
      button.addEventListener("click", () => { this.closeSheet(); act(); });
      return button;
    }));
    if (!entries.length) sheet.append(make("p", "", "The bot has set no commands."));
    sheet.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    this.sheetOpener = opener;
    sheet.querySelector("button")?.focus();
  }

  closeSheet() {
    if (!this.sheetOpener) return;
    this.parts.sheet.hidden = true;
    this.sheetOpener.setAttribute("aria-expanded", "false");
    if (this.parts.sheet.contains(document.activeElement)) this.sheetOpener.focus();
    this.sheetOpener = null;
  }

  toast(text) {
    this.parts.toast.textContent = text;
    this.parts.toast.hidden = false;
    clearTimeout(this.toastEnds);
    this.toastEnds = setTimeout(() => { this.parts.toast.hidden = true; }, 4000);
  }
}
