"""The process from which all others of a desk are made: everything is loaded in it, and nothing was ever opened.

A fork of it is ready in milliseconds and shares its memory. It is forked itself before the desk's loop begins, so that
no thread, no connection and no half-done work is copied. It reads no page and no row, and ends with the door.
"""

import gc
import logging
import os
import signal
from collections.abc import Callable
from typing import NoReturn

from desk.processes import hardening
from desk.processes.channel import Channel, Gone

Live = Callable[[Channel, float], None]
"""What a process does until it ends: given what it and the door say to each other, and its `linger`."""
Prepare = Callable[[], Live]
"""Called once in the mould."""

logger = logging.getLogger("amana.desk")


class Mould:
    """The mould, seen from the process that started it."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel

    @classmethod
    def start(cls, prepare: Prepare) -> "Mould":
        """Fork it. Only to be called where nothing else runs: no loop, no thread."""
        parent, (here, there) = os.getpid(), Channel.pair()
        if os.fork() == 0:
            here.close()
            _be_mould(there, parent, prepare)
        there.close()
        return cls(here)

    def new_process(self, linger: float) -> Channel:
        """Have one made; what it and we say to each other. Raises Gone."""
        here, there = Channel.pair()
        try:
            self.channel.say("new", there.end.fileno(), linger=linger)
        finally:
            there.close()
        return here


def _be_mould(channel: Channel, parent: int, prepare: Prepare) -> NoReturn:
    try:
        hardening.end_with(parent)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
        me, live = os.getpid(), prepare()
        gc.collect()
        gc.freeze()  # what is never looked at again stays shared
        channel.end.setblocking(True)
        while True:
            wanted = channel.heard()
            assert wanted is not None
            (descriptor,) = wanted.files
            if _forked() == 0:
                channel.close()
                hardening.end_with(me)
                _be_one(Channel.of(descriptor), wanted.facts["linger"], live)
            os.close(descriptor)
    except Gone:
        os._exit(0)
    finally:
        os._exit(1)


def _forked() -> int:
    """As `os.fork`; below zero where the machine has nothing left for another process. Who wanted it hears that it is
    gone, and those that are there live on."""
    try:
        return os.fork()
    except OSError as refused:
        logger.error("a process of the desk could not be made: %s", refused.strerror)  # noqa: TRY400  nothing to trace
        return -1


def _be_one(channel: Channel, linger: float, live: Live) -> NoReturn:
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        live(channel, linger)
        os._exit(0)
    except Exception as failure:
        logger.error("a process of the desk failed: %s", type(failure).__name__)  # noqa: TRY400  may hold a report
    finally:
        os._exit(1)
