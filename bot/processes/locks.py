"""One process for one bot on one machine. (Elsewhere Telegram itself says 409, see bot.incoming.intake.)"""

import fcntl
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path

IN_USE = "in-use.lock"


class AlreadyRunning(Exception):
    """Another process on this machine runs the same bot or uses the same folder."""


class StillInUse(Exception):
    """Bot or desk work with what lies in the folder."""


class BeingExchanged(Exception):
    """What lies in the folder is being exchanged just now."""


class BackupUnderWay(Exception):
    """Another process is making a backup of the same folder."""


@contextmanager
def only_process(folder: Path, token: str) -> Iterator[None]:
    """Hold the folder and the token for as long as the block runs. Raises AlreadyRunning at once.

    A folder that does not exist is nobody's: that nothing is installed there is for others to find out.
    """
    mark = hashlib.sha256(f"amana bot token lock {token}".encode()).hexdigest()[:16]
    with ExitStack() as held:
        if folder.is_dir():
            held.enter_context(_locked(folder / "run.lock"))
        if (place := _own_place()) is not None:
            held.enter_context(_locked(place / f"amana-{mark}.lock"))
        yield


def _own_place() -> Path | None:
    """A folder that is this user's alone: in the shared one for temporary files anybody could hold our lock, and with
    it the bot. Where somebody has taken its name there, it lies at home; without a home, Telegram alone tells of a
    second process."""
    for above, name in ((Path(tempfile.gettempdir()), f"amana-{os.getuid()}"), (_home(), ".amana")):
        if above is not None and (place := _private(above / name)) is not None:
            return place
    return None


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _private(place: Path) -> Path | None:
    """The folder, made where it is not there; None where it is another user's, or open to others, or no folder."""
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        found = place.lstat()
    except OSError:
        return None
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return place if is_ours else None


@contextmanager
def using(folder: Path) -> Iterator[None]:
    """Be one of those (bot, desk) that work with what lies in the folder. Raises BeingExchanged.

    A folder that does not exist is nobody's, as above.
    """
    with ExitStack() as held:
        try:
            held.enter_context(_locked(folder / IN_USE, shared=True) if folder.is_dir() else nullcontext())
        except AlreadyRunning:
            raise BeingExchanged from None
        yield


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only one who works with what lies in the folder, so that it can be exchanged. Raises StillInUse."""
    with ExitStack() as held:
        try:
            held.enter_context(_locked(folder / IN_USE) if folder.is_dir() else nullcontext())
        except AlreadyRunning:
            raise StillInUse from None
        yield


@contextmanager
def only_backup(folder: Path) -> Iterator[None]:
    """Be the only one who makes a backup of what lies in the folder. Raises BackupUnderWay."""
    with ExitStack() as held:
        try:
            held.enter_context(_locked(folder / "backup.lock"))
        except AlreadyRunning:
            raise BackupUnderWay from None
        yield


@contextmanager
def _locked(path: Path, shared: bool = False) -> Iterator[None]:
    descriptor = _opened(path)
    try:
        _take(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, how: int) -> None:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunning from None


def _opened(path: Path) -> int:
    """Reading is enough for a lock, and it is all that one of two users of a folder may do."""
    try:
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o644)
