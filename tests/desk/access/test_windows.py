"""Who closes the last window is gone, and the desk locks; who goes from page to page is not."""

from functools import partial

import pytest
from playwright.async_api import Page

from desk.access.open_windows import NEXT_PAGE, OpenWindows
from tests.desk.conftest import Desk
from tests.desk.test_browser import unlock
from tests.support.patience import becomes


def windows_of(desk: Desk) -> OpenWindows:
    [session] = desk.sessions.unlocked()
    return session.windows


def are_open(desk: Desk) -> bool:
    desk.ticks.now += NEXT_PAGE + 1
    desk.sessions.lock_overdue()
    return bool(list(desk.sessions.unlocked()))


def is_another(desk: Desk, before: set[str]) -> bool:
    """Whether one page is shown, which was not among those."""
    shown = windows_of(desk).shown
    return len(shown) == 1 and not shown & before


async def test_the_desk_locks_when_the_last_window_is_closed(page: Page, desk: Desk) -> None:
    await unlock(page, desk)
    second = await page.context.new_page()
    await second.goto(desk.url)
    await becomes(lambda: len(windows_of(desk).shown) == 2, "both windows")
    await second.close(run_before_unload=True)
    await becomes(lambda: len(windows_of(desk).shown) == 1, "one window")
    assert are_open(desk)
    await page.goto("about:blank")
    await becomes(lambda: not windows_of(desk).shown, "no window")
    assert not are_open(desk)


async def test_going_from_page_to_page_locks_nothing(page: Page, desk: Desk) -> None:
    case_id = desk.office.report()
    await unlock(page, desk)
    for path in (f"/case/{case_id.hex()}", "/", "/"):
        before = set(windows_of(desk).shown)
        await page.goto(desk.url + path)
        await becomes(partial(is_another, desk, before), "the next page, and it alone")
        assert are_open(desk)


async def test_where_no_script_runs_the_minutes_hold(desk: Desk) -> None:
    await desk.inside()
    assert are_open(desk)


@pytest.mark.parametrize("is_", ["shown", "left", ""])
async def test_saying_so_is_not_work_and_opens_nothing(desk: Desk, is_: str) -> None:
    visitor = await desk.inside()
    [session] = desk.sessions.unlocked()
    used = session.used_at
    desk.ticks.now += 5
    assert (await visitor.post("/window", {"page": "x" * 500, "is": is_})).status == 204
    assert session.used_at == used
    assert (await desk.visitor().post("/window", {"page": "y", "is": is_}, token="")).status == 204


def test_a_first_word_that_comes_after_the_last_opens_no_window() -> None:
    windows = OpenWindows()
    windows.show("case")
    windows.leave("queue", 1.0)
    windows.leave("case", 2.0)
    windows.show("queue")
    assert windows.are_closed(2.0 + NEXT_PAGE + 1)
