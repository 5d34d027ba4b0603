"""Whether a text is written in another language than its reader's: by its letters, and by the small words that every
text of a language holds. A guess, for a warning: short texts and mixed ones pass."""

from collections.abc import Mapping
from typing import Final

from services.directory.folding import all_words

_LATIN, _ARABIC, _MYANMAR = "Latin", "Arabic", "Myanmar"
_SCRIPTS: Final = {"ar": _ARABIC, "ckb": _ARABIC, "my": _MYANMAR}
"""Those of languages that are not written in Latin letters."""
_OF_SORANI: Final = frozenset("ەێۆڕڵپچژگڤ")
"""Letters that Arabic has not, and that hardly a sentence of Sorani is without."""
_ENOUGH: Final = 12
"""Letters in which one of them would be."""
_LEAST: Final = 2
"""Small words that have to be there before they tell anything."""
_SMALL_WORDS: Final[Mapping[str, str]] = {
    "en": "the and you we is to of it not will are your have for this that with can what here",
    "fr": "le les de des du et vous nous est pas que pour dans une votre ce ne sur avec ici",
    "es": "el los las de y que no en una para con su por es le lo como usted aquí",
    "sw": "na ya wa kwa ni katika hii hiyo yako kama sisi wewe si tuna hapa",
    "fil": "ang ng sa mga at na ay kami ka ikaw hindi ito para namin kung",
    "ku": "û ku ji bo li di de ne em hûn ev ew bi te me",
}
_FOLDED: Final = {code: frozenset(all_words(words)) for code, words in _SMALL_WORDS.items()}


def is_in_another(text: str, language: str) -> bool:
    """True where whoever reads `language` is likely not to understand it."""
    script = _script_of(text)
    if not script:
        return False
    if script != _SCRIPTS.get(language, _LATIN):
        return True
    is_sorani = not _OF_SORANI.isdisjoint(text)
    if script == _ARABIC and (is_sorani or sum(map(str.isalpha, text)) >= _ENOUGH):
        return is_sorani != (language == "ckb")
    words = all_words(text)
    hits = {code: sum(word in small for word in words) for code, small in _FOLDED.items()}
    most = max(hits.values())
    return language in hits and most >= _LEAST and most > 2 * hits[language]


def _script_of(text: str) -> str:
    """That of most of its letters; '' where it has none of these."""
    counts = {_LATIN: 0, _ARABIC: 0, _MYANMAR: 0}
    for letter in filter(str.isalpha, text):
        if letter < "\u0250":
            counts[_LATIN] += 1
        elif "\u0600" <= letter <= "\u08ff" or "\ufb50" <= letter <= "\ufeff":
            counts[_ARABIC] += 1
        elif "\u1000" <= letter <= "\u109f":
            counts[_MYANMAR] += 1
    most = max(counts, key=lambda script: counts[script])
    return most if counts[most] else ""
