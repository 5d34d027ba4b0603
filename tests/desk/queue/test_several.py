"""One thing is done to several cases at once, and never to one that somebody has changed since it was shown."""

import re

from multidict import MultiDict
from playwright.async_api import Page, expect

from services.reports.case import case_name
from services.reports.deeds.tags import tagged
from tests.desk.conftest import Desk, Visitor
from tests.desk.test_browser import unlock


def ticked(visitor: Visitor, case_id: bytes) -> str:
    """What the tick of that case says on the page that is open."""
    found = re.search(rf'value="({case_id.hex()}:[0-9a-f]+)"', visitor.last.text)
    return found.group(1) if found else f"{case_id.hex()}:{'0' * 16}"


async def test_what_was_ticked_is_closed_but_for_what_somebody_has_written_to(page: Page, desk: Desk) -> None:
    office = desk.office
    one, two, other = office.report(), office.report(), office.report()
    await unlock(page, desk)
    await expect(page.locator("#several")).to_be_hidden()
    for case_id in (one, two):
        await page.locator(f".tick[value^='{case_id.hex()}']").check()
    office.later(two, text="They are back.")
    await page.locator("#several [value=close]").click()
    await expect(page.get_by_role("status").filter(has_text="case closed.")).to_be_visible()
    await expect(page.get_by_role("alert")).to_contain_text(case_name(two))
    assert [office.case(each).is_open for each in (one, two, other)] == [False, True, True]


async def test_tags_are_added_to_what_is_ticked_and_none_is_taken_away(desk: Desk) -> None:
    office = desk.office
    one, two = office.report(), office.report()
    office.act("caseworker", one, tagged((), ["gate"]))
    visitor = await desk.inside()
    ticks = MultiDict([("case", ticked(visitor, one)), ("case", ticked(visitor, two))])
    answer = await visitor.post("/several", MultiDict([("do", "tag"), ("tags", "Bridge, night"), *ticks.items()]))
    assert "2 cases tagged." in answer.plain
    assert office.case(one).standing.tags == {"gate", "bridge", "night"}
    assert office.case(two).standing.tags == {"bridge", "night"}
    tick = ticked(visitor, one)
    assert "There is no text yet." in (await visitor.post("/several", {"do": "tag", "tags": " ,", "case": tick})).plain
    too_many = ",".join(f"tag {number}" for number in range(10))
    answer = await visitor.post("/several", {"do": "tag", "tags": too_many, "case": tick})
    assert "A case can have 12 tags." in answer.plain and len(office.case(one).standing.tags) == 3


async def test_nothing_is_done_by_a_form_of_elsewhere_or_a_button_nobody_made(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside()
    tick = ticked(visitor, case_id)
    await visitor.post("/several", {"do": "close", "outcome": "noted", "case": tick}, token="0" * 64)
    await visitor.post("/several", {"do": "erase", "case": tick})
    await visitor.post("/several", {"do": "close", "outcome": "noted", "case": "nothing"})
    assert desk.office.case(case_id).is_open
    answer = await visitor.post("/several?status=new", {"do": "close", "outcome": "noted", "case": tick})
    assert answer.path == "/?status=new" and not desk.office.case(case_id).is_open
