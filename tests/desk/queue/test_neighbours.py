"""From case to case in the order of the queue as it is narrowed: by links, and by keys that disturb no writing."""

import re

from playwright.async_api import Page, expect

from tests.desk.conftest import Desk, Visitor
from tests.desk.test_browser import unlock


def linked(visitor: Visitor, way: str) -> str:
    """Where the page that is open leads to, '' where nowhere."""
    found = re.search(rf'rel="{way}" href="([^"]*)"', visitor.last.text)
    return found.group(1).replace("&amp;", "&") if found else ""


async def test_next_and_previous_follow_the_queue_as_it_is_narrowed(desk: Desk) -> None:
    office = desk.office
    first = office.report(answers={"zone": "block_a"})
    office.pass_days(1)
    office.report(answers={"zone": "block_b"})
    office.pass_days(1)
    last = office.report(answers={"zone": "block_a"})
    visitor = await desk.inside()
    await visitor.get("/?zone=block_a")
    assert f"/case/{first.hex()}?zone=block_a" in visitor.last.text
    await visitor.get(f"/case/{first.hex()}?zone=block_a")
    assert linked(visitor, "prev") == "" and "1 of 2" in visitor.last.plain
    await visitor.get(linked(visitor, "next"))
    assert visitor.last.path == f"/case/{last.hex()}?zone=block_a"
    assert linked(visitor, "next") == "" and linked(visitor, "prev") == f"/case/{first.hex()}?zone=block_a"


async def test_what_is_done_keeps_the_way_and_after_it_comes_the_first(desk: Desk) -> None:
    office = desk.office
    first = office.report()
    office.pass_days(1)
    second = office.report()
    visitor = await desk.inside()
    await visitor.get(f"/case/{second.hex()}?status=new")
    await visitor.post(f"/case/{second.hex()}?status=new", visitor.typed() | {"do": "status", "state": "closed:helped"})
    assert visitor.last.path == f"/case/{second.hex()}?status=new"
    assert linked(visitor, "next") == f"/case/{first.hex()}?status=new"
    await visitor.post(f"/case/{second.hex()}?status=new", visitor.typed() | {"do": "queue"})
    assert visitor.last.path == "/?status=new"


async def test_keys_lead_from_case_to_case_and_are_silent_while_somebody_writes(page: Page, desk: Desk) -> None:
    office = desk.office
    first = office.report()
    office.pass_days(1)
    second = office.report()
    await unlock(page, desk)
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/case/{first.hex()}")
    await page.keyboard.press("n")
    await page.wait_for_url(f"**/case/{second.hex()}")
    await page.keyboard.press("p")
    await page.wait_for_url(f"**/case/{first.hex()}")
    await page.keyboard.press("r")
    await page.keyboard.type("no plan? /q")
    await expect(page.get_by_label("Reply to the person")).to_have_value("no plan? /q")
    await expect(page.locator("#keys")).to_be_hidden()
    await page.locator("h1").click()
    await page.keyboard.press("?")
    await expect(page.get_by_text("The next and the previous case")).to_be_visible()
    await page.get_by_label("Use these keys").uncheck()
    await page.keyboard.press("Escape")
    await page.keyboard.press("n")
    await page.reload()
    assert page.url.endswith(first.hex())
