"""What is erased when, of meetings and all that belongs to them."""

from datetime import date, timedelta

from services import retention
from services.meetings import meetings, minutes, reminders, rsvp, topics
from services.publishing import announcements
from services.publishing.announcements import AnnouncementDraft
from tests.support.meetings.meeting_room import AMAL, DAY, HOUR, NOW, STARTS, Room

TABLES = ("meetings", "minutes", "announcements", "publications", "answers", "reminders", "topics")


def left(room: Room) -> dict[str, int]:
    with room.database.reading() as session:
        connection = session.connection()
        return {table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in TABLES}


def test_everything_of_a_meeting_is_erased_in_its_time_and_nothing_before(room: Room) -> None:
    room.published()
    occasion = room.read(meetings.upcoming, ["security"], NOW, 1)[0]
    room.ask(rsvp.answer, 7, NOW, occasion.id, "yes")
    room.write(reminders.fire, room.content, STARTS - 2 * HOUR)
    done = [minutes.Action("Mend the lamp", "", date(2026, 12, 1), is_done=True)]
    draft = minutes.MinutesDraft(minutes.HeadCount(9, 9, 9), done)
    room.ask(minutes.record, AMAL, STARTS, occasion.id, draft)
    room.write(topics.suggest, "security", "Water", NOW)
    advice = AnnouncementDraft("safety_advice", ("zone:north",), {"text": {"en": "Stay in"}})
    room.ask(announcements.publish, AMAL, NOW, advice)
    before = left(room)
    assert all(before.values())
    assert room.write(retention.forget_what_is_over, STARTS) == 0
    assert left(room) == before
    room.write(retention.forget_what_is_over, STARTS + 8 * DAY)
    assert {table for table, count in left(room).items() if not count} == {"publications", "answers"}
    room.write(retention.forget_what_is_over, STARTS + 31 * DAY)
    assert {table for table, count in left(room).items() if count} == {"minutes", "topics"}
    room.write(retention.forget_what_is_over, STARTS + timedelta(weeks=30))
    assert not any(left(room).values())
