"""How often residents said something of a service, as it is kept: each count carries the mark of the runtime key.

The mark is over the whole row, so that a count speaks of one service, in one way, of one week. What does not carry it
is as if it were not there: otherwise who can write the database makes a good service look closed.
"""

from collections.abc import Collection, Iterable
from hmac import compare_digest
from typing import Final

from services.directory import records
from services.directory.model import SERVICE
from services.keys.sealing import RuntimeKey, statement
from services.store import Store
from storage import directory as rows
from storage.directory import FeedbackRow

PURPOSE: Final = "amana directory concerns 1"
EVER: Final = ""
"""A week before all others."""


def of(store: Store, service: str, since_week: str) -> list[FeedbackRow]:
    """What was said of one service since that week."""
    return _ours(store, rows.said_of(store.session, service, since_week))


def since(store: Store, week: str) -> list[FeedbackRow]:
    """What was said of any service since that week."""
    return _ours(store, rows.said_since(store.session, week))


def add(store: Store, service: str, kind: str, week: str, day: str) -> None:
    """This was said of the service once more, on that day of that week."""
    counted = _counted(store, FeedbackRow(service, kind, week, 0, day, 0))
    before = counted.times if counted.day < day else counted.before
    _keep(store, counted._replace(times=counted.times + 1, day=day, before=before))


def add_again(store: Store, said: Iterable[FeedbackRow]) -> None:
    """All this was said, beside what is counted already."""
    for each in said:
        counted = _counted(store, each._replace(times=0, before=0))
        _keep(store, counted._replace(times=counted.times + each.times, before=counted.before + each.before))


def settle(store: Store, service: str, kinds: Collection[str], day: str) -> None:
    """Somebody has looked: what was said of the service in these ways before that day is dropped."""
    for each in of(store, service, EVER):
        if each.kind in kinds and each.day < day:
            rows.drop_said(store.session, each)
        elif each.kind in kinds:
            _keep(store, each._replace(times=each.times - each.before, before=0))


def doubtful(store: Store) -> list[str]:
    """What nobody with the runtime key has counted: the service, or its identifier where none of ours has that, with
    kind and week."""
    found = rows.said_since(store.session, EVER)
    return sorted(_called(store, each) for each in found if not _is_ours(store.runtime, each))


def mark_as_they_lie(store: Store) -> None:
    """Vouch for every count that is there now."""
    for each in rows.said_since(store.session, EVER):
        _keep(store, each)


def _counted(store: Store, nothing: FeedbackRow) -> FeedbackRow:
    """The count to add to. What somebody else has put in its place is not added to, and is written over."""
    found = rows.said_in(store.session, nothing.service, nothing.kind, nothing.week)
    return found if found is not None and _is_ours(store.runtime, found) else nothing


def _keep(store: Store, row: FeedbackRow) -> None:
    rows.put_said(store.session, row._replace(mark=store.runtime.mark(PURPOSE, _told(row))))


def _ours(store: Store, found: Iterable[FeedbackRow]) -> list[FeedbackRow]:
    return [each for each in found if _is_ours(store.runtime, each)]


def _is_ours(runtime: RuntimeKey, row: FeedbackRow) -> bool:
    return row.mark is not None and compare_digest(runtime.mark(PURPOSE, _told(row)), row.mark)


def _told(row: FeedbackRow) -> bytes:
    return statement("concerns", *(str(part).encode() for part in row[:-1]))


def _called(store: Store, row: FeedbackRow) -> str:
    service = records.find(store, SERVICE, row.service)
    name = next(iter(service.name.by_language.values())) if service else row.service
    return f"{name} ({row.kind}, {row.week})"
