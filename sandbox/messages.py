"""One message, as both sides have it."""

from dataclasses import dataclass
from typing import Any

from sandbox.files import StoredFile
from sandbox.markup import Markup, button_label, is_inline

FILE_KINDS = ("photo", "voice", "video", "audio", "document", "sticker")
OTHER_KINDS = ("location", "contact")


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """What the bot asks to say, checked: the content in Telegram's JSON, its keyboard or buttons, its file."""

    content: dict[str, Any]
    markup: Markup | None = None
    stored: StoredFile | None = None
    protected: bool = False
    silent: bool = False


class ChatMessage:
    """What was said. `as_json` is Telegram's own form of it; the rest is what a phone shows."""

    __slots__ = (
        "as_json",
        "by_bot",
        "chat",
        "deleted",
        "id",
        "made",
        "markup",
        "own",
        "protected",
        "silent",
        "stored",
    )

    def __init__(
        self,
        as_json: dict[str, Any],
        made: float,
        *,
        by_bot: bool,
        markup: Markup | None = None,
        stored: StoredFile | None = None,
    ) -> None:
        self.as_json = as_json
        self.id: int = as_json["message_id"]
        self.chat: int = as_json["chat"]["id"]
        self.made = made
        self.by_bot = by_bot
        self.own = not by_bot
        self.markup = markup
        self.stored = stored
        self.protected = "has_protected_content" in as_json
        self.silent = False
        self.deleted = False

    @property
    def text(self) -> str:
        """The text, or a file's caption, or ''."""
        found: str = self.as_json.get("text") or self.as_json.get("caption") or ""
        return found

    @property
    def caption(self) -> str:
        found: str = self.as_json.get("caption") or ""
        return found

    @property
    def kind(self) -> str:
        if "text" in self.as_json:
            return "text"
        return next((kind for kind in FILE_KINDS + OTHER_KINDS if kind in self.as_json), "service")

    @property
    def date(self) -> int:
        """Unix time in whole seconds."""
        found: int = self.as_json["date"]
        return found

    @property
    def edited(self) -> bool:
        return "edit_date" in self.as_json

    @property
    def buttons(self) -> list[list[tuple[str, str]]]:
        """Inline buttons: (label, callback data or address)."""
        if not is_inline(self.markup):
            return []
        assert self.markup is not None
        return [
            [(button_label(button), button.get("callback_data") or button.get("url") or "") for button in row]
            for row in self.markup["inline_keyboard"]
        ]

    @property
    def file(self) -> bytes | None:
        return None if self.stored is None else self.stored.data

    @property
    def filename(self) -> str | None:
        return None if self.stored is None else self.stored.filename

    def __repr__(self) -> str:
        return f"<{'bot' if self.by_bot else 'person'} {self.kind} {self.id}: {self.text[:60]!r}>"
