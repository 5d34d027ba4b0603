"""One process after another: what each leaves reaches the next, and the first ends as the last did."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from bot.succession.generations import NEXT, Live, in_generations
from tests.support.patience import waits_until


def started(live: Live) -> int:
    """The process that keeps them, forked from this one."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            in_generations(live)
            code = 0
        except SystemExit as over:
            code = int(str(over.code))
        finally:
            os._exit(code)
    return pid


def end_of(pid: int) -> int:
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def left_by(write: Callable[[bytes], bytes | None]) -> Live:
    """Each reads what was left, and leaves what `write` makes of it; the last leaves nothing."""

    def live(heritage: int) -> bool:
        before = os.pread(heritage, 100, 0)
        os.ftruncate(heritage, 0)
        after = write(before)
        if after is not None:
            os.pwrite(heritage, after, 0)
        return after is not None

    return live


def test_each_is_another_process_and_takes_up_what_the_one_before_has_left(tmp_path: Path) -> None:
    told = tmp_path / "told"

    def write(before: bytes) -> bytes | None:
        with told.open("ab") as file:
            file.write(before + b" %d\n" % os.getpid())
        return before + b"x" if len(before) < 3 else None

    assert end_of(started(left_by(write))) == 0
    lines = [line.split() for line in told.read_bytes().splitlines()]
    assert [line[0] for line in lines[1:]] == [b"x", b"xx", b"xxx"]
    assert len({line[-1] for line in lines}) == 4


def ends_with(code: int) -> Live:
    def live(_: int) -> bool:
        if code < 0:
            os.kill(os.getpid(), -code)
        raise SystemExit(code)

    return live


@pytest.mark.parametrize("code", [0, 1, 2, -signal.SIGKILL, -signal.SIGUSR1])
def test_the_first_ends_as_the_last_did(code: int) -> None:
    assert end_of(started(ends_with(code))) == code


def waits(_: int) -> bool:
    while True:
        time.sleep(60)


def at_work(keeper: int) -> psutil.Process:
    """The process that it has begun, once that has."""
    waits_until(lambda: psutil.Process(keeper).children())
    return psutil.Process(keeper).children()[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_the_first_is_told_the_one_at_work_hears(number: signal.Signals) -> None:
    def live(_: int) -> bool:
        def be_told(*_: object) -> None:
            os._exit(NEXT)

        signal.signal(number, be_told)
        print_ready()
        return waits(0)

    reading, writing = os.pipe()

    def print_ready() -> None:
        os.write(writing, b"!")

    keeper = started(live)
    assert os.read(reading, 1) == b"!"
    os.kill(keeper, number)
    assert end_of(keeper) == 0, "who is told to end is not followed by another"
    os.close(reading)
    os.close(writing)


def test_killed_it_takes_the_one_at_work_with_it() -> None:
    keeper = started(waits)
    working = at_work(keeper)
    waits_until(lambda: not Path(f"/proc/{working.pid}/mem").exists() or is_tied(working))
    os.kill(keeper, signal.SIGKILL)
    assert end_of(keeper) == -signal.SIGKILL
    waits_until(lambda: not working.is_running() or working.status() == psutil.STATUS_ZOMBIE)


def is_tied(process: psutil.Process) -> bool:
    """Sleeping: it has done all that comes first."""
    return process.status() == psutil.STATUS_SLEEPING


def test_none_of_them_leaves_a_core_or_lets_another_of_its_user_look_in(tmp_path: Path) -> None:
    told = tmp_path / "told"

    def live(_: int) -> bool:
        limits = Path("/proc/self/limits").read_text()
        core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
        told.write_text(f"{core.split()[4]} {is_dumpable()}")
        return False

    assert end_of(started(live)) == 0
    assert told.read_text() == "0 0"


def is_dumpable() -> int:
    import ctypes

    get_dumpable = 3
    return ctypes.CDLL(None).prctl(get_dumpable, 0, 0, 0, 0)  # type: ignore[no-any-return]
