"""A practice room as a newcomer opens it (`amana try`), and navigators for its two pages: a phone and the desk."""

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from locales import Words
from tests.support.patience import PATIENCE
from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
RECEIPT = re.compile(r"(?:\d{3} ){5}\d{3}")
SOMETHING_NEW = "👋 There is something new for you here."
TRAINING_ORDER = ("ar", "ckb", "en")
"""The languages of the phones that a practice room starts with."""


@dataclass(frozen=True)
class Room:
    """Where the room's pages are, what opens its desk, and what a phone sends to organise meetings or edit services."""

    phones: str
    desk: str
    caseworker: str
    focal_point: str
    organiser: str
    editor: str


@asynccontextmanager
async def practice_room() -> AsyncIterator[Room]:
    """`amana try`, ended by Ctrl-C. Fails where it does not end in order."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "AMANA_DESK_PORT": str(free_port())}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "try"), stdout=asyncio.subprocess.PIPE, env=environment, start_new_session=True
    )
    try:
        told = [await _value(process) for _ in range(6)]
        yield Room(*told)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        code = await asyncio.wait_for(process.wait(), PATIENCE)
    assert code == 0


async def _value(process: asyncio.subprocess.Process) -> str:
    """What stands alone on an indented line."""
    assert process.stdout
    while True:
        line = (await asyncio.wait_for(process.stdout.readline(), 2 * PATIENCE)).decode()
        assert line, "the practice room did not open"
        if line.startswith("    "):
            return line.strip()


class PhonePage:
    """One phone of the practice room, used as a thumb would: press, write, read."""

    def __init__(self, page: Page, room: Room, language: str) -> None:
        self.page = page
        self.words = Words(language)
        self.phone = page.locator(".phone").nth(TRAINING_ORDER.index(language))
        self._room = room.phones.rstrip("/")

    @classmethod
    async def open(cls, browser: Browser, room: Room, language: str) -> "PhonePage":
        context = await browser.new_context(viewport={"width": 1440, "height": 960})
        context.set_default_timeout(PATIENCE * 1000)
        page = await context.new_page()
        await page.goto(room.phones)
        return cls(page, room, language)

    async def start(self) -> None:
        """Press Telegram's own start button."""
        await self._and_hears(self.phone.locator("button.wide").click())

    async def press(self, label: str) -> None:
        """Press the reply-keyboard button that holds this text, and wait for the answer."""
        button = self.phone.locator(".keys button").filter(has_text=_bare(label)).first
        await expect(button).to_be_visible()
        await self._and_hears(button.click())

    async def press_first(self) -> None:
        """Press the first button, as somebody may who cannot read."""
        await self._and_hears(self.phone.locator(".keys button").first.click())

    async def write(self, text: str) -> None:
        """Type and send, and wait for the answer."""
        await self.phone.get_by_role("textbox").fill(text)
        await self._and_hears(self.phone.locator("button.send").click())

    async def _and_hears(self, act: Awaitable[None]) -> None:
        """Act, and wait until the whole answer is on the page: what of it comes late must not be taken for the next."""
        before = await self._heard()
        await act
        end = time.monotonic() + PATIENCE
        while await self._heard() == before or not await self._is_settled():
            assert time.monotonic() < end, "no answer came"
            await asyncio.sleep(0.05)

    async def _is_settled(self) -> bool:
        """The bot has confirmed all it was told, and the page shows all that the phone has."""
        number = str(await self.phone.get_attribute("id")).removeprefix("phone-")
        state = await (await self.page.request.get(f"{self._room}/sandbox/state")).json()
        phone = await (await self.page.request.get(f"{self._room}/sandbox/phones/{number}")).json()
        keys = [label for row in phone["keyboard"] for label in row]
        shown = await self.phone.locator(".message .bubble").count()
        labels = await self.phone.locator(".keys button").all_text_contents()
        return state["pending"] == 0 and (shown, labels) == (len(phone["messages"]), keys)

    async def is_told_of_an_answer(self) -> None:
        """Wait for the notice that the bot sends of itself: it may have come while the desk was looked at."""
        await self.sees(self.words(SOMETHING_NEW))

    async def _heard(self) -> str:
        texts = await self.phone.locator(".message:not(.own) .bubble").all_inner_texts()
        return f"{len(texts)} {texts[-1] if texts else ''}"

    async def sees(self, text: str) -> Locator:
        bubble = self.phone.locator(".bubble").filter(has_text=_bare(text)).last
        await expect(bubble).to_be_visible()
        return bubble

    async def receipt(self) -> str:
        bubble = self.phone.locator(".bubble").filter(has_text=RECEIPT).last
        await expect(bubble).to_be_visible()
        found = RECEIPT.search(await bubble.inner_text())
        assert found
        return found.group()


def _bare(text: str) -> re.Pattern[str]:
    """The text as it is read: direction marks may stand between its words."""
    marks = "[\u200e\u200f\u2066-\u2069]*"
    words = [re.escape(word) for word in re.sub(r"[\u200e\u200f\u2066-\u2069]", "", text).split()]
    return re.compile(rf"{marks}\s*{marks}".join(words))


class DeskPage:
    """The desk in a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    async def unlock(cls, browser: Browser, room: Room, passphrase: str) -> "DeskPage":
        context = await browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE * 1000)
        page = await context.new_page()
        await page.goto(room.desk)
        await page.fill("#passphrase", passphrase)
        await page.click("#unlock button.main")
        await expect(page.locator("nav.tabs")).to_be_visible()
        return cls(page)

    async def open_first_case(self) -> None:
        await self.page.locator("ol.cases a.cover").first.click()
        await expect(self.page.locator("#reply")).to_be_visible()

    async def reply(self, text: str) -> None:
        await self.page.fill("#reply", text)
        await self.page.click("#look")
        await expect(self.page.locator("#preview")).to_be_visible()
        await self.page.click("#send")
        await expect(self.page.locator("li.entry.reply").last).to_contain_text(text)

    async def lock(self) -> None:
        await self.page.locator("button.lock[accesskey]").click()
        await expect(self.page.locator("#passphrase")).to_be_visible()
