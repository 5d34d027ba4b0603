"""One process for one bot on one machine. (Elsewhere Telegram itself says 409, see bot.incoming.intake.)"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process on this machine runs the same bot or uses the same folder."""


@contextmanager
def only_process(folder: Path, token: str) -> Iterator[None]:
    """Hold the folder and the token for as long as the block runs. Raises AlreadyRunning at once.

    A folder that does not exist is nobody's: that nothing is installed there is for others to find out.
    """
    mark = hashlib.sha256(f"amana bot token lock {token}".encode()).hexdigest()[:16]
    with ExitStack() as held:
        if folder.is_dir():
            held.enter_context(_locked(folder / "run.lock"))
        held.enter_context(_locked(Path(tempfile.gettempdir()) / f"amana-{mark}.lock"))
        yield


@contextmanager
def one_of_the_desks(folder: Path) -> Iterator[None]:
    """Be seen to use the folder. Several desks may; raises AlreadyRunning while it is `nobodys`."""
    with ExitStack() as held:
        if folder.is_dir():
            held.enter_context(_locked(folder / "desk.lock", fcntl.LOCK_SH))
        yield


@contextmanager
def nobodys(folder: Path) -> Iterator[None]:
    """Keep bot and desk from using the folder for as long as the block runs. Raises AlreadyRunning where one does."""
    with _locked(folder / "run.lock"), _locked(folder / "desk.lock"):
        yield


@contextmanager
def _locked(path: Path, how: int = fcntl.LOCK_EX) -> Iterator[None]:
    descriptor = _opened(path)
    try:
        _take(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, how: int) -> None:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunning from None


def _opened(path: Path) -> int:
    """Reading is enough for a lock, and it is all one may do with a file of another user's in a shared folder."""
    try:
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o644)
