"""Two real `amana run` for one bot on one PostgreSQL, and the ways in which the one at work can fall."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from sqlalchemy import make_url

from bot.bootstrap import open_foundations
from bot.installation import install
from bot.settings import Settings
from sandbox import Sandbox
from services.keys import keyring
from services.keys.founding import FirstPeople, Founding
from services.reports.caseload import Caseload
from tests.support.database_line import DatabaseLine
from tests.support.forked import Command, Running
from tests.support.patience import PATIENCE
from tests.support.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Runner:
    """One process, what it has logged so far, and the line by which it reaches the database."""

    name: str
    process: Running
    line: DatabaseLine
    port: int
    lines: list[str] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Until it has ended."""
        while line := await asyncio.to_thread(self.process.stderr.readline):
            self.lines.append(line.rstrip())
            self.heard.set()

    async def says(self, wanted: str, times: int = 1, seconds: float = PATIENCE) -> None:
        """Until it has logged that event so often."""
        async with asyncio.timeout(seconds):
            while self.said(wanted) < times:
                self.heard.clear()
                await self.heard.wait()

    def said(self, wanted: str) -> int:
        return sum(wanted in line.split() for line in self.lines)

    async def health(self) -> tuple[int, str]:
        """Status and summary of /healthz."""
        async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
            return answer.status, (await answer.json())["status"]

    def send(self, number: signal.Signals) -> None:
        os.kill(self.process.pid, number)


@dataclass
class Pair:
    """One bot's installation on a PostgreSQL database, and the processes that run for it."""

    place: Path
    settings: Settings
    founding: Founding
    socket: Path
    environment: Mapping[str, str]
    runners: list[Runner] = field(default_factory=list)

    def reports(self) -> list[str]:
        """What people wrote, as a caseworker reads it."""
        with open_foundations(self.settings) as office:
            with office.database.writing() as session:
                unlocked = keyring.unlock(session, self.founding.caseworker.passphrase, office.trust, datetime.now(UTC))
            cases = Caseload()
            with office.database.reading() as session:
                cases.refresh(session, unlocked, office.trust)
        return [str(case.answers.get("what_happened", "")) for case in cases.all()]

    @asynccontextmanager
    async def running(self, name: str) -> AsyncIterator[Runner]:
        """One more `amana run`, on a line of its own; killed when the block is left."""
        async with DatabaseLine(self.socket) as line:
            place, port = make_url(self.settings.database), free_port()
            url = f"postgresql+psycopg://postgres@127.0.0.1:{line.port}/{place.database}"
            environment = {**self.environment, "AMANA_DATABASE_URL": url, "AMANA_HEALTH_PORT": str(port)}
            process = await asyncio.to_thread(Running, Command(["run"], self.place, environment))
            runner = Runner(name, process, line, port)
            listening = asyncio.create_task(runner.listen())
            self.runners.append(runner)
            try:
                yield runner
            finally:
                process.send_signal(signal.SIGCONT)
                process.kill()
                await asyncio.to_thread(process.wait)
                await listening
                process.close()


def install_pair(place: Path, url: str, socket: Path, sandbox: Sandbox) -> Pair:
    """Found an organisation there."""
    settings = Settings(
        _env_file=None,
        folder=place / "amana-data",
        database_url=url,
        api_url=sandbox.url,
        token=sandbox.token,
        limits=False,
    )
    founding = install(settings, FirstPeople("Sana", "Karim", "Farah"), datetime.now(UTC))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AMANA_")},
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(place),
        "AMANA_FOLDER": str(settings.folder),
        "AMANA_API_URL": sandbox.url,
        "AMANA_TOKEN": sandbox.token,
        "AMANA_LIMITS": "false",
    }
    return Pair(place, settings, founding, socket, environment)
