"""Keeping the files of the catalogues: the template from the source, and each language's file from the
template.

The files are written so that a change in them is always a change of words: no dates, no line numbers, no
wrapping, no leftovers, and no names of those who translate.
"""

from collections.abc import Iterable
from copy import deepcopy
from difflib import SequenceMatcher
from io import BytesIO
from operator import itemgetter
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from locales.catalogues import catalogue_path
from locales.extraction import Found, find_messages
from locales.languages import FOLDER, LANGUAGES, SOURCE, Language
from locales.po_files import read_catalog

TEMPLATE = FOLDER / "messages.pot"
LEAST_ALIKE = 0.6
"""Of 1: how much of a sentence has to be the same for its old translation to be of use to a translator."""
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
        catalog.add(one.id, locations=[(one.file, 0)], auto_comments=notes, context=one.context or None)
    return catalog


def read_template(path: Path) -> Catalog:
    """A messages.pot as it stands."""
    return read_catalog(path.read_bytes(), SOURCE, LANGUAGES[SOURCE].plural_forms)


def template_text(found: Iterable[Found]) -> str:
    """The text of messages.pot."""
    source = LANGUAGES[SOURCE]
    header = _HEADER.format(title="Amana: every message, in English.", code="", plural_forms=source.plural_forms)
    return header + _body(template_catalog(found))


def translated_catalog(language: Language) -> Catalog:
    """What is translated so far; an empty catalogue with the right plural forms where there is no file yet."""
    path = catalogue_path(language.code)
    data = path.read_bytes() if path.exists() else _header(language).encode()
    return read_catalog(data, language.code, language.plural_forms)


def catalogue_text(language: Language, template: Catalog) -> str:
    """The text of the language's .po file with exactly the messages of `template`, keeping what is translated.

    What was translated from a sentence that has changed since is kept as fuzzy, with the English it was made from.
    """
    before = translated_catalog(language)
    fresh = read_catalog(_header(language).encode(), language.code, language.plural_forms)
    for message in before:
        if message.id:
            _add(fresh, message)
    fresh.update(deepcopy(template), no_fuzzy_matching=True)  # new messages are taken over as they are, and changed
    for message in fresh:
        if message.id and message.fuzzy:
            old: Message | None = before.get(_identity(message), message.context)
        else:
            old = None if _is_translated(message) else _most_like(message, fresh.obsolete.values())
        if old is not None:
            _keep_as_fuzzy(message, old, fresh.num_plurals)
    return _header(language) + _body(fresh)


def _most_like(new: Message, gone: Iterable[Message]) -> Message | None:
    """The translated message that is gone and was most like the new one, if any was like it."""
    alike = [(_likeness(_english(new), _english(old)), old) for old in gone if _is_translated(old)]
    likeness, old = max(alike, key=itemgetter(0), default=(0.0, None))
    return old if likeness >= LEAST_ALIKE else None


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The quick ratios are never lower: most pairs need no slow one.
    if matcher.real_quick_ratio() < LEAST_ALIKE or matcher.quick_ratio() < LEAST_ALIKE:
        return 0.0
    return matcher.ratio()


def _keep_as_fuzzy(new: Message, old: Message, forms: int) -> None:
    """The old words under the new sentence: all forms alike where it had none, the last where it has none any more."""
    texts = _texts(old)
    if isinstance(new.id, str):
        new.string = texts[-1]
    else:
        new.string = texts if len(texts) == forms else (texts[-1],) * forms
    new.flags.add("fuzzy")
    changed = [] if old.id == new.id else [old.id] if isinstance(old.id, str) else list(old.id)
    new.previous_id = list(old.previous_id) or changed


def _is_translated(message: Message) -> bool:
    return any(_texts(message))


def _texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _identity(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _english(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[-1])


def _add(catalog: Catalog, message: Message) -> None:
    catalog.add(
        message.id,
        message.string,
        flags=message.flags,
        user_comments=message.user_comments,
        previous_id=message.previous_id if message.fuzzy else (),
        context=message.context,
    )


def extract(root: Path) -> None:
    """Write messages.pot anew from the source under `root`. Raises GluedMessage."""
    TEMPLATE.write_text(template_text(find_messages(root)), encoding="utf-8")


def update() -> None:
    """Bring the .po file of every language up to messages.pot; new messages come in untranslated."""
    template = read_template(TEMPLATE)
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
    write_po(
        file, catalog, omit_header=True, include_lineno=False, include_previous=True, ignore_obsolete=True, width=-1
    )
    return file.getvalue().decode()
