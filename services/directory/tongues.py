"""Which language a text is in, as far as its small words tell: so that nobody judges a text they cannot read."""

from typing import Final

from services.directory.folding import folded

SMALL_WORDS: Final = {
    "en": "the and of for to in is are on at with from by we you your our or this that call free who need open can it",
    "fr": "le la les des du de et pour dans est sont avec sur par une nous vous votre notre ou qui aux pas se en",
    "ar": "في من على إلى عن مع أو هذا هذه التي الذي كل بعد قبل عند لا ما هو هي يتم لكل",
    "ckb": "لە بۆ بە و یان ئەم ئەو کە هەر لەگەڵ دوای پێش نییە هەیە دەکرێت",
    "es": "el la los las del de y para en es son con por una su nuestro o que se al más no",
    "pt": "o a os as do da dos das e para em no na é são com por uma seu ou que não ao",
    "it": "il lo la gli le di del della e per in è sono con da una suo o che non al nel",
    "de": "der die das und für in ist sind mit von auf eine wir sie oder zu im den nicht bei",
    "tr": "ve bir bu için ile da de olan veya en çok kadar sonra her ya gibi",
    "ku": "û ji bo li di de ku bi yan hemû ew ev an re jî",
    "so": "iyo waa ka ku oo la loo u uu ay ama waxa wixii si leh ee ah aan",
    "fa": "و در به از که این را با برای است می شود یا تا هر بر های",
    "ur": "اور کے کی کا میں سے کو پر ہے ہیں یا لئے لیے کہ",
    "ru": "и в на с по для из или не от как это при мы",
    "uk": "і в на з по для із або не від як це при ми та",
    "sw": "na ya wa kwa ni za la katika au cha kama hii",
}
"""Of the languages that people and files around us are likely to be in; a word may be one of several."""
_WORDS: Final = {language: frozenset(folded(words).split()) for language, words in SMALL_WORDS.items()}
FEW_WORDS: Final = 5
"""A shorter text need not have a small word."""


def language_of(text: str) -> str | None:
    """The likeliest language; '' where no small word is known to us, None where the text is too short to tell."""
    words = folded(text).split()
    counts = {language: sum(word in known for word in words) for language, known in _WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    if counts[best]:
        return best
    return None if len(words) < FEW_WORDS else ""
