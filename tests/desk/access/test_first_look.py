"""What can be read while older reports are still being opened."""

import threading
from collections.abc import Iterator

import pytest

from desk.first_look import FirstLook
from services.keys import envelopes
from services.keys.envelopes import Reading
from services.reports.case import case_name
from services.reports.caseload import Caseload
from services.reports.deeds.status import set_to
from tests.desk.conftest import Desk


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Until this is set, nothing is opened beyond the newest week."""
    told, take = threading.Event(), FirstLook.take

    def taking(look: FirstLook, reading: Reading, caseload: Caseload, week: str) -> None:
        take(look, reading, caseload, week)
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


async def test_nobody_who_writes_waits_until_all_is_open(desk: Desk, go_on: threading.Event) -> None:
    desk.office.report("Long ago.")
    desk.office.pass_days(14)
    desk.office.report("Now.")
    visitor = desk.visitor()
    answer = await visitor.unlock(desk.office.passphrases["caseworker"])
    while "came since" not in answer.plain:
        answer = await visitor.get("/opening")
    meanwhile = desk.office.report("Meanwhile.")
    go_on.set()
    while "Refresh" in answer.headers:
        answer = await visitor.get("/opening")
    assert case_name(meanwhile) in (await visitor.get("/")).plain
