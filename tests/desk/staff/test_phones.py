"""At the desk it is seen whose phones are called; a lost one is removed there, at once."""

from dataclasses import replace
from datetime import time

import pytest

from desk.config import DeskConfig
from services import enrolment
from services.notices.quiet_hours import Quiet
from services.nudges import receivers
from services.store import Store
from tests.desk.conftest import Desk
from tests.support.offices import Office


def enrol(office: Office, code: str, chat: int) -> str:
    with office.database.writing() as session:
        return enrolment.enrol(Store(session, office.runtime), code, chat, "en", office.now).number


def called(office: Office) -> list[str]:
    with office.database.reading() as session:
        return [each.name for each in receivers.everyone(Store(session, office.runtime))]


async def test_a_code_made_at_the_desk_enrols_and_a_lost_phone_is_removed(desk: Desk) -> None:
    visitor = await desk.inside(onward="/phones")
    assert "Nobody is called yet" in visitor.last.plain
    numbers = []
    for chat, name in enumerate(("<b>Duty", "Night"), 5):
        page = await visitor.post("/phones", {"do": "invite", "name": name})
        numbers.append(enrol(desk.office, page.plain.split("/organiser ")[1].split()[0], chat))
    with desk.office.database.writing() as session:
        receivers.set_quiet(Store(session, desk.office.runtime), 6, Quiet(time(9), time(17)))
    page = await visitor.get("/phones")
    assert "<b>Duty" in page.plain and "quiet from 09:00 to 17:00" in page.plain
    await visitor.post("/phones", {"do": "first", "number": numbers[1]})
    assert called(desk.office) == ["Night", "<b>Duty"]
    page = await visitor.post("/phones", {"do": "remove", "number": numbers[1]})
    assert "Nothing is sent there any more" in page.plain and called(desk.office) == ["<b>Duty"]
    page = await visitor.post("/phones", {"do": "remove", "number": numbers[1]})
    assert "removed already" in page.plain


async def test_a_phone_that_has_blocked_the_bot_is_shown_as_such(desk: Desk) -> None:
    visitor = await desk.inside(onward="/phones")
    for chat, name in ((5, "Duty"), (6, "Night")):
        page = await visitor.post("/phones", {"do": "invite", "name": name})
        enrol(desk.office, page.plain.split("/organiser ")[1].split()[0], chat)
    assert "Nothing arrives there" not in (await visitor.get("/phones")).plain
    with desk.office.database.writing() as session:
        receivers.note(Store(session, desk.office.runtime), 6, False)
    shown = (await visitor.get("/phones")).plain
    assert shown.count("Nothing arrives there") == 1
    assert shown.index("Duty") < shown.index("Night") < shown.index("Nothing arrives there")


async def test_a_foreign_form_and_a_locked_desk_change_nothing(desk: Desk) -> None:
    visitor = await desk.inside(onward="/phones")
    await visitor.post("/phones", {"do": "invite", "name": "Duty"}, token="foreign")
    assert "/organiser" not in visitor.last.plain
    stranger = desk.visitor()
    assert "Unlock your desk" in (await stranger.get("/phones")).plain


class TestWithoutTheRuntimeKey:
    """A desk on another machine."""

    @pytest.fixture
    def config(self, config: DeskConfig) -> DeskConfig:
        return replace(config, runtime=None)

    async def test_it_says_that_it_cannot_tell(self, desk: Desk) -> None:
        visitor = await desk.inside(onward="/phones")
        assert "does not have the bot’s key" in visitor.last.plain
        assert 'class="buzzer unknown"' in (await visitor.get("/buzzer")).text
