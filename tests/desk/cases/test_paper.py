"""On paper a case comes only after a warning; every other page says there why it is not printed."""

from playwright.async_api import Page, expect

from tests.desk.conftest import Desk
from tests.desk.test_browser import unlock


async def test_a_case_is_printed_after_a_warning_and_colleagues_see_that_it_was(page: Page, desk: Desk) -> None:
    office = desk.office
    case_id = office.report("They came again last night.")
    office.do("caseworker", "note", case_id, "for colleagues only")
    await unlock(page, desk, f"/case/{case_id.hex()}")
    await page.get_by_label("Reply to the person").fill("half a reply")
    await page.emulate_media(media="print")
    await expect(page.get_by_text("They came again last night.")).to_be_hidden()
    await expect(page.get_by_text("This page is not printed")).to_be_visible()
    await page.emulate_media(media="screen")
    await page.get_by_role("button", name="Print for a paper file").click()
    await expect(page.get_by_text("Paper has no lock")).to_be_visible()
    await page.get_by_role("button", name="Show the sheet to print").click()
    await page.emulate_media(media="print")
    await expect(page.get_by_text("They came again last night.")).to_be_visible()
    await expect(page.get_by_role("button", name="Lock")).to_be_hidden()
    assert "for colleagues only" not in await page.content()
    await page.emulate_media(media="screen")
    await page.get_by_role("link", name="Back to the case").click()
    await expect(page.get_by_text("printed the case on paper")).to_be_visible()
    await expect(page.get_by_label("Reply to the person")).to_have_value("half a reply")


async def test_nothing_is_printed_by_a_page_that_is_not_ours_and_notes_only_when_asked_for(desk: Desk) -> None:
    office = desk.office
    case_id = office.report()
    office.do("caseworker", "note", case_id, "for colleagues only")
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    await visitor.post(f"/case/{case_id.hex()}/paper", {}, token="0" * 64)
    assert len(office.case(case_id).entries) == 2
    answer = await visitor.post(f"/case/{case_id.hex()}/paper", {"notes": "1"})
    assert "for colleagues only" in answer.plain and office.case(case_id).entries[-1].kind == "printed"
    assert (await visitor.get(f"/case/{'0' * 32}/paper")).status == 404
