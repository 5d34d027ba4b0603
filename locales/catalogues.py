"""The translated messages of one language, read straight from its .po file and kept for the life of the
process.

Not here: writing catalogues (`extraction`) and judging them (`checks`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from locales.languages import FOLDER, LANGUAGES, SOURCE, Language
from locales.plurals import plural_rule
from locales.po_files import read_catalog

Translations = Mapping[str, str | tuple[str, ...]]
"""By message key; a plural message has one text per plural form, under the id of its singular."""

CONTEXT_ENDS = "\x04"


@dataclass(frozen=True)
class Catalogue:
    """What a language has words for, and which plural form a number takes in it."""

    translations: Translations
    plural_form: Callable[[int], int]


def catalogue_path(code: str, folder: Path = FOLDER) -> Path:
    """Where the words of a language are kept."""
    return folder / code / "LC_MESSAGES" / "messages.po"


def message_key(id_: str, context: str | None) -> str:
    """How a message is found: as in gettext, its context stands in front of it behind a sign nobody types."""
    return f"{context}{CONTEXT_ENDS}{id_}" if context else id_


def read_translations(path: Path, language: Language) -> Translations:
    """The finished translations in a .po file: neither the empty nor the fuzzy ones."""
    if not path.exists():
        return {}
    found: dict[str, str | tuple[str, ...]] = {}
    for message in read_catalog(path.read_bytes(), language.code, language.plural_forms):
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str) and isinstance(message.string, str) and message.string:
            found[message_key(message.id, message.context)] = message.string
        elif not isinstance(message.id, str) and isinstance(message.string, tuple) and all(message.string):
            found[message_key(message.id[0], message.context)] = message.string
    return found


@cache
def catalogue(code: str) -> Catalogue:
    """The catalogue of a known language; an unknown code raises KeyError.

    That of English is empty: its ids are its words.
    """
    language = LANGUAGES[code]
    translations = {} if code == SOURCE else read_translations(catalogue_path(code), language)
    return Catalogue(translations, plural_rule(language.plural_forms))
