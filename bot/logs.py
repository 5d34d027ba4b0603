"""Logs that cannot tell on anybody: event codes and counts. No ids, texts, names, zones, tokens, addresses.

Libraries log what they like (httpx prints the token in every address), so their lines are cut down to the library's
name and the level, and exceptions to their class.
"""

import logging
import sys
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from pathlib import Path
from types import TracebackType

NAME = "amana"
GATHERED = 3600.0
"""Seconds for which one line stands, of what is gathered."""


class LogEvent(StrEnum):
    """Everything that is ever logged. Each is explained in OPERATIONS.md."""

    STARTED = "started"
    READY = "ready"
    STOPPED = "stopped"
    STANDING_BY = "standing_by"
    STOOD_DOWN = "stood_down"
    DATABASE_AWAY = "database_away"
    TELEGRAM_UNREACHABLE = "telegram_unreachable"
    TOKEN_MAYBE_STOLEN = "token_maybe_stolen"  # noqa: S105  an event code, not a secret
    MALFORMED_UPDATE = "malformed_update"
    LINE_FULL = "line_full"
    HANDLER_FAILED = "handler_failed"
    UPDATE_PARKED = "update_parked"
    UPDATE_HELD = "update_held"
    SET_ASIDE = "set_aside"
    KEY_NOT_TRUSTED = "key_not_trusted"
    STORAGE_FAILED = "storage_failed"
    CLOCK_WRONG = "clock_wrong"
    CONTENT_BROKEN = "content_broken"
    TRANSLATION_BROKEN = "translation_broken"
    FOLLOWED_IS_MISSING = "followed_is_missing"
    NOTICE_POSTPONED = "notice_postponed"
    NOTICE_DROPPED = "notice_dropped"
    NUDGES = "nudges"
    REMINDERS = "reminders"
    TICK_FAILED = "tick_failed"
    BACKUP_MADE = "backup_made"
    BACKUP_FAILED = "backup_failed"
    PUT_BACK = "put_back"
    AUDIT_BROKEN = "audit_broken"
    CRASHED = "crashed"
    PROCESS_RESTARTED = "process_restarted"


@dataclass(slots=True)
class EventCounts:
    """How often each event happened, and when last; of what is gathered, when which error was told last."""

    counted: Counter[LogEvent] = field(default_factory=Counter)
    last: dict[LogEvent, float] = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)


_SO_FAR = EventCounts()


def so_far() -> EventCounts:
    """What is counted in this process, to be handed on."""
    return _SO_FAR


def count_on_from(before: EventCounts) -> None:
    """Go on where the process before this one has ended."""
    _SO_FAR.counted, _SO_FAR.last, _SO_FAR.told = before.counted, before.last, before.told


def log(event: LogEvent, level: int = logging.INFO, **counts: int | str) -> None:
    """Log an event with counts. String values are for class names of errors only."""
    _SO_FAR.counted[event] += 1
    _SO_FAR.last[event] = time.monotonic()
    logging.getLogger(NAME).log(level, event.value, extra={"counts": counts})


def log_gathered(event: LogEvent, error: str = "") -> None:
    """Log it once an hour for each error, however often it happens, and count it as often: of what happens to each of
    a group's people, lines or a number that grows would tell how many these are."""
    now, name = time.monotonic(), f"{event} {error}"
    if now - _SO_FAR.told.get(name, -inf) >= GATHERED:
        _SO_FAR.told[name] = now
        counts: dict[str, int | str] = {"error": error} if error else {}
        log(event, logging.INFO, **counts)


def counted() -> dict[LogEvent, int]:
    """How often each event happened in this process; also those that did not."""
    return {event: _SO_FAR.counted[event] for event in LogEvent}


def seconds_since(event: LogEvent) -> float:
    """Since it happened last in this process; infinite where it never did."""
    return time.monotonic() - _SO_FAR.last.get(event, -inf)


def in_fives(count: int) -> int:
    """Rounded up to the next five: that there is any shows, how many does not."""
    return -(-count // 5) * 5


class _Silent(logging.Formatter):
    """Our events with their counts; of others' lines only who spoke and how loud."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name != NAME:
            return f"{record.levelname} {record.name.split('.')[0]} (text withheld)"
        counts: dict[str, int | str] = getattr(record, "counts", {})
        return " ".join([record.levelname, str(record.msg), *(f"{key}={value}" for key, value in counts.items())])


def set_up_logs() -> None:
    """Send everything through the silent formatter to standard error, warnings only from libraries."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Silent())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(NAME).setLevel(logging.INFO)
    for talkative in ("httpx", "httpcore", "telegram", "aiohttp", "apscheduler", "asyncio", "sqlalchemy"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # warns that it has to look for fonts first
    logging.captureWarnings(True)
    sys.excepthook = _crashed
    threading.excepthook = _fell_unseen
    sys.unraisablehook = _fell_unseen


def _crashed(kind: type[BaseException], _: BaseException | None, trace: TracebackType | None) -> None:
    """Where it happened and what class it was; what an exception carries may be somebody's words."""
    frames = traceback.extract_tb(trace)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    log(LogEvent.CRASHED, logging.CRITICAL, error=kind.__name__, place=place)


def _fell_unseen(fall: "threading.ExceptHookArgs | sys.UnraisableHookArgs") -> None:
    """Where nobody can catch it: at the top of a thread, in what is cleared away."""
    if fall.exc_type is not SystemExit:
        _crashed(fall.exc_type, fall.exc_value, fall.exc_traceback)
