"""A file that a command writes is whole or not there: nobody passes on half of one."""

from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.terminal import stop, words


def write_out(path: Path, content: bytes) -> None:
    """Write it in place of what was there, readable by its owner alone. Where that fails the command ends, what was
    there is as it was, and nothing new is left."""
    if path.exists() and not path.is_file():
        _into(path, content)  # a pipe, or the terminal
        return
    part = None
    try:
        aim = path.resolve()
        with NamedTemporaryFile(dir=aim.parent, prefix=f".{aim.name}.", delete=False) as file:
            part = Path(file.name)
            file.write(content)
        part.replace(aim)
    except OSError:
        with suppress(OSError):
            if part is not None:
                part.unlink(missing_ok=True)
        _stop(path)


def _into(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError:
        _stop(path)


def _stop(path: Path) -> None:
    told = words("This file cannot be written, and nothing of it is left. Is the disk full, or the folder not yours?")
    stop(f"{told}\n    {path}")
