"""Puts every string of a list through the whole product: as command, receipt, choice, report, and reply from the desk.

    python tests/bench/naughty_strings.py FILE.json [--at-once 8]

FILE holds a JSON list of strings, such as the Big List of Naughty Strings. Each gets a phone of its own on a pretend
Telegram, with the real bot and the real desk over real HTTP. Counts what broke: a step nobody answered, words that did
not come back as they were written (after control characters and space around them are taken off), a desk page whose
markup they changed. Ends with 1 where anything broke.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import tempfile
import time
import unicodedata
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import aiohttp
from aiohttp import web

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.bootstrap import Foundations, open_foundations
from bot.settings import Settings
from desk.application import make_application
from desk.config import DeskConfig
from sandbox import Phone, Sandbox
from services.keys import founding as organisation
from services.keys.keyring import Unlocked, stretch, unlock
from services.keys.sealing import RuntimeKey
from services.reports.case import Case
from services.reports.caseload import Caseload
from services.reports.casework import Casework
from storage import migrations
from storage.engine import Database
from tests.journeys.conftest import CONTENT, running
from tests.support.clocks import Clock

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
PATIENCE = 60.0
RECEIPT = re.compile(r"(\d{3} ){5}\d{3}")
TO_THE_WORDS = ("😟 I feel unsafe or threatened", "⏭ Skip", "⏭ Skip", "⏭ Skip")


def documented(text: str) -> str:
    """What is kept of a text: all but control characters and the space around it."""
    kept = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs"))
    return kept.strip()


def visible(text: str) -> str:
    """For comparing what two renderings show: the desk leaves out invisible signs and marks piled on one another."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Mn", "Me", "Zs", "Cc", "Cn"))


def words_of(case: Case) -> str:
    """What the person wrote, as the desk has it."""
    return next((one for path, one in case.answers.items() if path.endswith("what_happened")), "")


class Markup(HTMLParser):
    """The tags and attribute names of a page, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.marks: set[str] = set()
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.marks |= {tag} | {f"{tag} {name}" for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@dataclass
class Trial:
    """The running product and what broke so far."""

    telegram: Sandbox
    found: Foundations
    caseworker: Unlocked
    desk: str
    browser: aiohttp.ClientSession
    broken: list[tuple[str, str]] = field(default_factory=list)
    whole: int = 0
    unsendable: int = 0
    usual: set[str] = field(default_factory=set)

    async def each(self, text: str) -> None:
        """Everything that can be done with one string."""
        if not documented(text):
            self.unsendable += 1
            return
        phone = self.telegram.phone(language="en", met=True)
        try:
            receipt = await self._as_a_person(phone, text)
            await self._at_the_desk(phone, text, receipt)
            self.whole += 1
        except Exception as failure:
            self.broken.append((text, f"{type(failure).__name__}: {failure}"[:300]))

    async def _say(self, phone: Phone, *texts: str) -> str:
        for text in texts:
            phone.forget_arrivals()
            await phone.send(text)
            said = await phone.next_message(PATIENCE)
            assert "went wrong" not in said.text, f"apologised for {text!r}"
        return str(said.text)

    async def _as_a_person(self, phone: Phone, text: str) -> str:
        await self._say(phone, "/" + " ".join(text.split())[:200], "/mailbox", text[:4000], "/stop")
        asked = await self._say(phone, "/report", "✅ Go on", text)
        assert "What is it about?" in asked, "not asked again after a wrong choice"
        await self._say(phone, *TO_THE_WORDS, text, "📨 Check and send", "✅ Send")
        await phone.sees(lambda phone: any(RECEIPT.search(said) for said in phone.texts), PATIENCE)
        found = next(filter(None, (RECEIPT.search(said) for said in phone.texts)))
        await self._say(phone, "✅ I noted it")
        return found[0]

    async def _at_the_desk(self, phone: Phone, text: str, receipt: str) -> None:
        case = self._answer(text)
        async with self.browser.get(f"{self.desk}/case/{case.id.hex()}") as answer:
            assert answer.status == 200
            page = Markup(await answer.text())
        assert visible(documented(text)) in visible("".join(page.words)), "not on the page as it was written"
        self.usual = self.usual or page.marks
        assert not page.marks - self.usual, f"new markup: {page.marks - self.usual}"
        await phone.send(receipt)
        await phone.sees(
            lambda phone: any(visible(documented(text)) in visible(said) for said in phone.texts), PATIENCE
        )

    def _answer(self, text: str) -> Case:
        """Reply with the string to the only open case nobody has answered that holds it."""
        caseload = Caseload()
        with self.found.database.reading() as session:
            caseload.refresh(session, self.caseworker, self.found.trust)
        fitting = (case for case in caseload.all() if words_of(case) == documented(text) and not case.entries[1:])
        case = next(fitting, None)
        assert case is not None, "the report is not at the desk as it was written"
        with self.found.database.writing() as session:
            Casework(self.found.trust, self.caseworker).reply(session, case, documented(text)[:3000], NOW)
        return case


def install(folder: Path) -> str:
    """A settings folder with everything in it; the caseworker's passphrase."""
    runtime = RuntimeKey.generate()
    url = f"sqlite:///{folder / 'amana.db'}"
    migrations.upgrade(url)
    database = Database(url)
    people = organisation.FirstPeople("Sami Steward", "Carla Casey", "Farid Focal")
    with database.writing() as session:
        founding = organisation.found(session, runtime.public, people, NOW)
    database.close()
    (folder / "organisation.pub").write_text(founding.trust.text)
    (folder / "runtime.key").write_text(runtime.secret.hex())
    return str(founding.caseworker.passphrase)


