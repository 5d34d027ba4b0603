"""What SQLite's own check passes over is looked at too, before anybody works with the database."""

import sqlite3
from contextlib import closing

import pytest

from storage import integrity, migrations
from storage.errors import DatabaseUnusable
from tests.support.vaults import Vault

pytestmark = pytest.mark.of_a_file


def test_a_text_that_is_no_text_is_damage(vault: Vault) -> None:
    vault.put("safety", {"kind": "report"})
    with closing(sqlite3.connect(vault.path)) as plain:
        plain.execute("UPDATE envelopes SET week = CAST(x'ff32303236' AS TEXT)")
        plain.commit()
    assert integrity.check(vault.database) == []
    with pytest.raises(DatabaseUnusable) as refused:
        integrity.insist(vault.database)
    assert refused.value.reason == "corrupt"


def test_a_whole_database_passes(vault: Vault) -> None:
    vault.put("safety", {"kind": "report"})
    integrity.insist(vault.database)


def test_a_database_whose_revision_does_not_fit_its_tables_is_damaged(vault: Vault) -> None:
    """As a bit that turned over in the revision leaves it."""
    with closing(sqlite3.connect(vault.path)) as plain:
        plain.execute("UPDATE alembic_version SET version_num = '0004'")
        plain.commit()
    with pytest.raises(DatabaseUnusable) as refused:
        migrations.upgrade(vault.url)
    assert refused.value.reason == "corrupt"
