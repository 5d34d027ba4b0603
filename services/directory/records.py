"""How a thing of the directory is kept: its JSON with every text in one language, and the other languages beside it.

Translations lie in a table of their own, keyed by entity, identifier, field and language (HSDS has no translations of
single fields). `field` is the way to the text inside the JSON: `name`, `required_documents/0`.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import TypeAdapter
from sqlmodel import Session

from services.directory.model import LOCATION, ORGANIZATION, SERVICE, Location, Organization, Service, Thing, entity_of
from storage import directory as rows
from storage.directory import DirectoryRow, TranslationRow

TEXTS: Final = "by_language"
GONE: Final = ""
EXAMPLE: Final = '"is_example":true'
_ADAPTERS: Final[Mapping[str, TypeAdapter[Any]]] = {
    ORGANIZATION: TypeAdapter(Organization),
    LOCATION: TypeAdapter(Location),
    SERVICE: TypeAdapter(Service),
}
_ALWAYS: Final = ("id", "organization", "name")
_ONLY_IF_TRUE: Final = ("is_confidential", "is_place_told")
"""Fields that came later: a thing without them is written as it was before."""


def keep(session: Session, things: Iterable[Thing]) -> int:
    """Keep the things in place of what was kept under their identifiers; the directory's new revision."""
    records: list[DirectoryRow] = []
    texts: list[TranslationRow] = []
    for thing in things:
        record, others = pack(thing)
        records.append(record)
        texts += others
    return rows.put(session, records, texts)


def remove(session: Session, things: Iterable[Thing]) -> int:
    """Take the things away; the directory's new revision."""
    return rows.put(session, [DirectoryRow(entity_of(thing), thing.id, GONE) for thing in things], [])


def find(session: Session, entity: str, id: str) -> Thing | None:
    """The thing under that identifier, if there is one."""
    record = rows.record(session, entity, id)
    if record is None or record.body == GONE:
        return None
    return unpack(record, rows.translations(session, entity, id))


def holds_only_examples(session: Session) -> bool:
    """True where no service is an organisation's own: nothing at all, or what came as an example."""
    return not rows.holds_other_than(session, SERVICE, EXAMPLE)


def changed_since(session: Session, revision: int) -> list[Thing]:
    """Everything made or changed after that revision, but for what was taken away: that is `gone_since`."""
    texts: defaultdict[tuple[str, str], list[TranslationRow]] = defaultdict(list)
    for text in rows.translations_since(session, revision):
        texts[text.entity, text.id].append(text)
    found = rows.records_since(session, revision)
    return [unpack(record, texts[record.entity, record.id]) for record in found if record.body != GONE]


def gone_since(session: Session, revision: int) -> list[str]:
    """Identifiers of what was taken away after that revision."""
    return [record.id for record in rows.records_since(session, revision) if record.body == GONE]


def pack(thing: Thing) -> tuple[DirectoryRow, list[TranslationRow]]:
    """The record of a thing and its translations. `unpack` is the inverse."""
    entity = entity_of(thing)
    body = _ADAPTERS[entity].dump_python(thing, mode="json")
    texts: list[TranslationRow] = []
    for field, by_language in _texts(body, ""):
        for language in list(by_language)[1:]:
            texts.append(TranslationRow(entity, thing.id, field, language, by_language.pop(language)))
    slim = {name: value for name, value in body.items() if name in _ALWAYS or not _says_nothing(value, name)}
    return DirectoryRow(entity, thing.id, json.dumps(slim, ensure_ascii=False, separators=(",", ":"))), texts


def packed(session: Session, entity: str, id: str) -> tuple[DirectoryRow, list[TranslationRow]]:
    """How a thing is kept now; with an empty body where there is none."""
    record = rows.record(session, entity, id) or DirectoryRow(entity, id, GONE)
    return record, rows.translations(session, entity, id)


def put_back(session: Session, record: DirectoryRow, texts: Iterable[TranslationRow]) -> None:
    """Keep again what `packed` gave."""
    rows.put(session, [record], texts)


def version_of(*things: Thing) -> str:
    """Eight letters that change with anything in the things."""
    return hashlib.sha256(", ".join(map(_told, things)).encode()).hexdigest()[:8]


def _told(thing: Thing) -> str:
    record, texts = pack(thing)
    told = ", ".join(map(_as_it_was_told, sorted(texts)))
    return f"({record.body!r}, [{told}])"


def _as_it_was_told(text: TranslationRow) -> str:
    """A conversation keeps a version for up to an hour, and may have it from another release: its form is data."""
    return f"Translation({', '.join(f'{name}={value!r}' for name, value in text._asdict().items())})"


def unpack(record: DirectoryRow, texts: Iterable[TranslationRow]) -> Thing:
    """The thing as it was packed."""
    body = json.loads(record.body)
    for text in texts:
        at = body
        for step in text.field.split("/"):
            at = at[int(step)] if isinstance(at, list) else at[step]
        at[TEXTS][text.language] = text.text
    thing: Thing = _ADAPTERS[record.entity].validate_python(body)
    return thing


def _says_nothing(value: Any, name: str = "") -> bool:
    return (value is False and name in _ONLY_IF_TRUE) or value in (None, "", [], {}) or value == {TEXTS: {}}


def _texts(value: Any, field: str) -> Iterable[tuple[str, dict[str, str]]]:
    if isinstance(value, dict):
        if TEXTS in value:
            yield field, value[TEXTS]
            return
        for name, inner in value.items():
            yield from _texts(inner, f"{field}/{name}" if field else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{field}/{number}")
