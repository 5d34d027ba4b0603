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
    assert '"locks_in": 20,' in (await visitor.get("/news")).text
    fields = {"reply": "half a reply", "note": "", "by_itself": "1"}
    answer = await visitor.post(f"/case/{case_id.hex()}/draft", fields, token)
    assert answer.text.startswith('{"locks_in": 20,')
    assert "still open" in (await visitor.get("/unlock?why=idle")).plain
    desk.ticks.now += 20
    assert '"locks_in": 0,' in (await visitor.get("/news")).text
    assert list(desk.sessions.unlocked()) == []


async def test_the_door_tells_nobody_how_long_is_left_who_is_not_inside(desk: Desk) -> None:
    await desk.inside()
    assert (await desk.visitor().get("/news")).text == '{"locks_in": 0, "fresh": 0, "heard": 0}'


async def test_a_note_typed_in_one_window_leaves_the_reply_of_the_other(windows: BrowserContext, desk: Desk) -> None:
    path = f"/case/{desk.office.report().hex()}"
    one, two = await windows.new_page(), await windows.new_page()
    await unlock(one, desk, path)
    await two.goto(desk.url + path)
    await one.get_by_label("Reply to the person").fill("We heard you.")
    await expect(one.locator("#saved")).to_have_text("Kept as a draft")
    await two.get_by_label("Note for colleagues").fill("She called.")
    await expect(two.locator("#saved")).to_have_text("Kept as a draft")
    await one.get_by_label("Reply to the person").fill("We heard you. Stay inside.")
    await expect(one.locator("#saved")).to_have_text("Kept as a draft")
    await two.reload()
    await expect(two.get_by_label("Reply to the person")).to_have_value("We heard you. Stay inside.")
    await expect(two.get_by_label("Note for colleagues")).to_have_value("She called.")


async def test_a_button_goes_by_what_its_own_window_shows(desk: Desk) -> None:
    case_id = desk.office.report()
    one = await desk.inside(onward=f"/case/{case_id.hex()}")
    await one.post(f"/case/{case_id.hex()}/draft", one.typed(reply="the older words"))
    await one.get(f"/case/{case_id.hex()}")
    shown, token = one.typed(reply="the older words"), one.form_token
    await one.post(f"/case/{case_id.hex()}/draft", one.typed(reply="the newer words"), token)
    await one.post(f"/case/{case_id.hex()}", shown | {"do": "status", "state": "waiting"}, token)
    assert one.area("reply") == "the newer words", "nobody touched it in that window"
    await one.post(f"/case/{case_id.hex()}", shown | {"do": "preview", "version": one.field("version")}, token)
    assert one.area("reply") == "the older words", "what is previewed is what was on the page"


async def test_two_windows_of_a_locked_desk_lose_nothing_either(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    first, second, token = visitor.typed(reply="half a reply"), visitor.typed(note="half a note"), visitor.form_token
    desk.ticks.now += 61
    await visitor.post(f"/case/{case_id.hex()}/draft", first, token)
    await visitor.post(f"/case/{case_id.hex()}/draft", second, token)
    await visitor.unlock(desk.office.passphrases["caseworker"], f"/case/{case_id.hex()}")
    assert (visitor.area("reply"), visitor.area("note")) == ("half a reply", "half a note")
