"""Whoever reads a case says whether it is urgent: words of danger can be a false alarm."""

from dataclasses import replace

import pytest

from bot.settings import CHECKOUT
from desk.config import DeskConfig
from services.content import content
from tests.desk.conftest import Desk
from tests.services.reports.test_replies import inbox
from tests.support.offices import Office

ALARM = "He will kill me with cake"


@pytest.fixture
def config(config: DeskConfig, office: Office) -> DeskConfig:
    return replace(config, content=content.load(office.database, CHECKOUT / "content", office.now))


async def test_a_false_alarm_is_noted_told_to_the_mailbox_and_taken_back(desk: Desk) -> None:
    office = desk.office
    case_id = office.report()
    office.later(case_id, text=ALARM, urgent=True)
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    assert "Not urgent: a false alarm" in visitor.last.plain and "kill me" in visitor.last.plain
    stale = visitor.typed(do="urgent")
    answer = await visitor.work(case_id, "not_urgent")
    assert "Carla Casey noted that it is not urgent" in answer.plain and "It is urgent" in answer.plain
    assert not office.case(case_id).urgent
    assert [reply.calm for reply in inbox(office, office.mailboxes[case_id]).replies] == [("kill me",)]
    office.later(case_id, text="Thank you.")
    assert not office.case(case_id).urgent
    await visitor.post(f"/case/{case_id.hex()}", stale)
    assert not office.case(case_id).urgent, "of a page that does not show what was written since"
    await visitor.work(case_id, "urgent")
    assert office.case(case_id).urgent and inbox(office, office.mailboxes[case_id]).replies == ()
