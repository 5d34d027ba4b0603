"""Reminders against a plain model, over random downtimes, random clocks, and organisers who change their minds."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.documents import Seen
from services.keys.sealing import RuntimeKey
from services.meetings import meetings, reminders
from services.meetings.meeting import Meeting, Occasion, draft_of
from services.publishing import telling
from services.publishing.meeting_changes import CancelOccasion, ChangeMeeting, MoveOccasion
from services.recurrence import wall_of
from storage import broadcasts as broadcast_rows
from storage import documents, migrations
from storage import reminders as reminder_rows
from storage import rsvp as answer_rows
from storage.engine import Database
from tests.support.meetings.meeting_room import AMAL, DAY, HOUR, NOW, STARTS, ZONE, Room, content

LEADS = [timedelta(minutes=30), 2 * HOUR, 6 * HOUR, 24 * HOUR, 48 * HOUR]
some_leads = st.sets(st.sampled_from(LEADS), min_size=1)
END = STARTS + 9 * DAY
"""Two occasions of a weekly series have begun by then."""
pauses = st.one_of(
    st.timedeltas(timedelta(seconds=1), timedelta(minutes=40)),
    st.timedeltas(timedelta(minutes=40), timedelta(hours=30)),
)
jumps = st.sampled_from([-DAY, -HOUR, HOUR, DAY])
MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

Done = set[tuple[timedelta, datetime]]
"""Reminders by their lead, each with the look at the clock that did it."""
Value = timedelta | int | None
Happening = tuple[str, Value]
"""What happens, and how long it takes, or how far or whereto it moves something."""


@pytest.fixture(scope="module")
def vacant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One database for all examples; each begins with empty tables."""
    url = f"sqlite:///{tmp_path_factory.mktemp('reminders') / 'amana.db'}"
    migrations.upgrade(url)
    room = Room(Database(url), RuntimeKey.generate())
    room.organiser(AMAL)
    yield room
    room.database.close()


def begin(room: Room, leads: set[timedelta]) -> None:
    with room.database.writing() as session:
        for rows in (documents, answer_rows, reminder_rows, broadcast_rows):
            rows.delete_all(session)
        session.connection().exec_driver_sql("DELETE FROM outbox")
    whole = content()
    forums = tuple(replace(forum, reminders=tuple(leads)) for forum in whole.forums)
    room.content = replace(whole, forums=forums)


def spec(leads: set[timedelta], ticks: list[datetime], starts: datetime, told_at: datetime) -> tuple[Done, Done]:
    """What is sent and dropped of one occasion by a clock that only goes forward: the first look at or after the due
    time decides, and whatever was due before people were told of the meeting is needless."""
    sent: Done = set()
    dropped: Done = set()
    for lead in leads:
        if starts - lead <= told_at:
            continue
        first = next((tick for tick in ticks if tick >= starts - lead), None)
        if first is None:
            continue
        overtaken = any(starts - other <= first for other in leads if other < lead)
        if first < starts and not overtaken:
            sent.add((lead, first))
        else:
            dropped.add((lead, first))
    return sent, dropped


@MANY
@given(some_leads, st.timedeltas(0 * HOUR, 74 * HOUR), st.lists(pauses, min_size=1, max_size=60))
def test_whatever_the_downtimes_each_reminder_is_sent_in_its_time_or_dropped_and_told(
    vacant: Room, leads: set[timedelta], after: timedelta, waits: list[timedelta]
) -> None:
    begin(vacant, leads)
    told_at = NOW + after
    vacant.published(told_at, rule="FREQ=WEEKLY")
    ticks: list[datetime] = []
    now = told_at
    for wait in waits:
        now += wait
        if now < END:
            ticks.append(now)
    sent: defaultdict[datetime, Done] = defaultdict(set)
    dropped: defaultdict[datetime, Done] = defaultdict(set)
    for tick in ticks:
        fired = vacant.write(reminders.fire, vacant.content, tick)
        for found, into in ((fired.sent, sent), (fired.dropped, dropped)):
            for each in found:
                starts = each.occasion.occurrence.starts
                assert (each.lead, tick) not in into[starts]
                into[starts].add((each.lead, tick))
    for starts in (STARTS, STARTS + 7 * DAY):
        assert (sent[starts], dropped[starts]) == spec(leads, ticks, starts, told_at)


