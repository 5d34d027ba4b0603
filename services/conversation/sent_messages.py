"""Which messages of a chat can still be removed from it: numbers only, sealed, for 48 hours.

Telegram lets a bot delete messages of a private chat, both sides', for 48 hours (Bot API, deleteMessage). To keep the
promise of "forget this chat" the numbers must be known; nothing else is kept with them.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from services.keys.sealing import RuntimeKey
from services.store import Store
from storage import conversations as rows

DELETABLE = timedelta(hours=48)
PURPOSE = "trace"
Trace = list[tuple[int, int]]
"""Pairs of (hour since 1970, message number)."""


def remember(store: Store, numbers: Mapping[int, Sequence[int]], now: datetime) -> None:
    """Add message numbers by chat. Numbers older than 48 hours fall out."""
    tags = {store.runtime.tag(PURPOSE, chat): chat for chat in numbers}
    known = rows.get_traces(store.session, list(tags))
    hour = _hour(now)
    updated = {}
    for tag, chat in tags.items():
        kept = _fresh(_open(store.runtime, known.get(tag)), now)
        kept += [(hour, number) for number in numbers[chat]]
        updated[tag] = store.runtime.lock(json.dumps(kept).encode())
    rows.put_traces(store.session, updated)


def recall(store: Store, chat: int, now: datetime) -> list[int]:
    """The numbers of the chat's messages that Telegram still lets us delete, oldest first."""
    tag = store.runtime.tag(PURPOSE, chat)
    body = rows.get_traces(store.session, [tag]).get(tag)
    return [number for _, number in _fresh(_open(store.runtime, body), now)]


def erase(store: Store, chat: int) -> None:
    """Drop the chat's trace."""
    rows.delete_trace(store.session, store.runtime.tag(PURPOSE, chat))


def forget_old(store: Store, now: datetime) -> int:
    """Drop every trace whose newest message is past 48 hours; returns how many went."""
    old = [tag for tag, body in rows.all_traces(store.session) if not _fresh(_open(store.runtime, body), now)]
    for tag in old:
        rows.delete_trace(store.session, tag)
    return len(old)


def _open(runtime: RuntimeKey, body: bytes | None) -> Trace:
    opened = runtime.opened(body)
    return [(hour, number) for hour, number in json.loads(opened)] if opened is not None else []


def _fresh(trace: Trace, now: datetime) -> Trace:
    oldest = _hour(now - DELETABLE)
    return [(hour, number) for hour, number in trace if hour > oldest]


def _hour(moment: datetime) -> int:
    return int(moment.timestamp() // 3600)
