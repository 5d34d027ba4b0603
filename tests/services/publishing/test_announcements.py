"""What notices that are not about a meeting promise."""

import pytest

from services.authoring.texts import TextTooLong
from services.documents import Seen
from services.enrolment import NotAnOrganiser
from services.notices.outbox import Lane
from services.publishing import announcements, approval, publishing
from services.publishing.announcements import (
    Announcement,
    AnnouncementChanged,
    AnnouncementDraft,
    AnnouncementGone,
    NothingSaid,
)
from services.publishing.publications import Published
from tests.support.meetings.meeting_room import AMAL, BINA, DAY, NOW, STRANGER, Room, content

ADVICE = AnnouncementDraft("safety_advice", ("zone:north", "zone:river"), {"text": {"en": "Do not use the bridge."}})
SERVICE = AnnouncementDraft("service_change", ("forum:security",), {"text": {"en": "The clinic has moved."}})


def publish(room: Room, draft: AnnouncementDraft, chat: int = AMAL) -> Published:
    return room.ask(announcements.publish, chat, NOW, draft, True)


def only_one(room: Room, *audiences: str) -> Announcement:
    found = room.read(announcements.told, audiences)
    assert len(found) == 1
    return found[0]


def test_safety_advice_goes_before_other_notices_and_once_to_who_is_in_both_zones(room: Room) -> None:
    room.subscribers("zone:north", 2)
    room.subscribers("zone:river", 3)
    told, other = publish(room, ADVICE), publish(room, SERVICE)
    assert room.announced(told.broadcast).lane is Lane.SAFETY
    assert room.announced(other.broadcast).lane is Lane.BROADCAST
    assert sorted(notice.chat for notice in room.deliver(NOW)) == [1000, 1001, 1002]


def test_advice_a_day_old_is_not_sent_any_more(room: Room) -> None:
    told = publish(room, ADVICE)
    assert room.announced(told.broadcast).until == NOW + DAY


def test_the_preview_is_what_is_sent_and_names_what_is_missing(room: Room) -> None:
    seen = room.ask(announcements.preview, AMAL, NOW, ADVICE)
    assert seen.facts == room.announced(publish(room, ADVICE).broadcast).facts
    assert [(each.part, each.language) for each in seen.missing] == [("text", "ar"), ("text", "ckb")]
    assert [names["en"] for names in seen.facts["names"]] == ["North (en)", "River (en)"]


def test_a_group_that_others_should_not_know_of_is_not_named(room: Room) -> None:
    told = room.ask(announcements.report_back, AMAL, NOW, "women", {"en": "More light"}, {"en": "New lamps"})
    facts = room.announced(told.broadcast).facts
    assert facts["names"] == []
    assert facts["texts"] == {"said": {"en": "More light"}, "done": {"en": "New lamps"}}


@pytest.mark.parametrize(
    ("texts", "refusal"),
    [
        ({}, NothingSaid),
        ({"text": {"en": " \n"}}, NothingSaid),
        ({"text": {"en": "x" * 3001}}, TextTooLong),
    ],
)
def test_nothing_and_too_much_is_refused_and_not_kept(
    room: Room, texts: dict[str, dict[str, str]], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        publish(room, AnnouncementDraft("safety_advice", ("zone:north",), texts))
    assert room.all_announced() == []
    assert room.read(announcements.told, ["zone:north"]) == []


def test_a_correction_replaces_what_was_said_to_the_same_people(room: Room) -> None:
    first = publish(room, ADVICE)
    kept = only_one(room, "zone:north")
    better = AnnouncementDraft("service_change", ("forum:women",), {"text": {"en": "The bridge is open."}})
    again = room.ask(announcements.correct, BINA, NOW, Seen(kept.id, kept.version), better, True)
    sent = room.announced(again.broadcast)
    assert (sent.kind, sent.audiences, sent.replaces) == ("safety_advice", ADVICE.audiences, first.broadcast)
    assert only_one(room, "zone:river").texts == {"text": {"en": "The bridge is open."}}
    with pytest.raises(AnnouncementChanged):
        room.ask(announcements.correct, AMAL, NOW, Seen(kept.id, kept.version), better)


def test_what_is_taken_back_was_never_said(room: Room) -> None:
    told = room.ask(announcements.publish, AMAL, NOW, ADVICE)
    assert room.ask(publishing.recall, BINA, NOW, told.broadcast).nobody_got_it
    assert room.read(announcements.told, ["zone:north"]) == []
    with pytest.raises(AnnouncementGone):
        room.read(announcements.get, "0" * 32)


def test_what_reaches_many_waits_for_the_second_yes(room: Room) -> None:
    room.content = content(second_yes_over=2)
    room.subscribers("forum:security", 3)
    told = publish(room, SERVICE)
    assert told.needs_second_yes
    assert room.read(announcements.told, ["forum:security"]) == []
    room.ask(approval.approve, BINA, NOW, told.broadcast)
    assert only_one(room, "forum:security").texts == SERVICE.texts


def test_taking_back_a_correction_of_what_reached_nobody_says_that_nothing_is_left(room: Room) -> None:
    room.subscribers("zone:north", 2)
    room.ask(announcements.publish, AMAL, NOW, ADVICE)
    kept = only_one(room, "zone:north")
    again = room.ask(announcements.correct, AMAL, NOW, Seen(kept.id, kept.version), ADVICE)
    recalled = room.ask(publishing.recall, AMAL, NOW, again.broadcast)
    assert recalled.nobody_got_it and recalled.leaves_nothing and not recalled.resumed
    assert room.read(announcements.told, ["zone:north"]) == []
    first = room.ask(announcements.publish, AMAL, NOW, ADVICE)
    assert not room.ask(publishing.recall, AMAL, NOW, first.broadcast).leaves_nothing


def test_strangers_say_nothing_and_correct_nothing(room: Room) -> None:
    with pytest.raises(NotAnOrganiser):
        publish(room, ADVICE, STRANGER)
    publish(room, ADVICE)
    kept = only_one(room, "zone:north")
    with pytest.raises(NotAnOrganiser):
        room.ask(announcements.correct, STRANGER, NOW, Seen(kept.id, kept.version), ADVICE)


def test_announcements_are_forgotten_after_a_month(room: Room) -> None:
    publish(room, ADVICE)
    assert room.write(announcements.forget_old, NOW + 29 * DAY) == 0
    assert room.write(announcements.forget_old, NOW + 30 * DAY) == 1
