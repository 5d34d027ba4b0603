"""What several families of notices share: an organiser's own text, and keeping the whole within one message."""

from collections.abc import Iterable, Mapping

from handlers.chat import keyboards
from handlers.chat.long_text import LIMIT, pieces
from handlers.chat.turn import Keyboard
from locales import Words
from services.authoring.texts import length, said

CUT = "…"
SEPARATOR = "\n\n"


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
