"""Promises of notices that are not about a meeting: to whom, in which words, with which yes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import pytest

from handlers.chat.app import App
from services.publishing import announcements, publishing
from services.publishing.announcements import Announcement
from services.publishing.publications import Publication
from services.request import Request
from services.store import Store
from storage import outbox
from storage.engine import Database
from tests.support.clocks import Clock
from tests.support.phones import Hear, Organiser, Phone
from tests.support.plain_text import plain
from tests.support.vaults import Template

ADVICE = "Do not use the river road after dark."


Told = Callable[[], list[Announcement]]
"""What anybody was told."""


class Sent(Protocol):
    """What was published, as the organiser with this chat may see it."""

    def __call__(self, chat: int = ...) -> list[Publication]: ...


class Many(Protocol):
    """For these phones, a second organiser's yes is needed from 5 people on."""

    def __call__(self, *phones: Phone) -> None: ...


@pytest.fixture
def told(founded: Template, database: Database, app: App) -> Told:
    def read() -> list[Announcement]:
        with database.reading() as session:
            return announcements.told(Store(session, founded.runtime), app.content.audiences)

    return read


@pytest.fixture
def sent(founded: Template, database: Database, app: App, clock: Clock) -> Sent:
    def read(chat: int = 800) -> list[Publication]:
        with database.reading() as session:
            return publishing.published_by(Request(session, founded.runtime, app.content, chat, clock.now))

    return read


@pytest.fixture
def many(app: App) -> Many:
    def need_it(*phones: Phone) -> None:
        organisation = replace(app.content.organisation, second_yes_over=4)
        content = replace(app.content, organisation=organisation)
        for phone in phones:
            phone.app = replace(phone.app, content=content)

    return need_it


async def advise(phone: Phone) -> None:
    """As far as the look at safety advice for a zone."""
    await phone.send("/notices")
    await phone.press("Safety advice", "North quarter", "Next")
    await phone.send(ADVICE)


async def test_advice_for_a_zone_is_looked_at_and_sent(organiser: Organiser, told: Told) -> None:
    phone = organiser("security")
    await advise(phone)
    assert ADVICE in phone.texts[-2]
    assert "To: 🏡 North quarter" in plain(phone.last)
    assert told() == []
    await phone.press("✅ Publish")
    (announcement,) = told()
    assert announcement.kind == announcements.SAFETY
    assert announcement.texts == {"text": {"en": ADVICE}}


async def test_several_groups_and_areas_can_be_chosen_and_left_out_again(organiser: Organiser, told: Told) -> None:
    phone = organiser()
    await phone.send("/notices")
    await phone.press(
        "A service has changed", "Community security", "North quarter", "Along the river", "North quarter"
    )
    await phone.press("Next")
    await phone.send("The health post is closed on Monday.")
    await phone.press("✅ Publish")
    assert set(told()[0].audiences) == {"forum:security", "zone:river"}


async def test_a_discreet_group_is_not_ticked_beside_others_and_why_is_said(organiser: Organiser, told: Told) -> None:
    phone = organiser()
    await phone.send("/notices")
    await phone.press("A service has changed", "Community security", "Youth group")
    assert "send two notices" in phone.last
    await phone.press("Next")
    await phone.send("The health post is closed on Monday.")
    await phone.press("✅ Publish")
    assert told()[0].audiences == ("forum:security",)


async def test_only_what_one_organises_is_offered(organiser: Organiser) -> None:
    phone = organiser("youth")
    await phone.send("/notices")
    await phone.press("A service has changed")
    assert not any("Women" in label for label in phone.buttons)
    assert any("Youth" in label for label in phone.buttons)


async def test_who_is_no_organiser_hears_so(phone: Phone) -> None:
    await phone.send("/notices")
    assert "do not organise" in phone.last


async def test_missing_languages_are_named_and_can_be_written(organiser: Organiser, told: Told) -> None:
    phone = organiser("security")
    await advise(phone)
    assert "text: العربية" in plain(phone.answer)
    await phone.press("🌐 Languages", "العربية")
    assert ADVICE in phone.last
    await phone.send("لا تسلك طريق النهر ليلًا.")
    await phone.press("Leave it in the language I wrote", "العربية")
    assert "لا تسلك طريق النهر ليلًا." in phone.texts[-2]
    await phone.press("✅ Publish")
    assert told()[0].texts["text"] == {"en": ADVICE, "ar": "لا تسلك طريق النهر ليلًا."}


async def test_it_may_ring_at_night_and_be_tried_out_first(
    organiser: Organiser, told: Told, database: Database
) -> None:
    phone = organiser("security")
    await advise(phone)
    await phone.press("Rings at night", "Send it to me only")
    with database.reading() as session:
        assert outbox.count(session) == 1
    await phone.press("✅ Publish")
    assert told()[0].urgent


async def test_a_text_that_is_too_long_or_empty_is_refused(organiser: Organiser, clock: Clock) -> None:
    phone = organiser("security")
    await phone.send("/notices")
    await phone.press("Safety advice", "North quarter", "Next")
    await phone.send("x" * 4000)
    assert "4000 characters" in plain(phone.last)
    clock.pass_(seconds=20)
    await phone.send("\u00a0 ")
    assert "There is no text yet" in phone.last
    await phone.send(ADVICE)
    assert ADVICE in phone.texts[-2]


