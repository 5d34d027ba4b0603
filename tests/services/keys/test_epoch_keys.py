"""What the months' keys promise."""

from datetime import UTC, datetime

import pytest

from services.keys import keyring
from services.keys.epoch_keys import first_month
from services.keys.epochs import EpochName, epoch_of
from services.keys.keyring import NoTrustedKey, Unlocked
from storage import keyring as rows
from tests.support.vaults import Enrol, Remove, UnlockEnrolled, Vault

LATER = datetime(2026, 9, 20, tzinfo=UTC)
MUCH_LATER = datetime(2028, 1, 2, tzinfo=UTC)


def _ids(vault: Vault, unlocked: Unlocked) -> set[bytes]:
    return {opened.id for opened in vault.opened(unlocked)}


def test_a_caseworkers_unlock_keeps_a_year_of_keys_ahead_without_the_steward(vault: Vault) -> None:
    with vault.database.reading() as session:
        assert keyring.months_ahead(session, vault.trust, "safety", LATER) == 6
    unlocked = vault.unlock("caseworker", LATER)
    with vault.database.reading() as session:
        assert keyring.months_ahead(session, vault.trust, "safety", LATER) == 12
        assert keyring.months_ahead(session, vault.trust, "surveys", LATER) == 12
        assert keyring.months_ahead(session, vault.trust, "psea", LATER) == 6
    id = vault.put("safety", {}, datetime(2027, 9, 1, tzinfo=UTC))
    assert _ids(vault, unlocked) == {id}


@pytest.mark.of_a_file
def test_keys_a_member_signed_do_not_outlive_their_membership(
    vault: Vault, enrol: Enrol, unlock: UnlockEnrolled, remove: Remove
) -> None:
    """What a removed member made ahead is replaced, and would no longer be believed."""
    fresh = enrol("Lina", "caseworker")
    unlock(fresh, LATER)
    remove(fresh.id, LATER)
    month = datetime(2027, 9, 1, tzinfo=UTC)
    with vault.database.writing() as session:
        newest = rows.newest_epoch_key(session, "safety", epoch_of(month))
        assert newest is not None and newest.signer is None
        assert len(keyring.intake_key(session, vault.trust, "safety", month)) == 32
        name = EpochName("safety", epoch_of(month), newest.serial)
        session.connection().exec_driver_sql(
            "DELETE FROM epoch_keys WHERE compartment = ? AND epoch = ? AND serial = ?", tuple(name)
        )
        with pytest.raises(NoTrustedKey):
            keyring.intake_key(session, vault.trust, "safety", month)


def test_without_a_key_for_the_month_nothing_is_taken_in(vault: Vault) -> None:
    with pytest.raises(NoTrustedKey) as refused:
        vault.put("safety", {"kind": "report"}, MUCH_LATER)
    assert (refused.value.compartment, refused.value.epoch) == ("safety", "2028-01")
    with vault.database.reading() as session:
        assert keyring.months_ahead(session, vault.trust, "safety", MUCH_LATER) == -1


def test_an_unknown_compartment_has_no_key(vault: Vault) -> None:
    with vault.database.reading() as session, pytest.raises(NoTrustedKey):
        keyring.intake_key(session, vault.trust, "gossip", vault.now)


def test_a_destroyed_month_opens_to_nobody_any_more(vault: Vault) -> None:
    id = vault.put("safety", {})
    unlocked = vault.unlock("caseworker")
    with vault.database.writing() as session:
        rows.destroy_epoch(session, "safety", epoch_of(vault.now))
    with vault.database.reading() as session:
        again = keyring.reread(session, unlocked, vault.trust)
    assert id not in _ids(vault, again)


def test_the_first_month_is_that_of_the_founding_whoever_lays_down_an_earlier_key(vault: Vault) -> None:
    with vault.database.writing() as session:
        key = rows.all_epoch_keys(session)[0]
        rows.add_epoch_key(session, key._replace(compartment="safety", epoch="1999-01"))
        assert first_month(session, vault.trust, "safety", LATER) == epoch_of(vault.now)
        assert first_month(session, vault.trust, "unknown", LATER) == epoch_of(LATER)
