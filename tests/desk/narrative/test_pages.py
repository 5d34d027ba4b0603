"""Texts leave the office only by two people together, for a purpose, and that stands in the case and in the chain."""

import sqlite3

import pytest
from multidict import MultiDict
from playwright.async_api import Page

from services.keys.keyring import CASEWORKER
from services.reports.receipts import new_receipt
from tests.desk.conftest import Answer, Desk, Visitor
from tests.desk.queue.test_several import ticked
from tests.desk.staff.test_audit import kinds
from tests.desk.test_browser import unlock

PURPOSE = "briefing of the example committee"


@pytest.fixture
def second(desk: Desk) -> str:
    """The passphrase of a second caseworker."""
    desk.office.colleague("second", "Sam Second", CASEWORKER)
    return desk.office.passphrases["second"]


async def begun(desk: Desk, *cases: bytes, who: str = "caseworker") -> Visitor:
    visitor = await desk.inside(who)
    await visitor.post("/narrative", MultiDict([("case", ticked(visitor, each)) for each in cases]))
    return visitor


async def taken(visitor: Visitor, passphrase: str, texts: dict[bytes, str], purpose: str = PURPOSE) -> Answer:
    cases = [("case", f"{each.hex()}:{'0' * 16}") for each in texts]
    typed = [(f"text_{each.hex()}", text) for each, text in texts.items()]
    sent = [("do", "take_out"), ("passphrase", passphrase), ("purpose", purpose), *cases, *typed]
    return await visitor.post("/narrative", MultiDict(sent))


async def test_two_people_let_a_shortened_text_leave_and_both_are_written_down(desk: Desk, second: str) -> None:
    office = desk.office
    one, two = office.report("At the mill they took Idris."), office.report("Shots at night.")
    visitor = await begun(desk, one, two)
    assert "At the mill they took Idris." in visitor.last.text and "Shots at night." in visitor.last.text
    answer = await taken(visitor, second, {one: "They took <b>a man</b>.", two: " "})
    assert "They took <b>a man</b>." in answer.plain and "<b>a man" not in answer.text
    assert PURPOSE in answer.plain and "Idris" not in answer.text and office.case(one).name not in answer.plain
    assert "Carla Casey and Sam Second have let it leave" in answer.plain
    assert kinds(office)[-3:] == ["unlocked", "narrative", "narrative_agreed"]
    thread = (await visitor.get(f"/case/{one.hex()}")).plain
    assert f"Carla Casey and Sam Second took the text out of the office, for: {PURPOSE}" in thread
    assert "Sam Second read a text that leaves the office, and agreed" in thread
    assert "took the text out" not in (await visitor.get(f"/case/{two.hex()}")).plain
    steward = await desk.inside("steward", "/audit")
    assert "Sam Second Agreed that a text leaves the office" in steward.last.plain and PURPOSE not in steward.last.text


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("caseworker", "It takes a second person"),
        ("focal_point", "It takes a second person"),
        ("steward", "It takes a second person"),
        ("nobody", "opens nothing"),
    ],
)
async def test_nobody_lets_it_leave_alone_or_with_whom_it_is_not_open_to(desk: Desk, who: str, said: str) -> None:
    case_id = desk.office.report()
    visitor = await begun(desk, case_id)
    answer = await taken(visitor, desk.office.passphrases.get(who, "wrong " * 7), {case_id: "What <i>was</i> typed."})
    assert said in answer.plain and "have let it leave" not in answer.plain
    assert "What &lt;i&gt;was&lt;/i&gt; typed." in answer.text and PURPOSE in answer.text
    assert "narrative" not in kinds(desk.office)


async def test_a_complaint_and_what_was_taken_back_never_leave(desk: Desk, second: str) -> None:
    office = desk.office
    complaint, taken_back = office.report(compartment="psea"), office.report()
    office.later(taken_back, "withdrawn")
    for who, case_id in (("focal_point", complaint), ("caseworker", taken_back), ("caseworker", complaint)):
        visitor = await begun(desk, case_id, who=who)
        assert "Complaints about aid workers never leave as texts." in visitor.last.plain
        answer = await taken(visitor, second, {case_id: "x"})
        assert "never leave as texts" in answer.plain and "have let it leave" not in answer.plain
    assert "narrative" not in kinds(office)


async def test_without_a_purpose_or_a_text_or_with_a_receipt_nothing_leaves(desk: Desk, second: str) -> None:
    case_id = desk.office.report()
    visitor = await begun(desk, case_id)
    receipt = new_receipt().shown
    for text, purpose, said in (
        ("x", " ", "There is no text yet."),
        (" ", PURPOSE, "There is no text yet."),
        (f"call {receipt}", PURPOSE, "A receipt stands in this."),
        ("x" * 4001, PURPOSE, "1 character too long"),
    ):
        assert said in (await taken(visitor, second, {case_id: text}, purpose)).plain
    many = [desk.office.report() for _ in range(21)]
    visitor = await begun(desk, *many)
    assert "at most 20 texts" in visitor.last.plain
    assert "narrative" not in kinds(desk.office)


async def test_a_form_of_elsewhere_takes_nothing_out(desk: Desk, second: str) -> None:
    case_id = desk.office.report()
    visitor = await begun(desk, case_id)
    sent = {"do": "take_out", "passphrase": second, "purpose": PURPOSE, "case": f"{case_id.hex()}:{'0' * 16}"}
    assert "before the desk locked" in (await visitor.post("/narrative", sent, token="0" * 64)).plain
    assert "narrative" not in kinds(desk.office)


async def test_where_nothing_can_be_written_down_nothing_is_shown(desk: Desk, second: str) -> None:
    case_id = desk.office.report()
    visitor = await begun(desk, case_id)
    with sqlite3.connect(str(desk.office.database.path)) as other:
        other.execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
    answer = await taken(visitor, second, {case_id: "x"})
    assert answer.status == 500 and "have let it leave" not in answer.plain


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
async def test_it_fits_the_screen(page: Page, desk: Desk, language: str, width: int) -> None:
    case_id = desk.office.report("الرصاص في الليل عند الطاحونة.")
    await page.set_viewport_size({"width": width, "height": 844})
    await unlock(page, desk)
    await page.context.add_cookies([{"name": "amana_language", "value": language, "url": desk.url}])
    await page.goto(f"{desk.url}/")
    await page.locator(f".tick[value^='{case_id.hex()}']").check()
    await page.locator("[formaction='/narrative']").click()
    await page.wait_for_selector("#purpose")
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
