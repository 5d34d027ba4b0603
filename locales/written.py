"""In which language somebody writes, told by the letters alone: enough to answer a stranger in their own."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from locales.catalogues import catalogue
from locales.foreign import script_of
from locales.languages import SOURCE

RARE = 5_000
"""A letter that stands in a language's sentences less than once in so many letters is foreign to it."""
ENGLISH = frozenset("abcdefghijklmnopqrstuvwxyz")


def written_in(text: str, offered: Sequence[str], now: str) -> str:
    """`now`, unless another offered language has more of the letters that the text is written with."""
    letters = Counter(letter for letter in text.casefold() if letter.isalpha())
    foreign = {code: sum(many for letter, many in letters.items() if letter not in _letters(code)) for code in offered}
    best = min(offered, key=lambda code: foreign[code])
    return best if now not in foreign or foreign[best] < foreign[now] else now


@cache
def _letters(code: str) -> frozenset[str]:
    """What the language's own sentences are written with; what is in them of other scripts are names."""
    if code == SOURCE:
        return ENGLISH
    said: Counter[str] = Counter()
    for text in catalogue(code).translations.values():
        said.update(letter for letter in "".join(text).casefold() if letter.isalpha())
    all_letters = sum(said.values())
    latin = ENGLISH if script_of(code) != "LATIN" else frozenset()
    return frozenset(letter for letter, many in said.items() if many * RARE >= all_letters) - latin
