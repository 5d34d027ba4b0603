"""Endings of Arabic words: whose something is ("my tent", "our papers").

As in `sorani`, a word is taken without its ending only where what is left is a word that is known. Words are those of
`folding`.
"""

from collections.abc import Callable
from typing import Final

LANGUAGE: Final = "ar"
WHOSE: Final = ("ي", "نا", "ك", "كم", "ه", "ها", "هم", "هن")
"""My, our, your, his, her, their."""
BEFORE_WHOSE, FEMININE = "ت", "ه"
SHORTEST_STEM: Final = 3


def without_endings(words: tuple[str, ...], is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """The words: where one is not known, what is known of it without whose it is."""
    return tuple(word if is_known(word) else _plain(word, is_known) for word in words)


def _plain(word: str, is_known: Callable[[str], bool]) -> str:
    for ending in WHOSE:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST_STEM:
            both = (stem, stem.removesuffix(BEFORE_WHOSE) + FEMININE)
            if known := next(filter(is_known, both), ""):
                return known
    return word
