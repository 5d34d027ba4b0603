"""Promises of the button that takes back, and of what residents read, before and after something is delivered."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from handlers.chat.app import App
from services.meetings import meetings, rsvp
from services.meetings.meeting import DRAFT
from services.notices import broadcast_stream
from services.publishing import publications, publishing
from services.publishing.publications import PENDING, RUNNING
from services.request import Request
from services.store import Store
from storage import outbox
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import Hear, Organiser, Phone
from tests.support.plain_text import plain
from tests.support.vaults import Template

ADVICE = "Do not use the river road after dark."
Deliver = Callable[[], int]
"""A minute and more passes and everybody there is gets what is due; how many messages are on their way."""


@pytest.fixture
def deliver(founded: Template, database: Database, clock: Clock) -> Deliver:
    def told() -> int:
        clock.pass_(seconds=90)
        with database.writing() as session:
            store = Store(session, founded.runtime)
            while broadcast_stream.expand(store, clock.now, rsvp.is_meant):
                pass
            broadcast_stream.expand(store, clock.now, rsvp.is_meant)  # ends what is finished
            sent = publications.everything(store)
            return sum(outbox.count_of(session, bytes.fromhex(each.broadcast.id)) for each in sent)

    return told


async def publish(phone: Phone, day: str = "Tue, Mar 10") -> None:
    await phone.send("/meetings")
    await phone.press("New meeting", day, "15:00", "✅ Publish")


async def test_the_button_of_what_is_delivered_stops_nothing_else_and_says_so(
    organiser: Organiser, hear: Hear, deliver: Deliver, founded: Template, database: Database, app: App, clock: Clock
) -> None:
    """What waits for a second yes was taken back instead, and "nobody got it" was said of the meeting."""
    hear("zone:north", en=5)
    organiser("security", chat=801, name="Saman")
    phone = organiser("security")
    organisation = replace(app.content.organisation, second_yes_over=4)
    phone.app = replace(app, content=replace(app.content, organisation=organisation))
    await phone.send("/notices")
    await phone.press("Safety advice", "North quarter", "Next")
    await phone.send(ADVICE)
    await phone.press("✅ Publish")
    clock.pass_(minutes=5)
    phone.app = app
    await publish(phone)
    deliver()
    await phone.press("Take back · ")
    assert "That has gone out: there is nothing left to stop." in phone.last
    with database.reading() as session:
        sent = publishing.published_by(Request(session, founded.runtime, app.content, phone.chat, clock.now))
    assert sorted(each.status for each in sent) == [PENDING, RUNNING]
    await phone.send("/meetings")
    await phone.press("Take back · Do not use the river")
    assert "Nobody got it" in phone.last


@pytest.mark.parametrize("language", ["العربية", "Français"])
async def test_the_button_means_the_same_thing_in_another_language(
    organiser: Organiser, language: str, founded: Template, database: Database
) -> None:
    phone = organiser("security")
    await publish(phone)
    label = next(each for each in phone.buttons if "Take back" in each)
    await phone.send("/language")
    await phone.press(language)
    await phone.send(label)
    with database.reading() as session:
        (meeting,) = meetings.everything(Store(session, founded.runtime))
    assert meeting.status == DRAFT


async def test_who_joins_within_the_minute_reads_what_is_true_and_hears_of_the_meeting(
    organiser: Organiser, phone: Phone, deliver: Deliver
) -> None:
    await publish(organiser("security"))
    await phone.send("/forums")
    await phone.press("Join · Community security")
    assert "planned" not in phone.last
    assert "no meeting to tell you about" in phone.last
    await phone.send("/forums")
    assert "planned" not in phone.last and "I write to you when there is one" in phone.last
    assert not any("Mar 10" in label for label in phone.buttons)
    assert deliver() == 1, "the notice goes to who joined meanwhile"
    await phone.send("/forums")
    assert "Mar 10" in plain(phone.last)


async def test_who_joins_when_it_is_delivered_sees_the_meeting_at_once(
    organiser: Organiser, phone: Phone, deliver: Deliver
) -> None:
    await publish(organiser("security"))
    assert deliver() == 0
    await phone.send("/forums")
    await phone.press("Join · Community security")
    assert "Mar 10" in plain(phone.last)
