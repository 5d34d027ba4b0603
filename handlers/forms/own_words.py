"""Our own words for what forms leave to us to say, in every language: given to whoever reads the forms."""

from locales import LANGUAGES, Words
from services.forms import OtherWords, OwnWords


def own_words() -> OwnWords:
    """Of each language that is whole: a choice that was not thought of, and the question behind it."""
    return {code: _in(Words(code)) for code, language in LANGUAGES.items() if language.whole}


def _in(words: Words) -> OtherWords:
    return OtherWords(choice=words("Other", "a choice"), question=words("Which other one? Please write it."))
