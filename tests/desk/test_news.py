"""What comes appears by itself, in title, number, queue and with a quiet tone; a phone has every action in reach."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.desk.conftest import Desk
from tests.desk.test_browser import unlock
from tests.support.patience import PATIENCE

LISTEN = "window.rung = 0; document.addEventListener('rung', () => { window.rung += 1; })"


async def test_a_new_report_appears_by_itself_and_puts_no_lock_off(page: Page, desk: Desk) -> None:
    desk.office.report("the first")
    await page.clock.install()
    await unlock(page, desk)
    await page.evaluate(LISTEN)
    desk.ticks.now += 60
    left = [desk.sessions.seconds_left(session) for session in desk.sessions.unlocked()]
    desk.office.report("the second")
    await page.clock.fast_forward(16_000)
    await expect(page.get_by_text("the second")).to_be_visible()
    await expect(page.locator("#news")).to_have_text(re.compile("New: .?2"))
    assert (await page.title()).startswith("(2) Queue")
    assert await page.evaluate("window.rung") == 1
    assert [desk.sessions.seconds_left(session) for session in desk.sessions.unlocked()] == left
    desk.ticks.now += 16 * 60
    await page.clock.fast_forward(16_000)
    await page.wait_for_url("**/unlock**")


async def test_the_tone_can_be_switched_off(page: Page, desk: Desk) -> None:
    await page.clock.install()
    await unlock(page, desk)
    await page.get_by_role("button", name="Sound for what is new: on").click()
    await page.reload()
    await expect(page.get_by_role("button", name="Sound for what is new: off")).to_be_visible()
    await page.evaluate(LISTEN)
    desk.office.report("without a sound")
    await page.clock.fast_forward(16_000)
    await expect(page.get_by_text("without a sound")).to_be_visible()
    assert await page.evaluate("window.rung") == 0


async def test_what_is_said_once_is_not_said_to_a_page_that_asks_by_itself(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    fields = visitor.typed() | {"form_token": visitor.form_token, "do": "note"}
    async with visitor.http.post(
        f"{desk.url}/case/{case_id.hex()}", data=fields, headers={"Origin": desk.url}, allow_redirects=False
    ) as answer:
        assert answer.status == 303
    assert "There is no text yet" not in (await visitor.get("/", headers={"By-Itself": "1"})).plain
    assert "There is no text yet" in (await visitor.get(f"/case/{case_id.hex()}")).plain


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_on_a_phone_no_tab_is_hidden_and_the_actions_are_in_reach(
    browser: Browser, desk: Desk, language: str
) -> None:
    case_id = desk.office.report("They came again last night. " * 40, urgent=True)
    context = await browser.new_context(viewport={"width": 390, "height": 780}, locale=language)
    context.set_default_timeout(PATIENCE * 1000)
    phone = await context.new_page()
    await phone.goto(f"{desk.url}/unlock")
    await phone.locator("#passphrase").fill(desk.office.passphrases["caseworker"])
    await phone.keyboard.press("Enter")
    await phone.wait_for_url(f"{desk.url}/")
    for tab in await phone.locator(".tabs a").all():
        box = await tab.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390
    await phone.goto(f"{desk.url}/case/{case_id.hex()}")
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 390
    for action in await phone.locator(".reach > *").all():
        await expect(action).to_be_in_viewport(ratio=1)
    await phone.locator(".reach > *").first.click()
    await expect(phone.locator("#reply")).to_be_in_viewport()
    await context.close()
