"""Whether this is the newest state of the database, or an older one that somebody has put in its place.

The database holds a counter that only the runtime key can write; the same number lies in a file apart from it, under a
keyed sum. The number in the database is never the lower one, unless the database has been put back: by `amana restore`,
which says so itself, or by somebody else.
"""

import hmac
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from services.keys.sealing import Row, RuntimeKey
from services.store import Store
from storage import marks as rows

ROW: Final = Row("marks")
SHOWN_FOR: Final = timedelta(days=14)
"""How long everybody at the desk is told that a backup was restored."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the database has come. `of` is the moment to which it was put back last, `back_on` when that was."""

    count: int = 0
    of: datetime | None = None
    back_on: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What staff must know: an older state stands here that nobody has accepted; or one was restored, of then."""

    is_put_back: bool = False
    restored: datetime | None = None


def read(store: Store) -> Mark:
    """The mark of the database; an empty one where none is, and where another runtime key has locked it."""
    body = store.runtime.opened(rows.get(store.session), ROW)
    if body is None:
        return Mark()
    told = json.loads(body)
    return Mark(told["count"], _moment(told["of"]), _moment(told["back_on"]))


def advance(store: Store) -> int:
    """One further; the number that is to be put into the file, once this is committed."""
    mark = read(store)
    return _put(store, replace(mark, count=mark.count + 1))


def accept(store: Store, reached: int, of: datetime | None, now: datetime) -> int:
    """From now on this state (`of` then, where that is known) is the right one, though another had come to `reached`.
    The number for the file."""
    return _put(store, Mark(max(reached, read(store).count) + 1, of, now))


def standing(store: Store, reached: int, now: datetime) -> Standing:
    """What the mark says beside a file that has come to `reached`."""
    mark = read(store)
    is_fresh = mark.back_on is not None and now - mark.back_on < SHOWN_FOR
    return Standing(mark.count < reached, mark.of if is_fresh else None)


def as_text(runtime: RuntimeKey, count: int) -> str:
    """The line of the file."""
    return f"{count} {runtime.pseudonym('state mark', str(count)).hex()}"


def from_text(runtime: RuntimeKey, text: str) -> int:
    """Inverse of `as_text`; 0 for what this runtime key has not written."""
    count = text.split(" ")[0]
    if not (count.isascii() and count.isdigit() and len(count) < 20):
        return 0
    return int(count) if hmac.compare_digest(as_text(runtime, int(count)).encode(), text.encode()) else 0


def _put(store: Store, mark: Mark) -> int:
    told = {"count": mark.count, "of": _second(mark.of), "back_on": _second(mark.back_on)}
    rows.put(store.session, store.runtime.lock(json.dumps(told).encode(), ROW))
    return mark.count


def _second(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _moment(second: int | None) -> datetime | None:
    return None if second is None else datetime.fromtimestamp(second, UTC)
