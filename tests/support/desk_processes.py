"""A desk as it is run: `amana desk`, all its processes, and a clock that can be moved on."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.support.command_line import ROOT, CommandLine, end, wait_for_line

PROGRAM = ROOT / "tests" / "support" / "moved_clock.py"


@dataclass
class DeskProcesses:
    """A running desk."""

    amana: CommandLine
    url: str
    front: "subprocess.Popen[str]"
    clock: Path

    def pass_minutes(self, minutes: float) -> None:
        """Let time go by for every process of the desk."""
        self.clock.write_text(str(float(self.clock.read_text()) + minutes * 60))

    def all(self) -> list[int]:
        """Every process of the desk, the front first."""
        try:
            front = psutil.Process(self.front.pid)
            return [front.pid, *(child.pid for child in front.children(recursive=True))]
        except psutil.NoSuchProcess:
            return []

    def rooms(self) -> list[int]:
        """The processes that answer browsers."""
        return self.all()[2:]


@contextmanager
def desk_processes(amana: CommandLine) -> Iterator[DeskProcesses]:
    """`amana desk` until the block is left."""
    door = socket.create_server(("127.0.0.1", 0))
    port = door.getsockname()[1]
    clock = amana.place / f"seconds-{port}"
    clock.write_text("0")
    with (
        door,
        subprocess.Popen(
            [sys.executable, str(PROGRAM), "desk", "--door-fd", str(door.fileno())],
            env=amana.environment | {"CLOCK_FILE": str(clock)},
            cwd=amana.place,
            pass_fds=[door.fileno()],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as front,
    ):
        try:
            wait_for_line(front, "ready")
            yield DeskProcesses(amana, f"http://127.0.0.1:{port}", front, clock)
        finally:
            end(front)
