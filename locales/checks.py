"""What is wrong with the catalogues, each fault as one sentence for whoever mends it.

A catalogue is judged as it stands in its file; whether the words are good is for people to say.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from locales.catalogues import catalogue_path, message_key
from locales.entries import starts_with_picture, text_faults
from locales.extraction import Found, GluedMessage, find_messages
from locales.foreign import script_faults, shared_faults
from locales.labels import normal_label
from locales.languages import LANGUAGES, SOURCE, Language
from locales.plurals import plural_rule
from locales.upkeep import TEMPLATE, catalogue_text, read_template, template_text, translated_catalog

LONGEST_LABEL = 36
"""Characters of a button, in any language, that a small phone still shows whole on one row."""


def faults(root: Path) -> list[str]:
    """Every fault of the template and of each language's catalogue, for the source under `root`."""
    try:
        found = find_messages(root)
    except GluedMessage as glued:
        return [f"{glued.file}:{glued.line}: a message must be one literal, not put together at the call"]
    return [
        *_template_faults(found),
        *(fault for language in LANGUAGES.values() for fault in language_faults(language, found)),
        *shared_faults({language.code: _wordings(language, found) for language in LANGUAGES.values()}),
    ]


def _wordings(language: Language, found: list[Found]) -> dict[str, str]:
    """What is said for each message: in the source language the message itself. Plural forms are one text."""
    if language.code == SOURCE:
        return {one.key: _text(one.id) for one in found}
    if not catalogue_path(language.code).exists():
        return {}
    catalog = translated_catalog(language)
    return {_key(message): _text(message.string) for message in catalog if message.id and message.string}


def _key(message: Message) -> str:
    return message_key(message.id if isinstance(message.id, str) else message.id[0], message.context)


def _text(said: str | Sequence[str]) -> str:
    return said if isinstance(said, str) else "\n".join(said)


def _template_faults(found: list[Found]) -> Iterator[str]:
    if not TEMPLATE.exists() or TEMPLATE.read_text(encoding="utf-8") != template_text(found):
        yield "messages.pot is stale: run `python -m locales extract`, then `python -m locales update`"
    singular = {one.key for one in found if isinstance(one.id, str)}
    for one in found:
        if not isinstance(one.id, str) and one.key in singular:
            yield f"{one.file}:{one.line}: {one.id[0]!r} is used both with and without a plural"


def language_faults(language: Language, found: list[Found]) -> Iterator[str]:
    """The faults of one language. Untranslated messages are a fault only where the language is said to be whole."""
    labels = {one.key: one.id for one in found if one.marked and isinstance(one.id, str)}
    if language.code == SOURCE:
        texts = {text for one in found for text in ([one.id] if isinstance(one.id, str) else one.id)}
        yield from (f"en: {fault}" for text in sorted(texts) for fault in text_faults(text, text))
        yield from (f"en: {fault}" for fault in label_faults(labels))
        return
    if not catalogue_path(language.code).exists():
        yield f"{language.code}: there is no catalogue: run `python -m locales update`"
        return
    yield from (f"{language.code}: {fault}" for fault in _file_faults(language))
    catalog = translated_catalog(language)
    yield from (f"{language.code}: {fault}" for fault in _catalog_faults(catalog, language))
    wordings = {key: text for key, text in _wordings(language, found).items() if key in labels}
    yield from (f"{language.code}: {fault}" for fault in label_faults(wordings))


def translation_faults(code: str) -> list[str]:
    """The faults of the translations of one language as they are in use, told without the source: for whoever runs
    Amana."""
    language = LANGUAGES[code]
    if code == SOURCE or not catalogue_path(code).exists():
        return []
    return list(_catalog_faults(translated_catalog(language), language))


def _file_faults(language: Language) -> Iterator[str]:
    text = catalogue_path(language.code).read_text(encoding="utf-8")
    if f'"Plural-Forms: {language.plural_forms}\\n"' not in text:
        yield "the Plural-Forms of messages.po are not those of language.toml"
    elif TEMPLATE.exists() and text != catalogue_text(language, read_template(TEMPLATE)):
        yield "messages.po is stale: run `python -m locales update`"


def _catalog_faults(catalog: Catalog, language: Language) -> Iterator[str]:
    for message in catalog:
        if not message.id:
            continue
        name = _key(message)
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if not texts or not all(texts):
            if language.whole:
                yield f"{name!r} is not translated"
        elif message.fuzzy:
            yield from script_faults(_text(message.id), _text(texts), language.code)
            if language.whole:
                yield f"{name!r} is marked fuzzy{_previously(message)}"
        else:
            yield from _message_faults(message, texts, language)


def _previously(message: Message) -> str:
    """What the English was when it was translated."""
    return f": it was translated from {message.previous_id[0]!r}" if message.previous_id else ""


def _message_faults(message: Message, texts: tuple[str, ...], language: Language) -> Iterator[str]:
    yield from script_faults(_text(message.id), _text(texts), language.code)
    if isinstance(message.id, str):
        yield from text_faults(message.id, texts[0])
        return
    rule = plural_rule(language.plural_forms)
    numbers = [rule(number) for number in range(201)]
    for index, text in enumerate(texts):
        yield from text_faults(message.id[1], text, may_omit={"n"} if numbers.count(index) <= 1 else set())


def label_faults(wordings: dict[str, str]) -> Iterator[str]:
    """Marked messages, by id, that read alike, and buttons that are too long.

    Every button starts with a picture; what is marked without one (command lists, check words) may be longer.
    """
    by_text: dict[str, list[str]] = defaultdict(list)
    for id_, text in sorted(wordings.items()):
        by_text[normal_label(text)].append(id_)
        if len(text) > LONGEST_LABEL and starts_with_picture(text):
            yield f"the label {text!r} has {len(text)} characters; a button holds {LONGEST_LABEL}"
    for text, ids in by_text.items():
        if len(ids) > 1:
            yield f"{' and '.join(map(repr, ids))} both read {text!r}"
