"""Meetings that people were told of, put straight into storage: for tests of what residents do with them."""

from dataclasses import replace
from datetime import date, time
from typing import TypedDict, Unpack

from services import documents
from services.keys.sealing import RuntimeKey
from services.meetings import meetings
from services.meetings.meeting import ALWAYS, PUBLISHED, Meeting
from services.recurrence import Series
from services.recurrence.wall_time import WallTime
from services.store import Store
from storage.engine import Database

TUESDAY = WallTime(date(2026, 3, 10), time(15))
"""Five days after the tests' NOW; in Baghdad, 12:00 UTC."""


class Parts(TypedDict, total=False):
    """What a meeting is, where it is not as every other."""

    series: Series
    title: dict[str, str]
    place: dict[str, str]
    place_shown: str
    agenda: dict[str, str]
    status: str
    cancelled: frozenset[WallTime]
    notices: dict[str, str]


def meeting(forum: str = "security", wall: WallTime = TUESDAY, **parts: Unpack[Parts]) -> Meeting:
    """A published meeting of that forum, once, with a place and an agenda in English."""
    plain = Meeting(
        id=documents.new_id(),
        version=1,
        sequence=0,
        forum=forum,
        series=Series(wall, "Asia/Baghdad", 90),
        title={},
        place={"en": "Blue tent"},
        place_shown=ALWAYS,
        agenda={"en": "Street lights"},
        urgent=False,
        status=PUBLISHED,
        cancelled=frozenset(),
        touched=date(2026, 3, 4),
        notices={},
    )
    return replace(plain, **parts)


def plan(database: Database, runtime: RuntimeKey, *planned: Meeting) -> None:
    """Keep them, in place of earlier versions."""
    with database.writing() as session:
        for each in planned:
            meetings.keep(Store(session, runtime), each)
