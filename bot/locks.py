"""One process for one bot on one machine. (Elsewhere Telegram itself says 409, see bot.intake.)"""

import fcntl
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process on this machine runs the same bot or uses the same folder."""


@contextmanager
def only_process(folder: Path, token: str) -> Iterator[None]:
    """Hold the folder and the token for as long as the block runs. Raises AlreadyRunning at once."""
    mark = hashlib.sha256(f"amana bot token lock {token}".encode()).hexdigest()[:16]
    with ExitStack() as held:
        for path in (folder / "run.lock", Path(tempfile.gettempdir()) / f"amana-{mark}.lock"):
            held.enter_context(_locked(path))
        yield


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning from None
        yield
