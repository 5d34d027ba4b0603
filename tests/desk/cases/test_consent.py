"""What a person said about passing something on stands in the queue, and in the case word for word."""

from playwright.async_api import Page

from tests.desk.conftest import Desk
from tests.desk.test_browser import unlock
from tests.support.reports.referring import answers, asks, hands_over


async def test_a_yes_and_what_it_is_to_stand_in_queue_and_case(desk: Desk) -> None:
    office = desk.office
    case_id = office.report()
    asked = asks(office, case_id)
    answers(office, case_id, asked)
    visitor = await desk.inside()
    assert "Said yes" in visitor.last.plain
    case = (await visitor.get(f"/case/{case_id.hex()}")).plain
    for said in ("Example clinic", "Needs a doctor for a wound.", "The person said yes: it may be passed on to"):
        assert said in case


async def test_what_was_taken_back_leads_the_queue_also_of_a_report_that_is_taken_back(desk: Desk) -> None:
    office = desk.office
    case_id = office.report()
    asked = asks(office, case_id)
    answers(office, case_id, asked)
    hands_over(office, case_id, asked)
    other = office.report(urgent=True)
    office.later(case_id, "withdrawn")
    queue = (await desk.inside()).last
    assert "Took a yes back" in queue.plain
    assert queue.text.index(case_id.hex()) < queue.text.index(other.hex())


async def test_no_mark_covers_a_cases_name_on_a_small_screen(page: Page, desk: Desk) -> None:
    office = desk.office
    case_id = office.report()
    asked = asks(office, case_id)
    for answer in ("yes", "withdrawn"):
        answers(office, case_id, asked, answer)
    await page.set_viewport_size({"width": 390, "height": 800})
    await unlock(page, desk, "/")
    name = await page.locator(".row-name .cover span").bounding_box()
    marks = await page.locator(".row-state").bounding_box()
    assert name and marks and name["x"] + name["width"] <= marks["x"]
