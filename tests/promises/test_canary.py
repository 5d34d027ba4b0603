"""Whoever takes the folder, the journals, the logs and the temporary files finds nobody and nothing.

A report with a unique sentence, a name, a zone, a chat and a receipt is made, answered and read by the real programs;
somebody else stops in the middle. At every step, and in the journal while it exists, nothing of it can be found, in
any common spelling. With the key it opens.
"""

import asyncio
import json
import os
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import BinaryIO

import aiohttp

from handlers.chat import keyboards
from sandbox import Phone, Sandbox
from tests.support.patience import PATIENCE
from tests.support.ports import free_port
from tests.support.reports.by_phone import NAME, SENTENCE, begin_report, finish_report, press
from tests.support.spellings import of_number, spellings

ROOT = Path(__file__).resolve().parents[2]
ANSWER = "Two of us keep watch with lanterns of our own"
ZONE = "🌊 Along the river (example)"
CHAT = 7_213_456_789


class Searcher:
    """Looks through everything the programs write, and through the journal while it exists."""

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        self._journals: set[bytes] = set()
        self._over = threading.Event()

    @contextmanager
    def watching(self) -> Iterator[None]:
        watcher = threading.Thread(target=self._watch)
        watcher.start()
        try:
            yield
        finally:
            self._over.set()
            watcher.join()

    def _watch(self) -> None:
        while not self._over.wait(0.001):
            for folder in self._folders:
                # looked at so often that a Path for every file would keep the others from their work
                for found in os.scandir(folder):
                    if not found.name.endswith("-journal"):
                        continue
                    try:
                        self._journals.add(Path(found).read_bytes())
                    except OSError:
                        continue

    @property
    def journals_seen(self) -> int:
        return sum(len(journal) > 0 for journal in self._journals)

    def everything(self) -> bytes:
        files = [path for folder in self._folders for path in folder.rglob("*") if path.is_file()]
        assert any(path.name == "amana.db" for path in files)
        return b"\n".join([*(_read(path) for path in files), *self._journals])

    def zones(self) -> int:
        """How often the zone of the report stands in the database itself."""
        database = next(folder / "amana.db" for folder in self._folders if (folder / "amana.db").exists())
        return database.read_bytes().count(b"Along the river")

    def finds(self, needles: Iterator[bytes]) -> list[bytes]:
        hay = self.everything()
        return [needle for needle in needles if needle in hay]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # a journal that has gone while we looked; the watcher is there for those
        return b""


class Office:
    """The real programs, each in its own process, in one folder."""

    def __init__(self, folder: Path, telegram: Sandbox) -> None:
        self.folder = folder / "amana"
        self.temporary = folder / "temporary"
        self.logs = folder / "logs"
        for each in (self.temporary, self.logs):
            each.mkdir()
        ours = {name: value for name, value in os.environ.items() if not name.startswith("AMANA_")}
        self._environment = ours | {
            "AMANA_FOLDER": str(self.folder),
            "AMANA_API_URL": telegram.url,
            "AMANA_TOKEN": telegram.token,
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": str(ROOT),
            "AMANA_HEALTH_PORT": str(free_port()),
        }

    async def install(self) -> str:
        """The caseworker's passphrase."""
        told = json.loads(await self.amana("init", "--json"))
        return str(told["passphrases"]["caseworker"])

    async def amana(self, *words: str, passphrase: str = "") -> str:
        """Run one command to its end; what it prints."""
        reading, writing = os.pipe()
        os.write(writing, passphrase.encode() + b"\n")
        os.close(writing)
        extra = ["--passphrase-fd", str(reading)] if passphrase else []
        process = await self._start(words + tuple(extra), asyncio.subprocess.PIPE, (reading,))
        os.close(reading)
        out, _ = await process.communicate()
        assert process.returncode == 0, out
        return out.decode()

    async def watched(self) -> bytes:
        """What the bot tells whoever watches the machine."""
        port, told = self._environment["AMANA_HEALTH_PORT"], b""
        async with aiohttp.ClientSession() as http:
            for page in ("healthz", "metrics"):
                async with http.get(f"http://127.0.0.1:{port}/{page}") as answer:
                    assert answer.status == 200
                    told += await answer.read()
        return told

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[None]:
        with (self.logs / "bot.log").open("wb") as log:
            process = await self._start(("run",), log, ())
            try:
                yield
            finally:
                process.terminate()
                assert await asyncio.wait_for(process.wait(), PATIENCE) == 0

    async def _start(
        self, words: tuple[str, ...], out: int | BinaryIO, pass_fds: tuple[int, ...]
    ) -> asyncio.subprocess.Process:
        error = out if out is not asyncio.subprocess.PIPE else asyncio.subprocess.DEVNULL
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words),
            stdout=out, stderr=error, env=self._environment, cwd=self.temporary, pass_fds=pass_fds,
        )  # fmt: skip


