"""What somebody says in a sentence instead of pressing a button: "when is the next meeting", "I lost my receipt".

Only a whole message is a wish: it is made of phrases that mean one door, and of words that may stand around them in any
wish. With any other word, or a word of danger, it is a message like all others.
"""

from collections import Counter
from functools import cache
from typing import Final, NamedTuple

from handlers.chat import danger
from handlers.chat.phrases import Words, made_of
from handlers.chat.turn import Turn
from locales.typed_names import typed_names
from services.directory.folding import all_words

MOST_WORDS: Final = 12
AROUND: Final = ""
"""In place of the name of a door: what may stand around."""


class Wish(NamedTuple):
    """The command that it is for, or its own name (`Route.wish`), and the languages it is said in, likeliest first."""

    command: str
    languages: tuple[str, ...]


def wished(turn: Turn) -> Wish | None:
    """What the message asks for; None where it tells something, or may."""
    text = turn.text
    if text is None or turn.attachment is not None or danger.spoken_of(turn, text):
        return None
    return read(text, turn.app.languages)


def read(text: str, offered: tuple[str, ...]) -> Wish | None:
    """The same for a text alone."""
    words = all_words(text)
    said = made_of(words, _phrases(offered), _longest(offered)) if len(words) <= MOST_WORDS else None
    doors = {each.door for each in said or () if each.door}
    if said is None or len(doors) != 1:
        return None
    languages = Counter(code for each in said for code in each.languages)
    return Wish(doors.pop(), tuple(code for code, _ in languages.most_common()))


class _Phrase(NamedTuple):
    door: str
    languages: tuple[str, ...]


@cache
def _phrases(offered: tuple[str, ...]) -> dict[Words, _Phrase]:
    """What each phrase is for, folded. One that opens a door somewhere does so everywhere."""
    found: dict[Words, _Phrase] = {}
    for code in offered:
        for door, phrases in typed_names(code).wishes.items():
            for words in map(all_words, phrases):
                before = found.get(words, _Phrase(AROUND, ()))
                found[words] = _Phrase(before.door or door, tuple(dict.fromkeys((*before.languages, code))))
    return found


@cache
def _longest(offered: tuple[str, ...]) -> int:
    return max(map(len, _phrases(offered)), default=0)
