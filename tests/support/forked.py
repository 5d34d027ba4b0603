"""Commands in processes forked from one that has loaded the command line, which takes longer than most commands.

Each is a process of its own all the same, with its own folder, environment, descriptors and end.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from bot.cli import main
from tests.support import costs

FORKS: Final = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__, "tests.support.warm"])


@dataclass(frozen=True)
class Command:
    """`amana` with these words, in that folder. What is `secret` it reads from descriptors, each behind its option."""

    words: Sequence[str]
    place: Path
    environment: Mapping[str, str]
    secrets: Sequence[tuple[str, str]] = ()
    before: Callable[[], None] | None = None
    """What is done in the process first."""


def run(command: Command, seconds: float) -> tuple[int, str, str]:
    """Run to the end: exit code, below zero for a signal, and what was said on both ways out.

    Raises TimeoutExpired after so many seconds.
    """
    with tempfile.TemporaryDirectory(prefix="said-") as name:
        said = [Path(name, way) for way in ("out", "err")]
        process = FORKS.Process(target=_be, args=(command, *said))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(command.words), seconds)
        code = process.exitcode
        process.close()
        return code, said[0].read_text(encoding="utf-8"), said[1].read_text(encoding="utf-8")


class Running:
    """A command under way, to be spoken to as a `subprocess.Popen`. What it says is read from `stderr`."""

    def __init__(self, command: Command) -> None:
        with tempfile.TemporaryDirectory(prefix="said-") as name:
            said = Path(name, "err")
            os.mkfifo(said)
            self._process = FORKS.Process(target=_be, args=(command, Path(os.devnull), said))
            self._process.start()
            self.stderr: TextIO = said.open(encoding="utf-8", errors="replace")
        self.pid = self._process.pid or 0

    @property
    def returncode(self) -> int | None:
        """Below zero for a signal; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """The same."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended. Raises TimeoutExpired."""
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired("amana", timeout or 0.0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Nothing happens where it has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def close(self) -> None:
        """Let go of what is kept of one that has ended."""
        self.stderr.close()
        self._process.close()


def _be(command: Command, out: Path, err: Path) -> None:
    """In the new process: become the command."""
    ways = [os.open(os.devnull, os.O_RDONLY), *(os.open(way, os.O_WRONLY | os.O_CREAT) for way in (out, err))]
    for number, opened in enumerate(ways):
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(command.environment)
    os.chdir(command.place)
    tempfile.tempdir = None
    sys.argv = [
        "amana",
        *command.words,
        *(word for option, secret in command.secrets for word in (option, _handed(secret))),
    ]
    sys.orig_argv = [sys.executable, "-m", "tests.support.amana", *command.words]  # who starts itself anew starts this
    costs.make_cheap()
    if command.before is not None:
        command.before()
    main()


def _handed(secret: str) -> str:
    """The number of a descriptor from which it can be read."""
    reading, writing = os.pipe()
    os.write(writing, secret.encode() + b"\n")
    os.close(writing)
    return str(reading)
