"""Which audiences and languages people can have joined in, also where the content does not name them just now.

One start with the wrong content folder must cost nobody their place. What the content names no more waits, with the day
since when; it goes after some weeks, or by a command. Until then a person still leaves it by "stop everything", and who
reads a language that is not offered now hears in the first that is.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product
from typing import Final

from services.keys.sealing import Row, RuntimeKey
from services.notices import fixed, taken_off
from services.store import Store
from storage import audiences as rows
from storage.audiences import Note

PURPOSE: Final = "audiences"
READERS: Final = "subscription readers"
WAITS_FOR: Final = timedelta(weeks=6)
UNDATED: Final = "?"
"""In place of the day, until a clock that can be trusted gives one."""
NAMELESS: Final = "#"
"""Before the keyed name of an audience of which no other name is known: it was joined before names were kept."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What people follow and the content does not name: how many audiences, and how many times they are followed."""

    audiences: int
    followed: int


@dataclass(slots=True)
class _Known:
    """Audiences, each with the day since when the content does not name it ('' where it does); and languages."""

    audiences: dict[str, str] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)


def keep_to(store: Store, audiences: Sequence[str], languages: Sequence[str], now: datetime | None = None) -> Missing:
    """The content names these. What it does not name waits from `now` on; from later on, where the time is not sure."""
    known = _read(store)
    known.languages = list(dict.fromkeys([*languages, *known.languages]))
    today = UNDATED if now is None else now.date().isoformat()
    named = {name: since for name, since in known.audiences.items() if not name.startswith(NAMELESS)}
    named |= dict.fromkeys(audiences, "")
    waiting = [*(name for name in named if name not in audiences), *_nameless(store, known.languages, named)]
    before = {name: since for name, since in known.audiences.items() if since not in ("", UNDATED)}
    known.audiences = named | {name: before.get(name, today) for name in waiting}
    _write(store, known)
    return _missing(store, known)


def forget_old(store: Store, now: datetime) -> None:
    """Erase what has waited for six weeks."""
    known = _read(store)
    _erase(store, known, before=(now - WAITS_FOR).date())
    _write(store, known)


def missing(store: Store) -> Missing:
    """What waits."""
    return _missing(store, _read(store))


def forget_missing(store: Store) -> Missing:
    """Erase what waits, at once; how much it was."""
    known = _read(store)
    gone = _missing(store, known)
    _erase(store, known, before=date.max)
    _write(store, known)
    return gone


def with_missing(store: Store, audiences: Sequence[str]) -> list[str]:
    """These, and those that wait."""
    waiting = [name for name, since in _read(store).audiences.items() if since and not name.startswith(NAMELESS)]
    return list(dict.fromkeys([*audiences, *waiting]))


def spoken(store: Store, offered: Sequence[str]) -> dict[str, str]:
    """Every language somebody may have joined in, and the one they hear in: their own where it is offered."""
    return {
        language: language if language in offered else offered[0] for language in [*offered, *_read(store).languages]
    }


def readers_of(runtime: RuntimeKey, audience: str, language: str) -> bytes:
    """Those who hear about the audience in one language: nothing at rest says which audience or which language."""
    return runtime.pseudonym(READERS, f"{audience} {language}")


def _keyed(store: Store, known: _Known, name: str) -> list[bytes]:
    if name.startswith(NAMELESS):
        return [bytes.fromhex(name.removeprefix(NAMELESS))]
    return [readers_of(store.runtime, name, language) for language in known.languages]


def _nameless(store: Store, languages: Iterable[str], names: Iterable[str]) -> list[str]:
    named = {readers_of(store.runtime, *each) for each in product(names, languages)}
    own = {_own_name(store.runtime), taken_off.keyed_name(store.runtime), fixed.keyed_name(store.runtime)}
    return [f"{NAMELESS}{key.hex()}" for key in rows.names(store.session) if key not in named | own]


def _missing(store: Store, known: _Known) -> Missing:
    waiting = [name for name, since in known.audiences.items() if since]
    followed = {name: rows.followed(store.session, _keyed(store, known, name)) for name in waiting}
    return Missing(sum(count > 0 for count in followed.values()), sum(followed.values()))


def _erase(store: Store, known: _Known, before: date) -> None:
    waiting = {name: since for name, since in known.audiences.items() if since}
    dated = {name: date.fromisoformat(since) for name, since in waiting.items() if since != UNDATED}
    over = [name for name in waiting if before == date.max or (name in dated and dated[name] < before)]
    for name in over:
        for key in _keyed(store, known, name):
            rows.erase(store.session, key)
        del known.audiences[name]


def _read(store: Store) -> _Known:
    name = _own_name(store.runtime)
    opened = store.runtime.opened(rows.body_of(store.session, name), Row("subscriptions", name))
    return _Known() if opened is None else _Known(*json.loads(opened))


def _write(store: Store, known: _Known) -> None:
    name = _own_name(store.runtime)
    body = store.runtime.lock(json.dumps([known.audiences, known.languages]).encode(), Row("subscriptions", name))
    rows.put_note(store.session, name, Note(name, body))


def _own_name(runtime: RuntimeKey) -> bytes:
    return runtime.pseudonym(PURPOSE, PURPOSE)
