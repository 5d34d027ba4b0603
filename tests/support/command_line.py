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
from collections.abc import Iterator, Mapping, Sequence
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

    @property
    def folder(self) -> Path:
        """The settings folder."""
        return self.place / "amana-data"

    @property
    def environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("AMANA_")}
        return ours | {"PYTHONPATH": str(ROOT), "COLUMNS": "200", "TMPDIR": str(self.place)} | self.settings

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "bot", *words]

    def __call__(self, *words: str, secret: str | None = None, option: str = "--passphrase-fd") -> Done:
        """Run to the end. `secret` is handed over on a file descriptor of its own, with `option`."""
        with _pipe(secret) as descriptors:
            given = [each for number in descriptors for each in (option, str(number))]
            process = subprocess.run(
                self.command(*words, *given),
                env=self.environment,
                cwd=self.place,
                pass_fds=descriptors,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=LONGEST,
                check=False,
            )
        return Done(process.returncode, process.stdout, process.stderr)

    def at_once(self, *commands: Sequence[str], secrets: Sequence[str | None], **more: str) -> list[Done]:
        """Several commands side by side, each with its secret."""
        with ThreadPoolExecutor() as threads:
            return list(threads.map(lambda words, secret: self(*words, secret=secret, **more), commands, secrets))

    def passphrase(self, role: str) -> str:
        return str(self.secrets["passphrases"][role])

    @contextmanager
    def started(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """Running, ended at the latest when the block is left; what it says is on its `stderr` and `stdout`."""
        with subprocess.Popen(
            self.command(*words),
            env=self.environment,
            cwd=self.place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                end(process)

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


def end(process: subprocess.Popen[str]) -> None:
    """In order if it will, else at once."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_line(process: subprocess.Popen[str], wanted: str, seconds: float = PATIENCE) -> list[str]:
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


@contextmanager
def _pipe(text: str | None) -> Iterator[Sequence[int]]:
    if text is None:
        yield ()
        return
    reading, writing = os.pipe()
    os.write(writing, text.encode() + b"\n")
    os.close(writing)
    try:
        yield (reading,)
    finally:
        os.close(reading)


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
