"""Which button a pressed text is.

A press on a reply keyboard comes back as plain text, in whatever language the keyboard on that phone was
drawn.
"""

import re
from collections import defaultdict
from functools import lru_cache

from locales.direction import MARKS
from locales.words import Message, Words

_UNSEEN = re.compile(f"{MARKS.pattern}|\ufe0f")


def seen_label(text: str) -> str:
    """`text` without what a phone may add or drop when a button is pressed: direction marks, emoji presentation, spare
    spaces."""
    return " ".join(_UNSEEN.sub("", text).split())


def normal_label(text: str) -> str:
    """The same for what may have been typed: in any case."""
    return seen_label(text).casefold()


def match_label(text: str, messages: tuple[Message, ...], offered: tuple[str, ...]) -> list[tuple[Message, str]]:
    """The labels among `messages` that read `text`, each with the language it does so in, in the order of
    `offered`.

    Costs one dict lookup, as long as the same tuples are passed each time.
    """
    return list(_index(messages, offered).get(normal_label(text), ()))


@lru_cache(maxsize=64)
def _index(messages: tuple[Message, ...], offered: tuple[str, ...]) -> dict[str, list[tuple[Message, str]]]:
    index: dict[str, list[tuple[Message, str]]] = defaultdict(list)
    for code in offered:
        words = Words(code)
        for message in messages:
            index[normal_label(words(message))].append((message, code))
    return dict(index)
