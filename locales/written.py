"""In which language somebody writes, told by the letters alone: enough to answer a stranger in their own."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from locales.catalogues import catalogue
from locales.foreign import script_of
from locales.languages import LANGUAGES, SOURCE

RARE = 5_000
"""A letter that stands in a language's sentences less than once in so many letters is foreign to it."""
_WORD = re.compile(r"[^\W\d_]+")
ENGLISH = frozenset("abcdefghijklmnopqrstuvwxyz")


def written_in(text: str, offered: Sequence[str], now: str) -> str:
    """`now`, unless another offered language has more of the letters that the text is written with. An accent alone
    tells little: many languages that are not offered have it. Of two languages in Latin letters the other one has to
    know a word of the text as well."""
    letters = Counter(letter for letter in text.casefold() if letter.isalpha())
    foreign = {code: sum(many for letter, many in letters.items() if letter not in _letters(code)) for code in offered}
    best = min(offered, key=lambda code: foreign[code])
    if now not in foreign:
        return best
    is_sure = {script_of(now), script_of(best)} != {"LATIN"} or not _words(best).isdisjoint(
        _WORD.findall(text.casefold())
    )
    return best if is_sure and foreign[best] < foreign[now] else now


def may_be_in(text: str, offered: Sequence[str], now: str) -> tuple[str, ...]:
    """The offered languages that a text may be in. Whoever reads other letters than Latin ones, and writes one word in
    them, does not change the language with a borrowed one ("please")."""
    script = script_of(now)
    if script in (None, "LATIN") or not any(unicodedata.name(letter, "").startswith(script or "") for letter in text):
        return tuple(offered)
    return tuple(code for code in offered if script_of(code) == script)


@cache
def _words(code: str) -> frozenset[str]:
    """The words of the language's own sentences."""
    if code == SOURCE:
        return _words_in(catalogue(next(other for other in LANGUAGES if other != SOURCE)).translations)
    return _words_in(
        "\n".join((text,) if isinstance(text, str) else text) for text in catalogue(code).translations.values()
    )


def _words_in(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in _WORD.findall(text.casefold()))


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
