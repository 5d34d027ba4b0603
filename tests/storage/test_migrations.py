"""What bringing a database to today's schema promises."""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage import migrations
from storage.engine import Database
from storage.errors import UnknownRevision
from tests.support.database_files import at_rest, file_of
from tests.support.tables import every_table
from tests.support.vaults import Vault

pytestmark = pytest.mark.of_a_file


def _schema(path: Path | str) -> list[tuple[str, str]]:
    plain = sqlite3.connect(path)
    words = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%' ORDER BY name"
    # A column that came later stands behind a comma of its own spacing.
    rows = [(name, " ".join(sql.split()).replace(" ,", ",").replace(" )", ")")) for name, sql in plain.execute(words)]
    plain.close()
    return rows


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'amana.db'}"


def test_the_newest_revision_is_what_the_models_say(database: Database, tmp_path: Path) -> None:
    made = Database(f"sqlite:///{tmp_path / 'models.db'}")
    with made.writing() as session:
        every_table().create_all(session.connection())
    made.close()
    assert _schema(file_of(database)) == _schema(tmp_path / "models.db")
    with database.reading() as session:
        assert compare_metadata(MigrationContext.configure(session.connection()), every_table()) == []


def test_every_table_keyed_by_a_random_value_is_without_row_numbers(database: Database) -> None:
    with_rows = {
        name for name, sql in _schema(file_of(database)) if "CREATE TABLE" in sql and "WITHOUT ROWID" not in sql
    }
    assert with_rows == {"organisation", "turns", "held", "outbox", "sqlite_sequence"}


def test_up_down_and_up_again(url: str) -> None:
    assert migrations.current(url) is None
    migrations.upgrade(url)
    assert migrations.current(url) == migrations.HEAD
    migrations.downgrade(url, "base")
    assert migrations.current(url) is None
    migrations.upgrade(url)
    assert migrations.current(url) == migrations.HEAD


def test_an_upgrade_of_a_current_database_changes_no_byte_of_it(vault: Vault) -> None:
    vault.put("safety", {"kind": "report"})
    before = vault.path.read_bytes()
    migrations.upgrade(vault.url)
    assert vault.path.read_bytes() == before


def test_what_was_kept_opens_after_an_upgrade(vault: Vault) -> None:
    id = vault.put("safety", {"kind": "report", "words": "سلام"})
    migrations.upgrade(vault.url)
    assert [(each.id, each.body["words"]) for each in vault.opened(vault.unlock("caseworker"))] == [(id, "سلام")]


def test_a_current_database_is_recognised_without_loading_the_migration_library(vault: Vault) -> None:
    words = (
        "import sys; from storage import migrations; "
        f"migrations.upgrade({vault.url!r}); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", words], check=False, timeout=60).returncode == 0


def test_a_database_of_a_newer_program_is_refused_and_not_touched(database: Database) -> None:
    with database.writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = at_rest(database)
    with pytest.raises(UnknownRevision) as refused:
        migrations.upgrade(database.url)
    assert refused.value.revision == "9999"
    assert at_rest(database) == before


def _upgrade_and_die(url: str, statements: int) -> None:
    """Upgrade in a process of its own that is killed before its n-th schema statement is carried out."""
    from sqlalchemy import Engine, event

    left = [statements]

    @event.listens_for(Engine, "before_cursor_execute")
    def count(
        _connection: object, _cursor: object, statement: str, _parameters: object, _context: object, _many: bool
    ) -> None:
        if statement.lstrip().upper().startswith(("CREATE", "INSERT INTO ALEMBIC")):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    migrations.upgrade(url)


@pytest.mark.parametrize("statements", [1, 9, 17])
def test_a_kill_in_the_middle_leaves_the_old_schema_whole_and_the_next_start_upgrades(
    url: str, statements: int
) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_upgrade_and_die, args=(url, statements))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert migrations.current(url) is None
    assert _schema(url.removeprefix("sqlite:///")) == []
    migrations.upgrade(url)
    assert migrations.current(url) == migrations.HEAD


def test_two_processes_that_start_together_upgrade_once(url: str) -> None:
    words = f"from storage import migrations; migrations.upgrade({url!r})"
    started = [subprocess.Popen([sys.executable, "-c", words]) for _ in range(2)]
    assert [process.wait(60) for process in started] == [0, 0]
    assert migrations.current(url) == migrations.HEAD