async def test_back_leads_through_every_question(organiser: Organiser) -> None:
    phone = organiser("security")
    await advise(phone)
    for question in ("Please write the notice", "To whom?", "What is the notice about", "No meeting is planned"):
        await phone.press("Back")
        assert question in phone.last


async def test_a_notice_can_be_taken_back_within_a_minute(organiser: Organiser, told: Told, hear: Hear) -> None:
    hear("zone:north", en=3)
    phone = organiser("security")
    await advise(phone)
    await phone.press("✅ Publish", "Take back")
    assert "Nobody got it" in phone.last
    assert told() == []


async def test_a_notice_can_be_corrected(organiser: Organiser, told: Told) -> None:
    phone = organiser("security")
    await advise(phone)
    await phone.press("✅ Publish")
    await phone.send("/notices")
    await phone.press("✏️ Correct · Do not use")
    assert "So far" in phone.last
    assert "Do not use" in phone.last
    await phone.press("Skip")
    assert "Do not use" in phone.texts[-2]
    await phone.press("Back")
    await phone.send("The river road is open again.")
    assert "open again" in phone.texts[-2]
    await phone.press("✅ Publish")
    (announcement,) = told()
    assert announcement.version == 2
    assert announcement.texts == {"text": {"en": "The river road is open again."}}


async def test_what_was_said_and_done_goes_to_groups_alone(organiser: Organiser, told: Told) -> None:
    phone = organiser()
    await phone.send("/notices")
    await phone.press("You said, we did")
    assert not any("North quarter" in label for label in phone.buttons)
    await phone.press("Youth group", "Next")
    await phone.send("The field is dark.")
    await phone.press("Back")
    await phone.send("The football field is dark.")
    await phone.send("There is a lamp now.")
    await phone.press("✅ Publish")
    assert told()[0].texts == {"said": {"en": "The football field is dark."}, "done": {"en": "There is a lamp now."}}


async def test_what_reaches_many_waits_for_a_second_organiser(
    organiser: Organiser, hear: Hear, many: Many, told: Told
) -> None:
    hear("zone:north", en=5)
    first, second = organiser("security", name="Rojin"), organiser("security", chat=801, name="Saman")
    many(first, second)
    await advise(first)
    assert "Another organiser has to say yes" in first.last
    await first.press("✅ Publish")
    assert "another organiser has to say yes first" in first.last
    assert told() == []
    await second.send("/meetings")
    await second.press("Waits for your yes · Rojin")
    assert ADVICE in second.texts[-2]
    assert "Rojin wants to send this" in plain(second.last)
    await second.press("Yes, send it")
    assert any("60 seconds" in plain(text) for text in second.texts)
    assert len(told()) == 1


async def test_the_second_organiser_may_say_no(organiser: Organiser, hear: Hear, many: Many, told: Told) -> None:
    hear("zone:north", en=5)
    first, second = organiser("security", name="Rojin"), organiser("security", chat=801, name="Saman")
    many(first, second)
    await advise(first)
    await first.press("✅ Publish")
    await second.send("/meetings")
    await second.press("Waits for your yes", "No, do not send it")
    assert "It is not sent" in second.last
    assert told() == []
    await second.send("🤝 Waits for your yes · Rojin")
    assert "Nothing waits for your yes" in second.last


async def test_without_another_organiser_nothing_is_sent_and_the_text_is_kept(
    organiser: Organiser, hear: Hear, many: Many, told: Told
) -> None:
    hear("zone:north", en=5)
    phone = organiser("security")
    many(phone)
    await advise(phone)
    await phone.press("✅ Publish")
    assert "There is no other yet" in phone.texts[-2]
    assert ADVICE in phone.texts[-3]
    assert told() == []


async def test_who_asked_is_not_asked_for_the_second_yes(organiser: Organiser, hear: Hear, many: Many) -> None:
    hear("zone:north", en=5)
    first, second = organiser("security", name="Rojin"), organiser("security", chat=801, name="Saman")
    many(first, second)
    await advise(first)
    await first.press("✅ Publish")
    await first.send("/meetings")
    assert not any("Waits for your yes" in label for label in first.buttons)


async def test_a_second_yes_that_came_too_late_is_told_so(organiser: Organiser, hear: Hear, many: Many) -> None:
    hear("zone:north", en=5)
    first, second = organiser("security", name="Rojin"), organiser("security", chat=801, name="Saman")
    many(first, second)
    await advise(first)
    await first.press("✅ Publish")
    await second.send("/meetings")
    await second.press("Waits for your yes")
    await first.press("Take back")
    assert "Nobody got it" in first.last
    await second.press("Yes, send it")
    assert "decided or taken back already" in second.last


async def test_an_organiser_removed_while_writing_sends_nothing(
    organiser: Organiser, removed: Callable[[], None], told: Told
) -> None:
    phone = organiser("security")
    await advise(phone)
    removed()
    await phone.press("✅ Publish")
    assert "do not organise this group, or not any more" in phone.last
    assert told() == []


async def test_a_button_tapped_twice_does_not_become_the_notice(organiser: Organiser) -> None:
    phone = organiser("security")
    await advise(phone)
    await phone.press("Back")
    for label in ("➡️ Next", "✅ Publish"):
        await phone.send(label)
        assert "write the notice in one message" in phone.last
    await phone.press("Skip")
    assert "Do not use" in phone.texts[-2]
