"""Keeping the files of the catalogues: the template from the source, and each language's file from the
template.

The files are written so that a change in them is always a change of words: no dates, no line numbers, no
wrapping, no leftovers, and no names of those who translate.
"""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from locales.catalogues import catalogue_path
from locales.extraction import Found, find_messages
from locales.languages import FOLDER, LANGUAGES, SOURCE, Language

TEMPLATE = FOLDER / "messages.pot"
_HEADER = """\
# {title}
msgid ""
msgstr ""
"Project-Id-Version: Amana\\n"
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def template_catalog(found: Iterable[Found]) -> Catalog:
    """The messages as a catalogue without translations, in reading order."""
    catalog = Catalog()
    for one in found:
        notes = [one.note] if one.note else []
        catalog.add(one.id, locations=[(one.file, 0)], auto_comments=notes)
    return catalog


def template_text(found: Iterable[Found]) -> str:
    """The text of messages.pot."""
    source = LANGUAGES[SOURCE]
    header = _HEADER.format(title="Amana: every message, in English.", code="", plural_forms=source.plural_forms)
    return header + _body(template_catalog(found))


def translated_catalog(language: Language) -> Catalog:
    """What is translated so far; an empty catalogue with the right plural forms where there is no file yet."""
    path = catalogue_path(language.code)
    return read_po(BytesIO(path.read_bytes() if path.exists() else _header(language).encode()), locale=language.code)


def catalogue_text(language: Language, template: Catalog) -> str:
    """The text of the language's .po file with exactly the messages of `template`, keeping what is translated."""
    fresh = read_po(BytesIO(_header(language).encode()), locale=language.code)
    for message in translated_catalog(language):
        if message.id:
            fresh.add(message.id, message.string, flags=message.flags, user_comments=message.user_comments)
    fresh.update(template, no_fuzzy_matching=True)
    return _header(language) + _body(fresh)


def extract(root: Path) -> None:
    """Write messages.pot anew from the source under `root`. Raises GluedMessage."""
    TEMPLATE.write_text(template_text(find_messages(root)), encoding="utf-8")


def update() -> None:
    """Bring the .po file of every language up to messages.pot; new messages come in untranslated."""
    template = read_po(BytesIO(TEMPLATE.read_bytes()))
    for language in LANGUAGES.values():
        if language.code != SOURCE:
            path = catalogue_path(language.code)
            text = catalogue_text(language, template)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _header(language: Language) -> str:
    state = "Reviewed by a native speaker." if language.reviewed else "Draft: no native speaker has reviewed it yet."
    return _HEADER.format(
        title=f"Amana: {language.english_name}. {state}",
        code=language.code,
        plural_forms=language.plural_forms,
    )


def _body(catalog: Catalog) -> str:
    file = BytesIO()
    write_po(file, catalog, omit_header=True, include_lineno=False, ignore_obsolete=True, width=-1)
    return file.getvalue().decode()
