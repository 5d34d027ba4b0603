"""Which messages of a chat can still be removed from it: numbers only, sealed, for 48 hours.

Telegram lets a bot delete messages of a private chat, both sides', for 48 hours (Bot API, deleteMessage). To keep the
promise of "forget this chat" the numbers must be known, of what was pushed as of what was said in answer; nothing else
is kept with them.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from services.keys.sealing import Row, RuntimeKey
from services.store import UNREADABLE, Store
from storage import conversations as rows

DELETABLE = timedelta(hours=48)
PURPOSE = "trace"
DOUBTFUL = 0
"""Stands for a message that may have been shown without our hearing of its number."""
MOST_UNHEARD_OF = 50
"""How many numbers beside a known one are tried for a doubtful one."""
MOST_GUESSED = 500
Trace = list[tuple[int, int]]
"""Pairs of (hour since 1970, message number)."""


def remember(store: Store, numbers: Mapping[int, Sequence[int]], now: datetime) -> None:
    """Add message numbers by chat. Numbers older than 48 hours fall out."""
    tags = {store.runtime.tag(PURPOSE, chat): chat for chat in numbers}
    known = rows.get_traces(store.session, list(tags))
    hour = _hour(now)
    updated = {}
    for tag, chat in tags.items():
        kept = _fresh(_open(store.runtime, tag, known.get(tag)), now)
        kept += [(hour, number) for number in numbers[chat]]
        updated[tag] = _locked(store.runtime, tag, kept)
    rows.put_traces(store.session, updated)


def recall(store: Store, chat: int, now: datetime) -> list[int]:
    """The numbers of the chat's messages that Telegram still lets us delete, oldest first."""
    tag = store.runtime.tag(PURPOSE, chat)
    body = rows.get_traces(store.session, [tag]).get(tag)
    return [number for _, number in _fresh(_open(store.runtime, tag, body), now)]


def everybody(store: Store) -> frozenset[bytes]:
    """The tags of all chats that have a trace."""
    return frozenset(tag for tag, _ in rows.all_traces(store.session))


def tag_of(runtime: RuntimeKey, chat: int) -> bytes:
    """Under which the chat's trace is found."""
    return runtime.tag(PURPOSE, chat)


def guessed(numbers: Collection[int]) -> list[int]:
    """The numbers in order. Where one is doubtful, those that lie between the known ones too, the newest first until it
    is enough: numbers that are not of this chat are passed over on removal (Bot API, deleteMessages)."""
    known = sorted({*numbers} - {DOUBTFUL})
    if DOUBTFUL not in numbers:
        return known
    between: list[int] = []
    for before, after in reversed(list(pairwise([0, *known]))):
        near_after = range(max(before + 1, after - MOST_UNHEARD_OF), after)
        near_before = range(before + 1, min(before + 1 + MOST_UNHEARD_OF, near_after.start)) if before else ()
        between += [*near_after, *near_before]
    return sorted({*known, *between[:MOST_GUESSED]})


def erase(store: Store, chat: int, numbers: Collection[int] | None = None) -> None:
    """Drop these numbers from the chat's trace, and the doubtful ones with them; all of it where none are given."""
    tag = store.runtime.tag(PURPOSE, chat)
    kept: Trace = []
    if numbers is not None:
        known = _open(store.runtime, tag, rows.get_traces(store.session, [tag]).get(tag))
        kept = [each for each in known if each[1] not in numbers and each[1] != DOUBTFUL]
    if kept:
        rows.put_traces(store.session, {tag: _locked(store.runtime, tag, kept)})
    else:
        rows.delete_trace(store.session, tag)


def forget_old(store: Store, now: datetime) -> int:
    """Drop every trace whose newest message is past 48 hours; returns how many went. What a clock that was wrong has
    dated ahead counts from now on."""
    traces = {tag: _open(store.runtime, tag, body) for tag, body in rows.all_traces(store.session)}
    old = [tag for tag, trace in traces.items() if not _fresh(trace, now)]
    for tag in old:
        rows.delete_trace(store.session, tag)
    latest = _hour(now)
    ahead = [tag for tag, trace in traces.items() if any(hour > latest for hour, _ in trace)]
    dated = {tag: [(min(hour, latest), number) for hour, number in traces[tag]] for tag in ahead}
    rows.put_traces(store.session, {tag: _locked(store.runtime, tag, trace) for tag, trace in dated.items()})
    return len(old)


def _locked(runtime: RuntimeKey, tag: bytes, trace: Trace) -> bytes:
    return runtime.lock(json.dumps(trace).encode(), Row("traces", tag))


def _open(runtime: RuntimeKey, tag: bytes, body: bytes | None) -> Trace:
    try:
        return [
            (int(hour), int(number)) for hour, number in json.loads(runtime.unlock(body or b"", Row("traces", tag)))
        ]
    except UNREADABLE:
        return []


def _fresh(trace: Trace, now: datetime) -> Trace:
    oldest = _hour(now - DELETABLE)
    return [(hour, number) for hour, number in trace if hour > oldest]


def _hour(moment: datetime) -> int:
    return int(moment.timestamp() // 3600)
