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
from tests.support.patience import becomes

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


def shortened(visitor: Visitor, case_id: bytes, text: str, **more: str) -> dict[str, str]:
    """All that the page would send, once that was typed into the field of a case."""
    name, here = f"text_{case_id.hex()}", {"case": f"{case_id.hex()}:{'0' * 16}"}
    marks = {each: visitor.field(each) for each in (f"{name}_was", "purpose_was")}
    return here | marks | {name: text, "purpose": PURPOSE} | more


async def test_what_is_shortened_is_kept_while_it_is_typed_and_is_back_after_a_lock(desk: Desk, second: str) -> None:
    one, two = desk.office.report("At the mill they took Idris."), desk.office.report("Shots at night.")
    visitor = await begun(desk, one, two)
    sent = shortened(visitor, one, "They took a man.") | {"passphrase": second}
    assert (
        await visitor.http.post(
            f"{desk.url}/narrative/draft", data=sent | {"form_token": visitor.form_token}, headers={"Origin": desk.url}
        )
    ).status == 200
    await visitor.post("/lock", {})
    (pieces,) = desk.sessions.sealed_drafts.drawer.pieces.values()
    assert pieces and b"They took" not in b"".join(pieces) and second.encode() not in b"".join(pieces)
    await visitor.unlock(desk.office.passphrases["caseworker"])
    assert 'href="/narrative"' in visitor.last.text
    await visitor.get("/narrative")
    assert visitor.area(f"text_{one.hex()}") == "They took a man."
    assert PURPOSE in visitor.last.text and second not in visitor.last.text


async def test_what_is_sent_to_a_locked_desk_or_to_one_started_anew_is_not_lost(desk: Desk, second: str) -> None:
    case_id = desk.office.report("At the mill they took Idris.")
    visitor = await begun(desk, case_id)
    sent, token = shortened(visitor, case_id, "They took a man.", do="take_out", passphrase=second), visitor.form_token
    await visitor.post("/lock", {})
    answer = await visitor.post("/narrative", sent, token=token)
    assert answer.path.startswith("/unlock?next=/narrative")
    answer = await visitor.post("/unlock", {"passphrase": desk.office.passphrases["caseworker"], "next": "/narrative"})
    assert visitor.area(f"text_{case_id.hex()}") == "They took a man." and "narrative" not in kinds(desk.office)
    stranger = desk.visitor()
    await stranger.get("/unlock")
    await stranger.post("/narrative", sent | {f"text_{case_id.hex()}": "Somebody was taken."})
    kept = {"kept": stranger.field("kept"), "passphrase": desk.office.passphrases["caseworker"], "next": "/"}
    assert "Somebody" not in stranger.last.text and kept["kept"]
    await stranger.post("/unlock", kept)
    assert stranger.last.path == "/narrative" and stranger.area(f"text_{case_id.hex()}") == "Somebody was taken."


async def test_once_it_has_left_or_is_thrown_away_nothing_is_kept(desk: Desk, second: str) -> None:
    one, two = desk.office.report("At the mill they took Idris."), desk.office.report("Shots at night.")
    visitor = await begun(desk, one)
    assert "have let it leave" in (await taken(visitor, second, {one: "They took a man."})).plain
    assert (await visitor.get("/narrative")).path == "/" and 'href="/narrative"' not in visitor.last.text
    await visitor.post("/narrative", {"case": ticked(visitor, two)})
    await visitor.post("/narrative/draft", shortened(visitor, two, "Shots."))
    await visitor.get("/narrative")
    assert visitor.area(f"text_{two.hex()}") == "Shots."
    await visitor.post("/narrative", {"do": "drop"})
    await visitor.post("/narrative", {"case": ticked(visitor, two)})
    assert visitor.area(f"text_{two.hex()}") == "Shots at night."


async def test_two_windows_do_not_take_each_others_words_and_what_leaves_is_what_was_read(
    desk: Desk, second: str
) -> None:
    one, two = desk.office.report("At the mill they took Idris."), desk.office.report("Shots at night.")
    visitor = await begun(desk, one, two)
    whole = {f"text_{two.hex()}": "Shots at night.", f"text_{two.hex()}_was": visitor.field(f"text_{two.hex()}_was")}
    other_window = shortened(visitor, one, "At the mill they took Idris.") | whole
    await visitor.post("/narrative/draft", shortened(visitor, one, "They took a man."))
    await visitor.get("/narrative")
    await visitor.post("/narrative/draft", other_window)
    await visitor.get("/narrative")
    assert visitor.area(f"text_{one.hex()}") == "They took a man."
    answer = await taken(visitor, second, {one: "Somebody is gone."})
    assert "Somebody is gone." in answer.plain and "They took a man." not in answer.plain


async def test_the_page_keeps_itself_and_never_sends_the_passphrase(page: Page, desk: Desk, second: str) -> None:
    case_id, posted = desk.office.report("At the mill they took Idris."), []
    page.on("request", lambda request: posted.append(request.post_data) if request.url.endswith("/draft") else None)
    await unlock(page, desk)
    await page.locator(f".tick[value^='{case_id.hex()}']").check()
    await page.locator("[formaction='/narrative']").click()
    await page.locator("#second").fill(second)
    await page.locator("#text-1").fill("They took a man.")
    await becomes(lambda: bool(posted))
    assert posted and all("passphrase" not in each and "They+took+a+man." in each for each in posted)
    await page.goto(f"{desk.url}/narrative")
    assert await page.locator("#text-1").input_value() == "They took a man."


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
