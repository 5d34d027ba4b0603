"""The texts of a meeting or an announcement, by language: how long they may be, and which of them are missing.

What an organiser writes is plain text: stars, brackets and links are letters like any other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from services.errors import Refusal

ByLanguage = Mapping[str, str]
TITLE: Final = "title"
PLACE: Final = "place"
AGENDA: Final = "agenda"
TEXT: Final = "text"
SAID: Final = "said"
DONE: Final = "done"
LIMITS: Final[Mapping[str, int]] = {TITLE: 80, PLACE: 200, AGENDA: 2500, TEXT: 3000, SAID: 1500, DONE: 1500}
"""So long that a notice with all of them still is one message (Bot API: 4,096) in every language."""
ONE_LINE: Final = (TITLE, PLACE)


@dataclass(eq=False)
class TextTooLong(Refusal):
    """A text does not fit into one message. `part` is what it is, `count` how long, as Telegram counts."""

    part: str
    language: str
    count: int
    limit: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A text that people who read this language would not get in it."""

    part: str
    language: str


def length(text: str) -> int:
    """How long Telegram takes it to be: in UTF-16, so that many pictures count twice. Half a picture counts once."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cleaned(part: str, texts: ByLanguage) -> dict[str, str]:
    """Texts without outer space, on one line where they are names; empty ones are left out. Raises TextTooLong."""
    kept = {language: _tidied(part, text) for language, text in texts.items()}
    for language, text in kept.items():
        if length(text) > LIMITS[part]:
            raise TextTooLong(part, language, length(text), LIMITS[part])
    return {language: text for language, text in kept.items() if text}


def missing(part: str, texts: ByLanguage, languages: Iterable[str]) -> list[Missing]:
    """The languages this text is not there in. A text that is there in none is not missing: it was left out."""
    return [Missing(part, language) for language in languages if texts and language not in texts]


def said(texts: ByLanguage, language: str) -> str:
    """The text in that language, or in the first it is there in; '' where it was left out."""
    return texts.get(language) or next(iter(texts.values()), "")


def _tidied(part: str, text: str) -> str:
    lines = [" ".join(line.split()) for line in text.replace("\x00", "").splitlines()]
    return (" " if part in ONE_LINE else "\n").join(lines).strip()
