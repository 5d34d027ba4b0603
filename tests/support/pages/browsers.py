"""A Chromium for tests of pages. A conftest.py takes it by `from tests.support.pages.browsers import browser, page`.

Where there is none, CI fails loudly; elsewhere the test says so and is passed over.
"""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.support.patience import PATIENCE

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Best first: the shell draws the same pages, but no windows, and opens one five times as fast."""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=PATIENCE * 1000)


def chromium_path() -> str:
    """Where Chromium is. Without one: fails where CI=true, otherwise skips with the reason."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = "NO CHROMIUM: the page tests cannot run (on Debian: apt install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Started once in a process of the tests (tests/conftest.py has it): most tests cost less than to start one."""
    path = chromium_path()
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield started
        await started.close()


@pytest.fixture
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """A headless Chromium that asks nothing of the network by itself, and in which nothing is open yet."""
    yield chromium
    for context in chromium.contexts:
        await context.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A fresh page of desktop size; an error in a page's script fails the test."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE * 1000)
    opened = await context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    await context.close()
    assert errors == []
