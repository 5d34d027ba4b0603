"""The translated messages of one language, read straight from its .po file and kept for the life of the
process.

Not here: writing catalogues (`extraction`) and judging them (`checks`).
"""

import gettext
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from locales.languages import FOLDER, LANGUAGES, SOURCE

Translations = Mapping[str, str | tuple[str, ...]]
"""By message id; a plural message has one text per plural form, under the id of its singular."""


@dataclass(frozen=True)
class Catalogue:
    """What a language has words for, and which plural form a number takes in it."""

    translations: Translations
    plural_form: Callable[[int], int]


def catalogue_path(code: str, folder: Path = FOLDER) -> Path:
    """Where the words of a language are kept."""
    return folder / code / "LC_MESSAGES" / "messages.po"


def plural_rule(plural_forms: str) -> Callable[[int], int]:
    """The function behind a gettext `Plural-Forms` header, from a number to the index of its form."""
    expression = re.search(r"plural\s*=\s*([^;]+)", plural_forms)
    if expression is None:
        raise ValueError(plural_forms)
    return gettext.c2py(expression[1].strip())


def read_translations(path: Path) -> Translations:
    """The finished translations in a .po file: neither the empty nor the fuzzy ones."""
    from babel.messages.pofile import read_po  # slow to import, and English needs none of it

    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id and not message.fuzzy]
    found: dict[str, str | tuple[str, ...]] = {}
    for message in messages:
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string:
            found[message.id] = message.string
        elif not isinstance(message.id, str) and isinstance(message.string, tuple) and all(message.string):
            found[message.id[0]] = message.string
    return found


@cache
def catalogue(code: str) -> Catalogue:
    """The catalogue of a known language; an unknown code raises KeyError.

    That of English is empty: its ids are its words.
    """
    language = LANGUAGES[code]
    translations = {} if code == SOURCE else read_translations(catalogue_path(code))
    return Catalogue(translations, plural_rule(language.plural_forms))