acts = st.one_of(
    st.tuples(st.just("wait"), pauses),
    st.tuples(st.just("until"), st.sampled_from(LEADS)),
    st.tuples(st.just("jump"), jumps),
    st.tuples(st.just("move"), st.timedeltas(timedelta(minutes=10), timedelta(days=4))),
    st.tuples(st.just("cancel"), st.none()),
    st.tuples(st.just("place"), st.integers(0, 3)),
)


class History:
    """What was announced and dropped, and whether each was right at that moment."""

    def __init__(self, room: Room, meeting: Meeting) -> None:
        self.room = room
        self.meeting = meeting.id
        self.sent: defaultdict[tuple[str, datetime], list[timedelta]] = defaultdict(list)
        self.dropped: set[tuple[str, datetime, timedelta]] = set()

    def tick(self, now: datetime) -> None:
        fired = self.room.write(reminders.fire, self.room.content, now)
        stands = {(each.id, each.occurrence.starts) for each in self.ahead(now)}
        for each in fired.sent:
            starts, key = each.occasion.occurrence.starts, (each.occasion.id, each.occasion.occurrence.starts)
            assert starts - each.lead <= now < starts
            assert key in stands
            assert all(each.lead < earlier for earlier in self.sent[key])
            self.sent[key].append(each.lead)
        for each in fired.dropped:
            key = (each.occasion.id, each.occasion.occurrence.starts)
            assert (*key, each.lead) not in self.dropped
            assert each.lead not in self.sent[key]
            self.dropped.add((*key, each.lead))
        again = self.room.write(reminders.fire, self.room.content, now)
        assert (again.sent, again.dropped) == ([], [])

    def act(self, what: str, value: Value, now: datetime) -> None:
        meeting = self.room.meeting(self.meeting)
        ahead = self.ahead(now)
        if not ahead:
            return
        if what == "move":
            assert isinstance(value, timedelta)
            to = wall_of(now + value, ZONE)
            self.room.ask(telling.tell, AMAL, now, MoveOccasion(Seen(ahead[0].id, meeting.version), to))
        elif what == "cancel":
            self.room.ask(telling.tell, AMAL, now, CancelOccasion(Seen(ahead[0].id, meeting.version)))
        else:
            draft = replace(draft_of(meeting), place={"en": f"House {value}"})
            self.room.ask(telling.tell, AMAL, now, ChangeMeeting(Seen(meeting.id, meeting.version), draft))

    def ahead(self, now: datetime) -> list[Occasion]:
        return self.room.read(meetings.upcoming, ["security"], now, 3)


@MANY
@given(some_leads, st.lists(acts, min_size=5, max_size=40))
def test_whatever_happens_none_comes_twice_or_late_or_about_what_is_not(
    vacant: Room, leads: set[timedelta], happenings: list[Happening]
) -> None:
    begin(vacant, leads)
    meeting, _ = vacant.published(rule="FREQ=WEEKLY;COUNT=4")
    history, now = History(vacant, meeting), NOW
    for what, value in happenings:
        if what in ("wait", "jump"):
            assert isinstance(value, timedelta)
            now += value
        elif what == "until":
            assert isinstance(value, timedelta)
            now = max([now, *(each.occurrence.starts - value for each in history.ahead(now)[:1])])
        else:
            history.act(what, value, now)
        history.tick(now)
    announced = [each for each in vacant.all_announced() if each.kind == "meeting_reminder"]
    assert len(announced) == sum(len(found) for found in history.sent.values())
    assert all(each.until is not None for each in announced)
