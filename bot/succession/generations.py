"""One process after another at the same work, each a fork of this one, which has opened everything and read nothing.

Only the end of a process is the end of what it has kept in memory. This one starts the next, passes on what it is told
(SIGINT, SIGTERM), and ends as the last of them did. Only to be used where nothing else runs: no loop, no thread.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final

from desk.processes import hardening

NEXT: Final = 75
"""Exit code of one that ends so that the next can begin."""
STOPS: Final = (signal.SIGINT, signal.SIGTERM)
Live = Callable[[int], bool]
"""What each of them does. It is given a file that lies in memory: what the one before has left in it, and where to
leave what the next needs. True where there should be a next."""


def in_generations(live: Live) -> None:
    """Returns in the last of them, or raises there what it has raised. In this one: SystemExit, with its code; and
    where it was killed, this one is, too."""
    gc.collect()
    gc.freeze()  # what is never looked at again stays shared
    keeper = _Keeper()
    heritage = os.memfd_create("amana")
    while True:
        if keeper.begin() == 0:
            if not live(heritage):
                return
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(NEXT)
        code = keeper.end_of_it()
        if code != NEXT or keeper.is_told:
            _end_as(0 if code == NEXT else code)


class _Keeper:
    """Who begins them and sees them end."""

    def __init__(self) -> None:
        self.is_told = False
        self._one = 0
        for number in STOPS:
            signal.signal(number, self._pass_on)

    def begin(self) -> int:
        """As `os.fork`: 0 in the new one."""
        me = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        self._one = os.fork()
        if self._one == 0:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            hardening.fall_with(me)
            hardening.leave_no_copies()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        return self._one

    def end_of_it(self) -> int:
        """Its exit code, once it has ended; below zero for a signal."""
        _, status = os.waitpid(self._one, 0)
        self._one = 0
        return os.waitstatus_to_exitcode(status)

    def _pass_on(self, number: int, _: FrameType | None) -> None:
        self.is_told = True
        if self._one:
            with suppress(ProcessLookupError):
                os.kill(self._one, number)


def _end_as(code: int) -> None:
    if code < 0:
        with suppress(OSError):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    raise SystemExit(code)
