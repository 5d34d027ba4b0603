"""Endings of Sorani words: what is written on to a noun for "the", "a", "my", "of", "is" and more of them.

Four endings may follow each other ("for my tents": a noun, the plural, whose they are, where to). A dictionary of stems
is not needed: a word is searched for without its endings only where what is left is a word that is known, and only in a
text that is surely Kurdish, since Arabic words end in the same letters for other reasons.

Words are those of `folding`: its letters, without the marks by which Kurdish is told.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

LANGUAGE: Final = "ckb"
_KURDISH: Final = re.compile("[ەێۆڕڵ]")
"""Letters that Arabic does not have, nor Persian."""
ENDINGS: Final = tuple(
    sorted(
        (
            *("هكان", "كان", "هكه", "كه", "انيك", "يهك", "يك", "ان"),  # the (many, one), a (many, one), many
            *("مان", "تان", "يان", "م", "ت", "ي"),  # our, your, their, my, your, his and "of"
            *("هوه", "دا", "را", "يش", "ش"),  # back to, in, from, too
            *("ين", "ن", "ه", "يه"),  # are, is
        ),
        key=len,
        reverse=True,
    )
)
MOST_ENDINGS: Final = 4
SHORTEST_STEM: Final = 2
SHORTEST_UNKNOWN: Final = 4
"""Letters that have to be left of a word of which nothing is known: shorter ones are like too many others."""


def is_sorani(text: str) -> bool:
    """True where a text has letters that Arabic does not have."""
    return _KURDISH.search(text) is not None


def without_endings(words: tuple[str, ...], text: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """The words of a text: where it is Sorani and a word is not known, what is known of it without endings.

    Of one that is known in no way, the shortest stem: two words are not alike because both mean "the …s".
    """
    if not is_sorani(text):
        return words
    return tuple(word if is_known(word) else _plain(word, is_known) for word in words)


def _plain(word: str, is_known: Callable[[str], bool]) -> str:
    found = list(stems(word))
    known = next((stem for stem in found if is_known(stem)), "")
    return known or min((stem for stem in found if len(stem) >= SHORTEST_UNKNOWN), key=len, default=word)


def stems(word: str) -> Iterator[str]:
    """What may be left of a word without its endings, first with one taken off, then with two, and so on."""
    seen, left = {word}, [word]
    for _ in range(MOST_ENDINGS):
        shorter = [each.removesuffix(ending) for each in left for ending in ENDINGS if each.endswith(ending)]
        left = [stem for stem in dict.fromkeys(shorter) if len(stem) >= SHORTEST_STEM and stem not in seen]
        seen.update(left)
        yield from left
