"""A practice room as a newcomer opens it (`amana try`), and navigators for its two pages: a phone and the desk."""

import asyncio
import os
import re
import signal
import sys
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
HEARD = """(phone) => {
  const texts = [...phone.querySelectorAll(".message:not(.own) .bubble")];
  return `${texts.length} ${texts.at(-1)?.textContent ?? ""}`;
}"""
"""How much the bot has said, and what last."""
ANSWERED = f"""async (phone, before) => {{
  const heard = {HEARD}, has = async (path) => (await fetch(path)).json();
  const own = `/sandbox/phones/${{phone.id.replace("phone-", "")}}`;
  for (;; await new Promise((done) => setTimeout(done, 50))) {{
    if (heard(phone) === before) continue;
    const [room, view] = await Promise.all([has("/sandbox/state"), has(own)]);
    const labels = [...phone.querySelectorAll(".keys button")].map((key) => key.textContent);
    const shown = phone.querySelectorAll(".message .bubble").length;
    if (!room.pending && shown === view.messages.length && String(labels) === String(view.keyboard.flat())) return;
  }}
}}"""
"""Comes back when something was heard since, the bot has confirmed all it was told, and the page shows all that the
phone has. One question to the browser: to ask it again and again costs more than the whole conversation."""


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

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.words = Words(language)
        self.phone = page.locator(".phone").nth(TRAINING_ORDER.index(language))

    @classmethod
    async def open(cls, browser: Browser, room: Room, language: str) -> "PhonePage":
        context = await browser.new_context(viewport={"width": 1440, "height": 960})
        context.set_default_timeout(PATIENCE * 1000)
        page = await context.new_page()
        await page.goto(room.phones)
        return cls(page, language)

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
        before = await self.phone.evaluate(HEARD)
        await act
        async with asyncio.timeout(PATIENCE):
            await self.phone.evaluate(ANSWERED, before)

    async def is_told_of_an_answer(self) -> None:
        """Wait for the notice that the bot sends of itself: it may have come while the desk was looked at."""
        await self.sees(self.words(SOMETHING_NEW))

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
