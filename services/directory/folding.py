"""How a word is searched for: written in one way, whatever keyboard, alphabet variant or spelling a person uses.

What it does for a language, beyond dropping case, accents and invisible marks:

- **Arabic**: alef with hamza or madda is alef, alef maqsura is ya, ta marbuta is ha, hamza carriers are their letters;
  short vowels and tatweel go; the article (ال, also after و ب ك ف and as لل) goes where a word of three letters stays;
  the plural ات is its singular, and an attached "and" (و) goes from longer words. Water (ماء) stays apart from "what",
  and "who" (مين) and "or" (أو) from what is written so in Kurdish: a mine, and water.
- **Kurdish (Sorani)**: the letters that an Arabic keyboard lacks become the ones people write instead (ک ك, ی ي ێ, گ ك,
  ۆ و, ە ه, ڕ ر, ڵ ل, ڤ ف, پ ب, چ ج, ژ ز), the hamza that carries a vowel at a word's beginning goes, double و is one.
  **Kurmanji**: ê î û ş ç lose their marks, as on a keyboard without them.
- **Burmese**: written without spaces, so it is cut into syllables and each pair of neighbours is a word of its own.
  Tone marks go, short and long vowels are one, and the two medials that sound alike (ျ ြ) are one. Text in the old
  Zawgyi encoding is not understood.
- **Thai, Khmer, Lao, Chinese, Japanese**: no spaces either; each pair of neighbouring letters is a word.

Words that stand in any question ("where is", "I need", "thanks") are not looked for, unless there are no others. What
is written on to a Sorani noun is the business of `sorani`.

Misspelt letters beyond that are the business of `index`, which measures distance.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from itertools import pairwise
from typing import Final

ARTICLES: Final = ("وال", "بال", "كال", "فال", "لل", "ال")
SHORTEST_STEM: Final = 3
PLURAL, SINGULAR, SHORTEST_PLURAL = "ات", "ه", 6
AND, SHORTEST_AFTER_AND = "و", 6
ANY_QUESTION: Final = {
    "en": "a an and any are at be been but can could do find for get from had has have how i in is it just looking me"
    " my near need no not nothing now of on or our please should since so some still that the their there these they"
    " this those to today tomorrow very want was we were what when where which who will with would yesterday you your"
    " thanks thank hello hi",
    "ar": "أنا أريد اريد أحتاج احتاج نحتاج محتاج بحاجة بدي عندي أبحث ابحث أين وين كيف هل ما هي هو في من على إلى الى عن"
    " مع شكرا شكرًا مرحبا مرحبًا يعطيكم يعطيك العافية",
    "ckb": "من لە بە بۆ دەمەوێت دەمەوێ پێویستم پێویستمە هەیە کوێ کوێیە لەکوێ لەکوێیە چۆن یان سوپاس سڵاو تکایە دەستتان"
    " دەستت خۆش بێت",
    "fr": "ai au aux avec avons besoin ce cherche comment dans de des du elle en est et hier ici il ils je la le les"
    " moi mon ma mes ne nous où pas plus par pour puis que quel quelle rien sont sur trouver un une veux y"
    " merci bonjour salut",
}
"""Said in any question, with the words of courtesy, in the languages of the example content; none of them says what is
looked for."""

_SAME: Final = {
    **dict.fromkeys("ىیېێۍ", "ي"),
    **dict.fromkeys("کگڪ", "ك"),
    **dict.fromkeys("ۆۇۈۋ", "و"),
    **dict.fromkeys("ەھہةۀ", "ه"),
    **dict.fromkeys("ڕڒ", "ر"),
    **dict.fromkeys("ڵڶ", "ل"),
    **dict.fromkeys("ڤ", "ف"),
    **dict.fromkeys("پ", "ب"),
    **dict.fromkeys("چ", "ج"),
    **dict.fromkeys("ژ", "ز"),
    **dict.fromkeys("ٱ", "ا"),
    "ء": "",
    "ı": "i",
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ŋ": "n",
    "ɓ": "b",
    "ɗ": "d",
    "့": "",  # Burmese tone: creaky
    "း": "",  # Burmese tone: high
    "ီ": "ိ",
    "ူ": "ု",
    "ြ": "ျ",
}
_LATIN_OR_ARABIC_MARK: Final = re.compile("[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_INITIAL_CARRIER: Final = re.compile(r"(?<!\w)ئ(?=\w)")
_WATER: Final = re.compile(r"(?<!\w)[وبلف]?(?:ال)?ماء(?!\w)")
_WHO_OR_OR: Final = re.compile(r"(?<!\w)(?:[وف]?(مين)|أو)(?!\w)")
"""Arabic "who" and "or", which folding would make a Kurdish mine, and water: other words of any question replace
them."""
_NOT_ARABIC: Final = re.compile("[ەێۆڕڵڤپچژگکی]")
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_BURMESE: Final = re.compile("[\u1000-\u109f]+")
_BURMESE_SYLLABLE: Final = re.compile("(?<!\u1039)(?=[\u1000-\u102a\u103f\u1040-\u1049])(?!.[\u103a\u1039])")
_NO_SPACES: Final = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")


class _Letters(dict[int, str]):
    """What each letter becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = _SAME.get(letter)
        if folded is None:
            folded = "" if _LATIN_OR_ARABIC_MARK.match(letter) else _by_category(letter)
        self[code] = folded
        return folded


