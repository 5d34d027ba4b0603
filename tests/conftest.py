"""Fixtures common to all tests: one founded organisation per run, copied for each test that needs it.

They stand on a file, unless a test asks for another `backend` (tests.support.databases).
"""

import gc
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage import migrations
from storage.engine import Database
from tests.support import costs
from tests.support.databases import FILE, POSTGRES, Rows, SharedDatabase, rows_in
from tests.support.in_memory import keep_files_in_memory
from tests.support.loops import runner
from tests.support.pages.browsers import chromium
from tests.support.postgres import Server, postgres
from tests.support.vaults import Template, Vault, found_in

__all__ = ["chromium", "postgres", "runner"]

# How long an example takes says something about the machine only, and what an earlier run left on the disk must not
# decide what this one tries.
settings.register_profile("amana", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("amana")
costs.make_cheap()
keep_files_in_memory()
gc.disable()  # while modules are loaded and tests collected nearly nothing is let go of


def pytest_collection_finish() -> None:
    """What was loaded by now stays for the run: a search for what nothing holds any more, as each lock of the desk
    makes one, need not look through it. The mould of the desk's rooms does the same."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The template itself: read it, never write to it."""
    return found_in(tmp_path_factory.mktemp("founded") / "amana.db")


@pytest.fixture
def backend() -> str:
    """'file' or 'postgres'."""
    return FILE


@pytest.fixture(scope="session")
def shared(postgres: Server) -> Iterator[SharedDatabase]:
    """The PostgreSQL database that tests use one after the other."""
    with closing(SharedDatabase(postgres)) as made:
        yield made


@pytest.fixture(scope="session")
def founded_rows(founded: Template) -> Rows:
    """What the template keeps."""
    with closing(Database(f"sqlite:///{founded.file}")) as database:
        return rows_in(database)


@pytest.fixture
def vault(founded: Template, backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Vault]:
    """A founded organisation of the test's own: a steward, a caseworker and a focal point."""
    folder = tmp_path / "vault"
    folder.mkdir(mode=0o700)
    path = folder / "amana.db"
    url = f"sqlite:///{path}"
    if backend == POSTGRES:
        url = request.getfixturevalue("shared").holding(request.getfixturevalue("founded_rows"))
    else:
        shutil.copy2(founded.file, path)
    database = Database(url)
    yield Vault(path, founded, database)
    database.close()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with today's tables and nothing in them: copy it, never write to it. Making one takes as long as most
    tests that want it."""
    file = tmp_path_factory.mktemp("empty") / "amana.db"
    migrations.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def database(empty: Path, backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """Today's tables, and nothing in them."""
    if backend == POSTGRES:
        url = request.getfixturevalue("shared").holding({})
    else:
        folder = tmp_path / "empty"
        folder.mkdir(mode=0o700)
        url = f"sqlite:///{shutil.copy2(empty, folder / 'amana.db')}"
    database = Database(url)
    yield database
    database.close()
