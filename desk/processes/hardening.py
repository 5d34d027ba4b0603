"""What the kernel (Linux) is asked for, so that no memory of a process outlives it or is read from beside it."""

import ctypes
import os
import resource
import signal
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_MCL_CURRENT, _MCL_FUTURE, _MCL_ONFAULT = 1, 2, 4
ONE_DERIVATION: Final = 256 * 1024 * 1024
"""Bytes that a passphrase takes to stretch: a limit on locked memory that has room for less is not asked to grow."""


def leave_no_copies() -> None:
    """No core file, no debugger of the same user, and no swapping where that is allowed. Children inherit the first
    two; the third each process asks for itself."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if _may_lock_all():
        # Pages are locked as they are first touched: a forked process goes on sharing what it never writes to.
        libc.mlockall(_MCL_CURRENT | _MCL_FUTURE | _MCL_ONFAULT)


def end_with(parent: int) -> None:
    """Be killed when the process that forked this one ends, however it ends, and by nobody else's word."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    fall_with(parent)


def fall_with(parent: int) -> None:
    """Be killed when the process that forked this one ends, however it ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def _may_lock_all() -> bool:
    """Whether locking either holds for all that comes or is refused at once: under a limit in between, a later
    allocation would fail."""
    soft, _ = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    return soft == resource.RLIM_INFINITY or soft < ONE_DERIVATION // 4