def _by_category(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    if category in ("Cf", "Cc") and letter not in "\t\n\r":
        return ""
    return letter if category[0] in "LMN" else " "


_LETTERS: Final = _Letters()


@lru_cache(maxsize=65_536)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are searched for, in order, each as often as it stands there.

    A single Latin letter (the article of "l'eau") is no word. What was asked is remembered: see `words_written`.
    """
    return words_written(text)


def words_written(text: str) -> tuple[str, ...]:
    """The same of what a person wrote, which stays nowhere."""
    words = all_words(text)
    return tuple(word for word in words if tells(word)) or words


def all_words(text: str) -> tuple[str, ...]:
    """The same with the words that stand in any question, and single letters: for phrases that are made of them."""
    return tuple(word for part in folded(text).split() for word in _units(part))


def tells(word: str) -> bool:
    """False for what stands in any question, and for a single Latin letter."""
    return word not in _SAID_ALWAYS and (len(word) > 1 or not word.isascii() or word.isdigit())


def folded(text: str) -> str:
    """The whole text in the one way of writing, words apart by spaces."""
    plain = _INITIAL_CARRIER.sub("", unicodedata.normalize("NFC", text))
    plain = _WATER.sub("مياه", plain)
    if not _NOT_ARABIC.search(plain):
        plain = _WHO_OR_OR.sub(lambda found: "من" if found[1] else "مع", plain)
    plain = unicodedata.normalize("NFKD", plain.casefold()).translate(_LETTERS)
    return plain.replace("وو", "و")


def _units(part: str) -> list[str]:
    if _ARABIC.match(part):
        return [_arabic(part)]
    if _BURMESE.search(part):
        return _in_pairs(part, _BURMESE)
    if _NO_SPACES.search(part):
        return _in_pairs(part, _NO_SPACES)
    return [part]


def _arabic(word: str) -> str:
    if word.startswith(ARTICLES):
        article = next((each for each in ARTICLES if _is_article(each, word)), "")
        word = word.removeprefix(article)
    if word.endswith(PLURAL) and len(word) >= SHORTEST_PLURAL:
        word = word.removesuffix(PLURAL) + SINGULAR
    return word.removeprefix(AND) if len(word) >= SHORTEST_AFTER_AND else word


def _is_article(article: str, word: str) -> bool:
    return word.startswith(article) and len(word) - len(article) >= SHORTEST_STEM


def _in_pairs(part: str, script: re.Pattern[str]) -> list[str]:
    """What is of the script in overlapping pairs, what is not as it stands."""
    units: list[str] = [rest for rest in script.sub(" ", part).split() if rest]
    for run in script.findall(part):
        pieces = _syllables(run) if script is _BURMESE else list(run)
        units += [first + second for first, second in pairwise(pieces)] or pieces
    return units


def _syllables(run: str) -> list[str]:
    return [piece for piece in _BURMESE_SYLLABLE.split(run) if piece]


_SAID_ALWAYS: Final = frozenset(word for said in ANY_QUESTION.values() for word in all_words(said))
_SAID_IN: Final = {language: frozenset(all_words(said)) for language, said in ANY_QUESTION.items()}


def likely_languages(words: Collection[str]) -> frozenset[str]:
    """The languages in whose questions most of these words stand; all of them where none does."""
    counts = {language: len(said.intersection(words)) for language, said in _SAID_IN.items()}
    most = max(counts.values())
    return frozenset(language for language, count in counts.items() if count == most)
