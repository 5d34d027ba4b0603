"""At the desk: similar reports side by side, put together, answered once in each language, and apart again."""

import re

import pytest
from playwright.async_api import Page, expect

from services.reports.case import Case, case_name
from services.reports.deeds.incident import joined
from services.reports.replies import open_replies
from tests.desk.conftest import Desk, Visitor
from tests.desk.test_browser import unlock
from tests.support.offices import Office

GATE = "Armed men stopped the bus at the north gate and took two boys with them."
BOYS = "At the north gate two boys were taken from a bus by armed men."
ENGLISH, ARABIC = "Thank you. We are looking into it.", "شكرًا لكم. نحن ننظر في الأمر."


def in_mailbox(office: Office, case_id: bytes) -> list[str]:
    with office.database.reading() as session:
        return [reply.text for reply in open_replies(session, office.trust, office.mailboxes[case_id]).replies]


def tick(case: Case) -> str:
    return f"{case.id.hex()}:{case.version}"


def put_together(office: Office, *ids: bytes) -> str:
    for each in ids:
        office.act("caseworker", each, joined(office.case(each), b"i" * 16))
    return f"/incident/{(b'i' * 16).hex()}"


async def press(visitor: Visitor, path: str, do: str, **texts: str) -> None:
    """Press a button of the incident page that is open."""
    cases = re.findall(r'name="case" value="([^"]*)"', visitor.last.text)
    marks = {name: visitor.field(name) for name in re.findall(r'name="(text_\w+_was)"', visitor.last.text)}
    fields = {"do": do, "answer": visitor.field("answer"), "then": "waiting", "case": "\n".join(cases)}
    await visitor.post(path, fields | marks | {f"text_{code}": text for code, text in texts.items()})


async def test_similar_reports_are_put_together_and_taken_apart(desk: Desk) -> None:
    office = desk.office
    one, two = office.report(GATE), office.report(BOYS)
    visitor = await desk.inside(onward=f"/case/{one.hex()}")
    assert "Reports that may be about the same" in visitor.last.plain and BOYS in visitor.last.plain
    answer = await visitor.work(one, "group", note="half a note")
    assert "Tick at least one other report" in answer.plain and visitor.area("note") == "half a note"
    answer = await visitor.work(one, "group", alike=tick(office.case(two)))
    assert "Carla Casey put the case together with others" in answer.plain and "2 reports" in answer.plain
    assert "2 different people told of it" in answer.plain and "may be about the same" not in answer.plain
    assert office.case(one).standing.incident == office.case(two).standing.incident != None  # noqa: E711
    page = await visitor.get(re.findall(r"/incident/[0-9a-f]{32}", answer.text)[0])
    assert GATE in page.plain and BOYS in page.plain and "Nobody can know for sure" in page.plain
    await visitor.get(f"/case/{one.hex()}")
    await visitor.work(one, "apart")
    assert office.case(one).standing.incident is None
    assert "may be about the same" in (await visitor.get(f"/case/{one.hex()}")).plain
    assert (await visitor.get(page.path)).status == 404


async def test_putting_together_can_be_undone(desk: Desk) -> None:
    office = desk.office
    one, two = office.report(GATE), office.report(BOYS)
    visitor = await desk.inside(onward=f"/case/{one.hex()}")
    await visitor.work(one, "group", alike=tick(office.case(two)))
    deed = office.case(one).entries[-1].id
    assert "Undone" in (await visitor.work(one, f"undo:{deed.hex()}")).plain
    assert office.case(one).standing.incident is None and "One incident" not in visitor.last.plain


async def test_nothing_is_put_together_where_somebody_added_to_one_of_them(desk: Desk) -> None:
    office = desk.office
    one, two = office.report(GATE), office.report(BOYS)
    visitor = await desk.inside(onward=f"/case/{one.hex()}")
    shown = tick(office.case(two))
    office.later(two, text="It was another day.")
    answer = await visitor.work(one, "group", alike=shown)
    assert f"added meanwhile to: {case_name(two)}" in answer.plain
    office.later(one, text="They are back.")
    assert "while you were writing" in (await visitor.work(one, "group", alike=tick(office.case(two)))).plain
    assert office.case(one).standing.incident is None and office.case(two).standing.incident is None
    assert "no such case" in (await visitor.work(one, "group", alike=f"{'0' * 32}:{'0' * 16}")).plain


async def test_whoever_is_put_together_brings_what_they_were_together_with(desk: Desk) -> None:
    office = desk.office
    one, two, three = office.report(GATE), office.report(BOYS), office.report("Something else.")
    put_together(office, two, three)
    visitor = await desk.inside(onward=f"/case/{one.hex()}")
    await visitor.work(one, "group", alike=tick(office.case(two)))
    assert len({office.case(each).standing.incident for each in (one, two, three)}) == 1


