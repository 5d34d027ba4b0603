"""What can be read while older reports are still being opened."""

import threading
from collections.abc import Iterator

import pytest
from sqlmodel import Session

from desk.first_look import FirstLook
from services.keys import envelopes
from services.reports.case import case_name
from services.reports.caseload import Caseload
from services.reports.deeds.notes import noted
from services.reports.deeds.status import set_to
from tests.desk.conftest import Desk
from tests.support.offices import Office


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Until this is set, nothing is opened beyond the newest week."""
    told, take = threading.Event(), FirstLook.take

    def taking(look: FirstLook, session: Session, caseload: Caseload, week: str) -> None:
        take(look, session, caseload, week)
        told.wait()

    monkeypatch.setattr(FirstLook, "take", taking)
    monkeypatch.setattr(envelopes, "FIRST", 1)
    monkeypatch.setattr("desk.access.unlocking.PATIENCE", 0.5)
    yield told
    told.set()


async def test_the_newest_that_wait_are_read_while_older_ones_are_opened(desk: Desk, go_on: threading.Event) -> None:
    old = desk.office.report("Long ago.")
    desk.office.pass_days(14)
    over, calm, pressing = (desk.office.report(text, urgent=text == "Now.") for text in ("Over.", "<b>Calm.", "Now."))
    desk.office.act("caseworker", over, set_to("closed", "helped"))
    visitor = desk.visitor()
    answer = await visitor.unlock(desk.office.passphrases["caseworker"])
    while "came since" not in answer.plain:
        answer = await visitor.get("/opening")
    places = [answer.plain.find(text) for text in (case_name(pressing), "Now.", case_name(calm), "<b>Calm.")]
    assert -1 not in places and places == sorted(places)
    assert not any(text in answer.plain for text in ("Over.", "Long ago.", case_name(old)))
    go_on.set()
    while "Refresh" in answer.headers:
        answer = await visitor.get("/opening")
    assert all(case_name(each) in answer.plain for each in (old, calm, pressing))


async def test_nobody_else_sees_it(desk: Desk, go_on: threading.Event) -> None:
    desk.office.report("Long ago.")
    desk.office.pass_days(14)
    new = desk.office.report("Now.")
    answer = await desk.visitor().unlock(desk.office.passphrases["caseworker"])
    assert "Refresh" in answer.headers
    assert case_name(new) not in (await desk.visitor().get("/opening")).plain
    assert case_name(new) not in (await desk.visitor().unlock("wrong words of nobody")).plain


def test_the_newest_weeks_are_whole_before_older_ones_are_opened(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelopes, "FIRST", 4)
    reports = list[bytes]()
    for _ in range(3):
        reports.append(office.report())
        office.pass_days(7)
        office.act("caseworker", reports[-1], noted("Seen."))
    caseload, told = Caseload(), list[dict[bytes, int]]()
    with office.database.reading() as session:
        caseload.refresh(
            session,
            office.members["caseworker"],
            office.trust,
            lambda _week: told.append({case.id: len(case.entries) for case in caseload.each()}),
        )
    assert told == [dict.fromkeys(reports[1:], 2)]
    assert {case.id: len(case.entries) for case in caseload.each()} == dict.fromkeys(reports, 2)
