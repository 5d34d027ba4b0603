"""A notice in words, as it is handed to who sends it, and what the families that word them share.

An organiser's own text stands in it as it was written, and the whole is kept within one message.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from handlers.chat import keyboards
from handlers.chat.screen.long_text import LIMIT, pieces
from handlers.chat.screen.markup import Keyboard
from locales import Words
from services.authoring.texts import length, said
from services.notices.outbox import Notice

CUT = "…"
SEPARATOR = "\n\n"


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice in words: one message (at most 4,096 characters) and the buttons it brings, if any.

    `old` is what an earlier message reads from now on, where this notice replaces one. One that `is_urgent` sounds at
    night too; others arrive without a sound then. `bare` is what it says where its buttons cannot come along, since the
    person is answering something else; the same where that is not given.
    """

    text: str
    keyboard: Keyboard | None = None
    is_urgent: bool = False
    old: str | None = None
    bare: str | None = None

    @property
    def without_buttons(self) -> "NoticeText":
        """For who needs the buttons that are shown. No keyboard leaves those as they are."""
        return self if self.keyboard is None else replace(self, text=self.bare or self.text, keyboard=None)


Wordings = Mapping[str, Callable[[Notice, Words], NoticeText]]
"""How each kind of notice is worded."""


def own_text(words: Words, texts: Mapping[str, str]) -> str:
    """What an organiser wrote, in the person's language or else another; plain text, whatever letters are in it."""
    lines = said(texts, words.code).splitlines()
    return "\n".join(words.aligned(words.isolated(line)) if line else "" for line in lines)


def whole(parts: Iterable[str], limit: int = LIMIT) -> str:
    """The parts that are not empty, as one message; what does not fit any more is cut off at a word."""
    text = SEPARATOR.join(part for part in parts if part)
    if length(text) <= limit:
        return text
    return pieces(text, limit - len(CUT))[0] + CUT


def plain_keyboard(words: Words) -> Keyboard:
    """In place of buttons that ask about something that is no more."""
    return keyboards.rows(words, (keyboards.FORUMS, keyboards.MENU))
