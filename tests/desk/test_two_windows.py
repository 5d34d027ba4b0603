"""Two windows of one browser: only what a person does keeps the desk open, and neither window erases the other."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from desk.config import DeskConfig
from tests.desk.conftest import Desk
from tests.desk.test_browser import unlock
from tests.support.patience import PATIENCE, becomes


@pytest.fixture
def config(config: DeskConfig) -> DeskConfig:
    return replace(config, lock_minutes=1)


@pytest.fixture
async def windows(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser in which several windows can be opened. Their clocks go only when told to."""
    context = await browser.new_context()
    context.set_default_timeout(PATIENCE * 1000)
    await context.clock.install()
    yield context
    await context.close()


async def pass_time(desk: Desk, seconds: int, *windows: Page) -> None:
    """For the desk and for every window alike, one after the other."""
    desk.ticks.now += seconds
    for window in windows:
        await window.clock.fast_forward(seconds * 1000)


async def test_two_windows_that_nobody_works_in_lock_like_one(windows: BrowserContext, desk: Desk) -> None:
    one, two = await windows.new_page(), await windows.new_page()
    await unlock(one, desk)
    await pass_time(desk, 30, one, two)
    await two.goto(f"{desk.url}/")
    for _ in range(3):
        await pass_time(desk, 31, one, two)
    await one.wait_for_url("**/unlock**")
    await two.wait_for_url("**/unlock**")
    assert list(desk.sessions.unlocked()) == []


async def test_a_window_whose_minute_is_over_stays_while_the_other_is_worked_in(
    windows: BrowserContext, desk: Desk
) -> None:
    one, two = await windows.new_page(), await windows.new_page()
    await unlock(one, desk)
    await two.goto(f"{desk.url}/")
    asked: list[str] = []
    one.on("requestfinished", lambda request: asked.append(request.url))
    desk.ticks.now += 50
    await two.reload()
    desk.ticks.now += 12
    await one.clock.fast_forward(62_000)
    await becomes(lambda: f"{desk.url}/news" in asked)
    await expect(one.locator("#countdown")).to_have_text(re.compile(r"[1-4]\d"))
    assert one.url == f"{desk.url}/"


async def test_what_a_page_asks_by_itself_puts_nothing_off(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    token = visitor.form_token
    desk.ticks.now += 40
    assert (await visitor.get("/news")).text == '{"locks_in": 20}'
    fields = {"reply": "half a reply", "note": "", "by_itself": "1"}
    answer = await visitor.post(f"/case/{case_id.hex()}/draft", fields, token)
    assert answer.text == '{"locks_in": 20}'
    assert "still open" in (await visitor.get("/unlock?why=idle")).plain
    desk.ticks.now += 20
    assert (await visitor.get("/news")).text == '{"locks_in": 0}'
    assert list(desk.sessions.unlocked()) == []


async def test_the_door_tells_nobody_how_long_is_left_who_is_not_inside(desk: Desk) -> None:
    await desk.inside()
    assert (await desk.visitor().get("/news")).text == '{"locks_in": 0}'
