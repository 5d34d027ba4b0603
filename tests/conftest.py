"""Fixtures common to all tests: one founded organisation per run, copied for each test that needs it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from services.keys.founding import FirstPeople, found
from services.keys.sealing import RuntimeKey
from services.keys.trust import check_organisation
from storage import migrations
from storage.engine import Database
from tests.support.clocks import NOW
from tests.support.vaults import Template, Vault

# How long an example takes says something about the machine only, and what an earlier run left on the disk must not
# decide what this one tries.
settings.register_profile("amana", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("amana")


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The template itself: read it, never write to it."""
    file = tmp_path_factory.mktemp("founded") / "amana.db"
    runtime = RuntimeKey.generate()
    migrations.upgrade(f"sqlite:///{file}")
    database = Database(f"sqlite:///{file}")
    with database.writing() as session:
        founding = found(session, runtime.public, FirstPeople("Sana", "Karim", "Farah"), NOW)
        salt = check_organisation(session, founding.trust).site_salt
    database.close()
    return Template(file, founding, runtime, salt)


@pytest.fixture
def vault(founded: Template, tmp_path: Path) -> Iterator[Vault]:
    """A founded organisation of the test's own: a steward, a caseworker and a focal point."""
    folder = tmp_path / "vault"
    folder.mkdir(mode=0o700)
    path = folder / "amana.db"
    shutil.copy2(founded.file, path)
    database = Database(f"sqlite:///{path}")
    yield Vault(path, founded, database)
    database.close()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Today's tables, and nothing in them."""
    url = f"sqlite:///{tmp_path / 'empty' / 'amana.db'}"
    migrations.upgrade(url)
    database = Database(url)
    yield database
    database.close()