async def open_desk(stack: AsyncExitStack, found: Foundations, passphrase: str) -> tuple[str, aiohttp.ClientSession]:
    """A served desk and a browser that has unlocked it."""
    config = DeskConfig(
        found.database, found.trust, found.organisation.site_salt, ("en",), lambda: NOW, runtime=found.runtime
    )
    runner = web.AppRunner(make_application(config), access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    browser = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
    async with browser.get(f"{url}/unlock") as answer:
        token = re.search(r'name="form_token" value="([^"]*)"', await answer.text())
    fields = {"form_token": token[1] if token else "", "passphrase": passphrase, "next": "/"}
    async with browser.post(f"{url}/unlock", data=fields, headers={"Origin": url}) as answer:
        assert answer.status == 200
    return url, browser


async def try_all(strings: list[str], at_once: int) -> Trial:
    """Every string, several people at a time."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        passphrase = install(folder)
        telegram = await stack.enter_async_context(Sandbox(limits=False))
        settings = Settings(
            _env_file=None, token=telegram.token, api_url=telegram.url, folder=folder, content=CONTENT, limits=False
        )
        clock = Clock()
        clock.now = NOW
        found = stack.enter_context(open_foundations(settings, clock))
        await stack.enter_async_context(running(settings, found, clock))
        with found.database.writing() as session:
            unlocked = unlock(session, stretch(found.organisation.site_salt, passphrase), found.trust, NOW)
        trial = Trial(telegram, found, unlocked, *await open_desk(stack, found, passphrase))
        room = asyncio.Semaphore(at_once)

        async def one(text: str) -> None:
            async with room:
                await trial.each(text)

        await one("plain words, to learn the page's own markup")
        await asyncio.gather(*(one(text) for text in strings))
        return trial


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--at-once", type=int, default=8)
    given = parser.parse_args()
    strings = json.loads(given.file.read_text())
    begun = time.monotonic()
    trial = asyncio.run(try_all(strings, given.at_once))
    for text, why in trial.broken:
        print(f"{text[:60]!r}: {why}")
    print(
        f"{len(strings)} strings in {time.monotonic() - begun:.0f} s: {trial.whole - 1} whole, "
        f"{trial.unsendable} nothing to send, {len(trial.broken)} broken"
    )
    return 1 if trial.broken else 0


if __name__ == "__main__":
    sys.exit(main())
