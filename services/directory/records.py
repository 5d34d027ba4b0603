"""How a thing of the directory is kept: its JSON with every text in one language, and the other languages beside it.

Translations lie in a table of their own, keyed by entity, identifier, field and language (HSDS has no translations of
single fields). `field` is the way to the text inside the JSON: `name`, `required_documents/0`.

What is kept is marked with the runtime key, and what does not carry its mark is as if it were not there (`marks`).
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter
from sqlmodel import Session

from services.directory.marks import Believed, is_ours, is_signed, marked
from services.directory.model import LOCATION, ORGANIZATION, SERVICE, Location, Organization, Service, Thing, entity_of
from services.store import Store
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


def keep(store: Store, things: Iterable[Thing]) -> int:
    """Keep the things in place of what was kept under their identifiers; the directory's new revision."""
    records: list[DirectoryRow] = []
    texts: list[TranslationRow] = []
    for thing in things:
        record, others = pack(thing)
        records.append(marked(store.runtime, record, others))
        texts += others
    return rows.put(store.session, records, texts)


def remove(store: Store, things: Iterable[Thing]) -> int:
    """Take the things away; the directory's new revision."""
    gone = (DirectoryRow(entity_of(thing), thing.id, GONE) for thing in things)
    return rows.put(store.session, [marked(store.runtime, record, ()) for record in gone], [])


def find(store: Store, entity: str, id: str) -> Thing | None:
    """The thing under that identifier, if there is one."""
    return find_believed(store.session, is_ours(store.runtime), entity, id)


def find_believed(session: Session, believed: Believed, entity: str, id: str) -> Thing | None:
    """The same for who believes other records than those of the runtime key."""
    record = rows.record(session, entity, id)
    if record is None or record.body == GONE:
        return None
    texts = rows.translations(session, entity, id)
    return unpack(record, texts) if believed(record, texts) else None


def holds_only_examples(session: Session) -> bool:
    """True where no service is an organisation's own: nothing at all, or what came as an example."""
    return not rows.holds_other_than(session, SERVICE, EXAMPLE)


@dataclass(frozen=True, slots=True)
class News:
    """What there is to know after some revision: things made or changed, and identifiers of what is there no more or
    is not believed."""

    changed: list[Thing]
    gone: list[str]


def since(session: Session, believed: Believed, revision: int) -> News:
    """Everything made, changed or taken away after that revision."""
    texts = _texts_since(session, revision)
    news = News([], [])
    for record in rows.records_since(session, revision):
        own = texts[record.entity, record.id]
        if record.body == GONE or not believed(record, own):
            news.gone.append(record.id)
        else:
            news.changed.append(unpack(record, own))
    return news


def everything(store: Store) -> list[Thing]:
    """Every thing there is."""
    return since(store.session, is_ours(store.runtime), 0).changed


def doubtful(store: Store) -> list[str]:
    """What nobody with the runtime key has written: the name of each, or its identifier where it cannot be read."""
    texts, believed = _texts_since(store.session, 0), is_ours(store.runtime)
    found = ((each, texts[each.entity, each.id]) for each in rows.records_since(store.session, 0))
    return sorted(_called(record, own) for record, own in found if not believed(record, own))


def mark_as_they_lie(store: Store) -> None:
    """Vouch for everything that is there now."""
    texts = _texts_since(store.session, 0)
    found = rows.records_since(store.session, 0)
    rows.mark(store.session, [marked(store.runtime, each, texts[each.entity, each.id]) for each in found])


def sign_what_is_ours(store: Store) -> None:
    """Put a signature behind each mark of before there were any. What is not ours stays as it is."""
    texts, believed = _texts_since(store.session, 0), is_ours(store.runtime)
    found = ((each, texts[each.entity, each.id]) for each in rows.records_since(store.session, 0))
    ours = (pair for pair in found if not is_signed(pair[0]) and believed(*pair))
    rows.mark(store.session, [marked(store.runtime, record, own) for record, own in ours])


def _texts_since(session: Session, revision: int) -> defaultdict[tuple[str, str], list[TranslationRow]]:
    texts: defaultdict[tuple[str, str], list[TranslationRow]] = defaultdict(list)
    for text in rows.translations_since(session, revision):
        texts[text.entity, text.id].append(text)
    return texts


def _called(record: DirectoryRow, texts: Iterable[TranslationRow]) -> str:
    try:
        return next(iter(unpack(record, texts).name.by_language.values()))
    except (ValueError, LookupError, TypeError, StopIteration):  # changed by whoever wrote it
        return record.id


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


def packed(store: Store, entity: str, id: str) -> tuple[DirectoryRow, list[TranslationRow]]:
    """How a thing is kept now; with an empty body where there is none."""
    record, texts = rows.record(store.session, entity, id), rows.translations(store.session, entity, id)
    if record is None or not is_ours(store.runtime)(record, texts):
        return DirectoryRow(entity, id, GONE), []
    return record, texts


def put_back(store: Store, record: DirectoryRow, texts: Sequence[TranslationRow]) -> None:
    """Keep again what `packed` gave."""
    rows.put(store.session, [marked(store.runtime, record, texts)], texts)


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
