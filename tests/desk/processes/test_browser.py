"""A real browser at the desk as it is run: every request of a page may meet another process, and nobody notices."""

from playwright.async_api import Page, expect

from tests.desk.processes.conftest import Guests
from tests.support.desk_processes import DeskProcesses
from tests.support.pages.browsers import browser, page
from tests.support.patience import becomes

__all__ = ["browser", "page"]


async def test_a_day_at_the_desk_ends_with_the_last_window(house: DeskProcesses, guests: Guests, page: Page) -> None:
    with house.amana.office() as office:
        case_id = office.report("They came again last night.")
    path = f"{house.url}/case/{case_id.hex()}"
    await page.set_extra_http_headers({"Accept-Language": "en"})
    await page.goto(path)
    await page.get_by_label("Passphrase").fill(house.amana.passphrase("caseworker"))
    await page.get_by_role("button", name="Unlock").click()
    await page.wait_for_url(path)
    await page.get_by_label("Reply to the person").fill("We heard you.")
    await page.get_by_role("button", name="See what they will read").click()
    await page.get_by_role("button", name="Send this reply").click()
    await expect(page.get_by_role("status").first).to_contain_text("Your reply is in their mailbox")
    await page.get_by_label("Note for colleagues").fill("half a note")
    await expect(page.locator("#saved")).not_to_be_empty()
    await page.goto(house.url)
    await expect(page.get_by_text("They came again")).to_be_visible()
    await page.goto("about:blank")
    house.pass_minutes(0.5)
    await becomes(lambda: not house.rooms(), "the end of the session")
    visitor = await guests.inside(f"/case/{case_id.hex()}")
    assert visitor.area("note") == "half a note"