async def read_answer(phone: Phone, receipt: str) -> None:
    await press(phone, keyboards.MAILBOX)
    phone.forget_arrivals()
    await phone.send(receipt)
    await phone.expects(ANSWER, timeout=PATIENCE)
    await press(phone, keyboards.READ)


async def answer_at_the_desk(office: Office, passphrase: str) -> None:
    """By the command line, which is the desk without pages."""
    name = json.loads(await office.amana("reports", "list", "--json", passphrase=passphrase))[0]["name"]
    shown = await office.amana("reports", "show", name, "--json", passphrase=passphrase)
    assert SENTENCE in shown, "with the key it opens"
    await office.amana("reports", "reply", name, "--text", ANSWER, passphrase=passphrase)


async def live_through(office: Office, telegram: Sandbox, searcher: Searcher, passphrase: str) -> str:
    """One report, answered and read, beside one that is never finished; the receipt."""
    phone, other = telegram.phone("en", user_id=CHAT), telegram.phone("en", user_id=CHAT + 1)
    async with office.bot():
        await begin_report(other, ZONE)
        await begin_report(phone, ZONE)
        assert searcher.finds(needles("0" * 18)) == []
        receipt = await finish_report(phone)
        assert searcher.finds(needles(receipt)) == []
        phone.forget_arrivals()
        await answer_at_the_desk(office, passphrase)
        await phone.next_message(timeout=PATIENCE)
        assert searcher.finds(needles(receipt)) == []
        await read_answer(phone, receipt)
        assert_tells_of_nobody(await office.watched(), receipt)
    return receipt


def assert_tells_of_nobody(told: bytes, receipt: str) -> None:
    """None of what was said, by whom, of where and about what; nor to whom it was sealed."""
    assert b"amana_events_total" in told
    assert [needle for needle in needles(receipt) if needle in told] == []
    of_what = ("river", "zone", "block", "unsafe", "worker", "category", "safety", "psea", "survey", "report", "women")
    assert [word for word in of_what if word.encode() in told.lower()] == []


async def test_nothing_of_a_report_can_be_found_without_the_key(tmp_path: Path) -> None:
    async with Sandbox(limits=False) as telegram:
        office = Office(tmp_path, telegram)
        passphrase = await office.install()
        await office.amana("content", "load")
        searcher = Searcher(office.folder, office.temporary, office.logs)
        public = searcher.zones()
        with searcher.watching():
            receipt = await live_through(office, telegram, searcher, passphrase)
    assert searcher.finds(needles(receipt)) == []
    assert searcher.journals_seen > 0, "the journal was never caught; this test would prove nothing about it"
    assert public > 0
    assert searcher.zones() == public, "the zone's name stands in the archived form, which is public, nowhere else"
    assert (office.logs / "bot.log").stat().st_size > 0


def test_the_search_itself_finds_every_spelling(tmp_path: Path) -> None:
    (tmp_path / "amana.db").write_bytes(b"")
    searcher = Searcher(tmp_path)
    for number, needle in enumerate(needles("123 456 789 012 345 678")):
        assert searcher.finds(iter([needle])) == [], "it must not be found before it is there"
        (tmp_path / str(number)).write_bytes(b"\0some bytes" + needle + b"more bytes\0")
        assert searcher.finds(iter([needle])) == [needle]
        (tmp_path / str(number)).unlink()


def needles(receipt: str) -> Iterator[bytes]:
    for text in (SENTENCE, NAME, ANSWER, receipt, receipt.replace(" ", "")):
        yield from spellings(text)
    yield from of_number(CHAT)
    yield from of_number(CHAT + 1)
