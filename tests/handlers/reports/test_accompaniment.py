"""Asking for company: where to is asked, and a day on which nobody answers is not offered."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.chat.app import App
from services.content.answer_times import AnswerTime, AnswerTimes
from storage.engine import Database
from tests.support.clocks import NOW, Clock
from tests.support.phones import Phone
from tests.support.reports.told_reports import reports
from tests.support.vaults import Template

COMPANY = "🤝 Ask for somebody to come along"


def answering_within(app: App, hours: int, *names: str) -> App:
    """The app of an organisation that answers these within so many hours."""
    times = AnswerTimes((AnswerTime(names, hours),)) if names else AnswerTimes()
    organisation = replace(app.content.organisation, answer_times=times)
    return replace(app, content=replace(app.content, organisation=organisation))


async def to_the_day(phone: Phone) -> None:
    await phone.start()
    await phone.send(COMPANY)
    await phone.press("Go on", "To a hospital", "North quarter", "Skip")
    assert "When?" in phone.last


async def test_where_to_is_asked_and_read_at_the_desk(phone: Phone, database: Database, founded: Template) -> None:
    await phone.start()
    await phone.send(COMPANY)
    await phone.press("Go on")
    assert "up to ⁨2⁩ days" in " ".join(phone.texts), "whoever waits for it knows how long"
    await phone.press("To a hospital", "North quarter")
    assert "Where to?" in phone.last
    await phone.send("The hospital at Example Mills")
    await phone.press("Check and send", "✅ Send")
    (body,) = reports(database, founded)
    assert body["answers"]["where_to"] == "The hospital at Example Mills"


@pytest.mark.parametrize(
    ("hours", "names", "is_offered"),
    [
        (48, ("accompaniment_request",), False),
        (3, ("accompaniment_request",), True),
        (3, ("urgent",), True),
        (3, ("child",), False),
        (0, (), False),
    ],
)
async def test_today_is_offered_where_somebody_answers_today(
    phone: Phone, app: App, hours: int, names: tuple[str, ...], is_offered: bool
) -> None:
    phone.app = answering_within(app, hours, *names)
    await to_the_day(phone)
    assert ("☀️ Today" in phone.buttons) is is_offered
    assert "📅 This week" in phone.buttons


async def test_late_in_the_evening_today_is_over(phone: Phone, app: App, clock: Clock) -> None:
    phone.app = answering_within(app, 3, "accompaniment_request")
    site = phone.app.content.organisation.timezone
    assert site == "Asia/Baghdad"
    clock.pass_(minutes=int((NOW.replace(hour=19, minute=30) - NOW) / timedelta(minutes=1)))
    await to_the_day(phone)
    assert "☀️ Today" not in phone.buttons
