"""What the quick check for `doctor` promises."""

import os

import pytest

from storage import integrity
from storage.engine import Database
from tests.support.vaults import Vault

pytestmark = pytest.mark.of_a_file


def test_a_sound_database_has_no_findings(vault: Vault) -> None:
    assert integrity.check(vault.database) == []


def test_a_damaged_page_is_a_finding_and_not_a_crash(vault: Vault) -> None:
    vault.database.close()
    damaged = bytearray(vault.path.read_bytes())
    for start in range(4096, len(damaged), 4096):
        damaged[start : start + 64] = os.urandom(64)
    vault.path.write_bytes(damaged)
    broken = Database(vault.url)
    assert integrity.check(broken)
    broken.close()
    assert vault.path.read_bytes() == damaged


def test_a_lost_protection_of_deleted_text_is_a_finding(vault: Vault) -> None:
    with vault.database.reading() as session:
        session.connection().exec_driver_sql("PRAGMA secure_delete=OFF")
    assert integrity.check(vault.database) == ["PRAGMA secure_delete is 0, not 1"]
