"""The command line as its users have it: a process of its own, in a folder of its own, with nobody else's settings.

Import the fixtures into a folder's conftest.py: `from tests.support.command_line import amana, installed_once`.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services.keys import keyring
from services.keys.sealing import RuntimeKey
from services.keys.trust import Trust, check_organisation
from storage.engine import Database
from tests.support import forked
from tests.support.forked import Command, Running
from tests.support.offices import Office
from tests.support.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 180.0
"""Seconds after which a command hangs: a passphrase is stretched in one or two where nothing else is going on."""


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class CommandLine:
    """`amana …` in one folder. `secrets` is what `amana init --json` printed there, {} before it."""

    place: Path
    secrets: Mapping[str, Any] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    before: Callable[[], None] | None = None
    """What each process does first, but for one that loads the code itself."""

    @property
    def folder(self) -> Path:
        """The settings folder."""
        return self.place / "amana-data"

    @property
    def environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("AMANA_")}
        return ours | {"PYTHONPATH": str(ROOT), "COLUMNS": "200", "TMPDIR": str(self.place)} | self.settings

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "tests.support.amana", *words]

    def __call__(self, *words: str, secret: str | None = None, option: str = "--passphrase-fd") -> Done:
        """Run to the end. `secret` is handed over on a file descriptor of its own, with `option`."""
        secrets = () if secret is None else ((option, secret),)
        return Done(*forked.run(Command(words, self.place, self.environment, secrets, before=self.before), LONGEST))

    def afresh(self, *words: str) -> Done:
        """The same by a process that loads the code itself, what lies in its folder before ours."""
        ended = subprocess.run(
            self.command(*words),
            env=self.environment,
            cwd=self.place,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
        return Done(ended.returncode, ended.stdout, ended.stderr)

    def at_once(self, *commands: Sequence[str], secrets: Sequence[str | None], **more: str) -> list[Done]:
        """Several commands side by side, each with its secret."""
        with ThreadPoolExecutor() as threads:
            return list(threads.map(lambda words, secret: self(*words, secret=secret, **more), commands, secrets))

    def passphrase(self, role: str) -> str:
        return str(self.secrets["passphrases"][role])

    @contextmanager
    def started(self, *words: str) -> Iterator[Running]:
        """Running, ended at the latest when the block is left; what it says is on its `stderr`."""
        process = Running(Command(words, self.place, self.environment, before=self.before))
        try:
            yield process
        finally:
            end(process)
            process.close()

    @contextmanager
    def office(self) -> Iterator[Office]:
        """The same organisation as tests of the desk have it, to put reports in."""
        database = Database(self.settings.get("AMANA_DATABASE_URL", f"sqlite:///{self.folder / 'amana.db'}"))
        trust = Trust.from_text((self.folder / "organisation.pub").read_text())
        runtime = RuntimeKey(bytes.fromhex((self.folder / "runtime.key").read_text().strip()))
        with database.reading() as session:
            salt = check_organisation(session, trust).site_salt
        yield Office(database, trust, runtime, salt, {}, {}, now=datetime.now(UTC))
        database.close()

    def people(self) -> dict[str, str]:
        """Work name and number of everybody who holds a key, read from the database."""
        with self.office() as office, office.database.reading() as session:
            members = keyring.members(session, office.runtime, office.trust)
        return {str(member.name): member.id.hex()[:8] for member in members}

    def copy(self, place: Path) -> "CommandLine":
        """Another folder with the same organisation."""
        shutil.copytree(self.folder, place / "amana-data")
        return CommandLine(place, self.secrets, dict(self.settings))


def end(process: "subprocess.Popen[str] | Running") -> None:
    """In order if it will, else at once."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_line(process: "subprocess.Popen[str] | Running", wanted: str, seconds: float = PATIENCE) -> list[str]:
    """Read what the process logs until a line holds `wanted`; all lines read. Fails when it ends before."""
    assert process.stderr is not None
    lines: list[str] = []
    alarm = threading.Timer(seconds, process.kill)
    alarm.start()
    try:
        for line in process.stderr:
            lines.append(line.rstrip())
            if wanted in line:
                return lines
    finally:
        alarm.cancel()
    raise AssertionError(f"{wanted!r} never came: {lines}")


@pytest.fixture(scope="session")
def installed_once(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """`amana init`, once for all tests: read it, copy it, never write to it."""
    place = tmp_path_factory.mktemp("command_line")
    bare = CommandLine(place)
    done = bare("init", "--json")
    assert done.code == 0, done.err
    assert bare("content", "load").code == 0
    return CommandLine(place, done.json)


@pytest.fixture
def amana(installed_once: CommandLine, tmp_path: Path) -> CommandLine:
    """The command line in an installed folder of the test's own."""
    return installed_once.copy(tmp_path)