async def test_a_complaint_is_shown_beside_nothing_and_put_together_with_nothing(desk: Desk) -> None:
    office = desk.office
    one, two = office.report(GATE, compartment="psea"), office.report(BOYS, compartment="psea")
    visitor = await desk.inside("focal_point", f"/case/{one.hex()}")
    assert "may be about the same" not in visitor.last.plain and BOYS not in visitor.last.plain
    await visitor.work(one, "group", alike=tick(office.case(two, "focal_point")))
    assert office.case(one, "focal_point").standing.incident is None


async def test_all_are_answered_once_each_in_their_language_after_one_look(desk: Desk) -> None:
    office = desk.office
    one, two, three = (office.report(GATE, language=each) for each in ("en", "ar", "en"))
    path = put_together(office, one, two, three)
    visitor = await desk.inside(onward=path)
    await press(visitor, path, "send", en=ENGLISH, ar=ARABIC)
    assert "This is what they will read" in visitor.last.plain and not in_mailbox(office, one)
    page = visitor.last
    await press(visitor, path, "send", en=ENGLISH, ar=ARABIC)
    assert "3 replies were sent" in visitor.last.plain
    visitor._last = page
    await press(visitor, path, "send", en=ENGLISH, ar=ARABIC)
    assert "Nothing was sent twice" in visitor.last.plain
    assert [in_mailbox(office, each) for each in (one, two, three)] == [[ENGLISH], [ARABIC], [ENGLISH]]


async def test_what_was_changed_since_the_look_is_shown_again_and_a_wrong_language_is_warned_of(desk: Desk) -> None:
    office = desk.office
    one, two = (office.report(GATE, language=each) for each in ("en", "ar"))
    path = put_together(office, one, two)
    visitor = await desk.inside(onward=path)
    await press(visitor, path, "preview", en=ENGLISH, ar="This is English and you will not read it.")
    assert "This does not look like the language they read" in visitor.last.plain
    await press(visitor, path, "send", en="Another text.", ar="")
    assert "There is no text in this language" in visitor.last.plain and not in_mailbox(office, one)
    office.later(one, text="They are back.")
    await press(visitor, path, "send", en="Another text.", ar="")
    assert case_name(one) in visitor.last.plain and case_name(two) in visitor.last.plain
    assert not in_mailbox(office, one) and visitor.area("text_en") == "Another text."


@pytest.mark.parametrize("how", ["lock", "restart"])
async def test_what_is_half_written_to_all_survives_a_lock_and_a_page_nobody_knows(desk: Desk, how: str) -> None:
    office = desk.office
    path = put_together(office, office.report(GATE), office.report(BOYS))
    visitor = await desk.inside(onward=path)
    page = visitor.last
    if how == "lock":
        for session in desk.sessions.unlocked():
            desk.sessions.lock(session)
    else:
        desk.sessions._sessions.clear()
    await press(visitor, path, "preview", en=ENGLISH)
    assert not in_mailbox(office, office.caseload().all()[0].id)
    kept = visitor.field("kept")
    visitor._last = visitor.last if how == "restart" else page
    if how == "restart":
        await visitor.post("/unlock", {"passphrase": office.passphrases["caseworker"], "next": path, "kept": kept})
    else:
        await visitor.unlock(office.passphrases["caseworker"], path)
    assert visitor.last.path == path and visitor.area("text_en") == ENGLISH


async def test_in_a_browser_what_is_typed_is_kept_and_both_sizes_have_no_sideways_scrolling(
    page: Page, desk: Desk
) -> None:
    office = desk.office
    one, two = office.report(GATE), office.report(BOYS)
    await unlock(page, desk, f"/case/{one.hex()}")
    await page.locator(f"[name=alike][value^='{two.hex()}']").check()
    await page.get_by_role("button", name="Put what is ticked together with this case").click()
    await page.get_by_role("link", name="All its reports, side by side").click()
    await page.locator("textarea").fill(ENGLISH)
    await page.get_by_role("link", name=case_name(one)).click()
    await page.go_back()
    await page.reload()
    await expect(page.locator("textarea")).to_have_value(ENGLISH)
    for width in (1280, 390):
        await page.set_viewport_size({"width": width, "height": 800})
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.get_by_role("button", name="See what they will read").click()
    await page.get_by_role("button", name="Send these replies").click()
    await expect(page.get_by_role("status").filter(has_text="replies were sent")).to_be_visible()
    assert [in_mailbox(office, each) for each in (one, two)] == [[ENGLISH], [ENGLISH]]
