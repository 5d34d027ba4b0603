"""Whoever can write the database can break things, but cannot be believed: each stored byte class, changed."""

import json
import os
from dataclasses import replace

import pytest
from sqlmodel import Session

from services.keys import keyring
from services.keys.epochs import EpochName, epoch_of
from services.keys.keyring import Newcomer, NoTrustedKey, WrongPassphrase, intake_key
from services.keys.sealing import (
    NotTrusted,
    PublicKey,
    SigningPair,
    lock,
    new_key_pair,
    new_signing_pair,
    seal_plain,
    sign,
    statement,
    unlock,
)
from services.keys.trust import check_organisation
from storage import keyring as rows
from tests.support.vaults import Vault

pytestmark = pytest.mark.of_a_file


def _change(vault: Vault, words: str, *values: object) -> None:
    with vault.database.writing() as session:
        assert session.connection().exec_driver_sql(words, values).rowcount


def _flipped(value: bytes) -> bytes:
    return bytes([value[0] ^ 1]) + value[1:]


def _flip(vault: Vault, table: str, column: str, where: str = "1 = 1", *values: object) -> None:
    """Change one bit of that column in every row that is meant."""
    with vault.database.writing() as session:
        connection = session.connection()
        found = {row[0] for row in connection.exec_driver_sql(f"SELECT {column} FROM {table} WHERE {where}", values)}
        assert found
        for value in found:
            words = f"UPDATE {table} SET {column} = ? WHERE {column} = ? AND {where}"
            connection.exec_driver_sql(words, (_flipped(value), value, *values))


def _member(session: Session, id: bytes) -> rows.MemberRow:
    row = rows.member(session, id)
    assert row is not None
    return row


def _intake(vault: Vault, compartment: str = "safety") -> PublicKey:
    with vault.database.reading() as session:
        return intake_key(session, vault.trust, compartment, vault.now)


def _statement(name: EpochName, public: PublicKey) -> bytes:
    return statement("amana epoch key 1", name.compartment.encode(), name.epoch.encode(), b"%d" % name.serial, public)


def _plant_key(
    vault: Vault, signer_id: bytes | None, signing: SigningPair, compartment: str = "safety", serial: int = 9
) -> PublicKey:
    """An intruder's epoch key, signed by whatever signing key they have got hold of."""
    name = EpochName(compartment, epoch_of(vault.now), serial)
    public = new_key_pair().public
    with vault.database.writing() as session:
        signature = sign(_statement(name, public), signing.seed)
        rows.add_epoch_key(session, rows.EpochKeyRow(*name, public, signer_id, signature))
    return public


ORGANISATION = ["verify_key", "site_salt", "runtime_public_key", "recovery_public_key", "signature"]


@pytest.mark.parametrize("column", ORGANISATION)
def test_a_changed_organisation_is_not_trusted_and_stops_intake(vault: Vault, column: str) -> None:
    _flip(vault, "organisation", column)
    with vault.database.reading() as session, pytest.raises(NotTrusted):
        check_organisation(session, vault.trust)
    with pytest.raises(NoTrustedKey):
        _intake(vault)


def test_an_intruders_own_organisation_is_not_trusted(vault: Vault) -> None:
    theirs = new_signing_pair()
    with vault.database.reading() as session:
        row = rows.organisation(session)
    assert row is not None
    parts = (theirs.verify, row.site_salt, row.runtime_public_key, row.recovery_public_key)
    with vault.database.writing() as session:
        signature = sign(statement("amana organisation 1", *parts), theirs.seed)
        rows.put_organisation(session, rows.OrganisationRow(*parts, signature))
    with vault.database.reading() as session, pytest.raises(NotTrusted):
        check_organisation(session, vault.trust)


@pytest.mark.parametrize("column", ["box_public", "verify_key", "certificate", "sealed_secrets", "id"])
def test_a_changed_member_is_not_unlocked(vault: Vault, column: str) -> None:
    key = vault.unlock_key("caseworker")
    _flip(vault, "members", column, "unlock_tag = ?", key.tag)
    with vault.database.writing() as session, pytest.raises(NotTrusted):
        keyring.unlock(session, key, vault.trust, vault.now)


def test_a_changed_unlock_tag_finds_nobody(vault: Vault) -> None:
    _flip(vault, "members", "unlock_tag")
    with pytest.raises(WrongPassphrase):
        vault.unlock("caseworker")


def test_a_role_written_into_a_row_gives_nothing(vault: Vault) -> None:
    vault.unlock("focal_point")
    _change(vault, "UPDATE members SET roles = 'caseworker' WHERE roles = 'focal_point'")
    with pytest.raises(NotTrusted):
        vault.unlock("focal_point")
    vault.unlock("caseworker")
    with vault.database.reading() as session:
        held = {wrap.compartment for wrap in rows.wraps_of(session, vault.founding.focal_point.id)}
    assert held == {"psea"}


def test_secrets_swapped_between_two_members_unlock_neither(vault: Vault) -> None:
    with vault.database.writing() as session:
        case = _member(session, vault.founding.caseworker.id)
        focal = _member(session, vault.founding.focal_point.id)
        rows.change_member(session, case._replace(sealed_secrets=focal.sealed_secrets))
        rows.change_member(session, focal._replace(sealed_secrets=case.sealed_secrets))
    for role in ("caseworker", "focal_point"):
        with pytest.raises(NotTrusted):
            vault.unlock(role)


def test_a_members_secrets_do_not_open_another_row_with_the_same_passphrase_tag(vault: Vault) -> None:
    """An intruder copies a caseworker's unlock tag and secrets under the focal point's certificate."""
    with vault.database.writing() as session:
        case = _member(session, vault.founding.caseworker.id)
        focal = _member(session, vault.founding.focal_point.id)
        rows.change_member(session, case._replace(unlock_tag=os.urandom(32)))
        rows.change_member(session, focal._replace(unlock_tag=case.unlock_tag, sealed_secrets=case.sealed_secrets))
    with pytest.raises(NotTrusted):
        vault.unlock("caseworker")


def test_an_intruders_own_member_gets_no_key_and_is_shown_as_uncertified(vault: Vault) -> None:
    box, signing = new_key_pair(), new_signing_pair()
    member = rows.MemberRow(b"x" * 16, b"t" * 32, box.public, signing.verify, "caseworker", b"c" * 64, b"", b"")
    with vault.database.writing() as session:
        rows.add_member(session, member)
    vault.unlock("caseworker")
    vault.put("safety", {})
    with vault.database.reading() as session:
        assert rows.wraps_of(session, member.id) == []
        shown = {each.id: each.certified for each in keyring.members(session, vault.runtime, vault.trust)}
    assert shown[member.id] is False
    assert list(shown.values()).count(True) == 3


def test_an_intruders_member_can_be_removed(vault: Vault) -> None:
    with vault.database.writing() as session:
        rows.add_member(session, rows.MemberRow(b"x" * 16, b"t" * 32, b"", b"", "caseworker", b"", b"", b""))
        keyring.remove(session, vault.unlocked_elsewhere("steward"), b"x" * 16, vault.trust, vault.now)
        assert rows.member(session, b"x" * 16) is None


@pytest.mark.parametrize("column", ["public_key", "signature"])
def test_a_changed_epoch_key_stops_intake(vault: Vault, column: str) -> None:
    _flip(vault, "epoch_keys", column, "compartment = 'safety'")
    with pytest.raises(NoTrustedKey):
        _intake(vault)
    assert _intake(vault, "psea")


@pytest.mark.parametrize("column", ["compartment", "epoch"])
def test_an_epoch_key_put_in_anothers_place_stops_intake(vault: Vault, column: str) -> None:
    other = {"compartment": "surveys", "epoch": "2026-04"}[column]
    with vault.database.writing() as session:
        here = rows.newest_epoch_key(session, "safety", "2026-03")
        named = {"compartment": "safety", "epoch": "2026-03", column: other}
        there = rows.newest_epoch_key(session, **named)
        assert here is not None and there is not None
        rows.add_epoch_key(session, here._replace(serial=2, public_key=there.public_key, signature=there.signature))
    with pytest.raises(NoTrustedKey):
        _intake(vault)


def test_an_old_epoch_key_under_a_higher_serial_stops_intake(vault: Vault) -> None:
    _change(vault, "UPDATE epoch_keys SET serial = 5 WHERE compartment = 'safety' AND epoch = '2026-03'")
    with pytest.raises(NoTrustedKey):
        _intake(vault)


def test_a_key_signed_by_a_stranger_stops_intake_whoever_it_names(vault: Vault) -> None:
    stranger = new_signing_pair()
    signers = [None, vault.founding.caseworker.id, vault.founding.steward.id, b"?" * 16]
    for serial, signer in enumerate(signers, start=20):
        _plant_key(vault, signer, stranger, serial=serial)
        with pytest.raises(NoTrustedKey):
            _intake(vault)


def test_a_member_vouches_for_keys_of_their_own_compartments_only(vault: Vault) -> None:
    for role in ("focal_point", "steward"):
        unlocked = vault.unlock(role)
        _plant_key(vault, unlocked.member, unlocked.signing, serial=9 if role == "steward" else 10)
        with pytest.raises(NoTrustedKey):
            _intake(vault)
    caseworker = vault.unlock("caseworker")
    public = _plant_key(vault, caseworker.member, caseworker.signing, serial=11)
    assert _intake(vault) == public


def test_a_certificate_made_by_an_intruder_vouches_for_nothing(vault: Vault) -> None:
    box, signing, theirs = new_key_pair(), new_signing_pair(), new_signing_pair()
    parts = (b"x" * 16, box.public, signing.verify, b"caseworker")
    certificate = sign(statement("amana member 1", *parts), theirs.seed)
    member = rows.MemberRow(b"x" * 16, b"t" * 32, box.public, signing.verify, "caseworker", certificate, b"", b"")
    with vault.database.writing() as session:
        rows.add_member(session, member)
    _plant_key(vault, member.id, signing)
    with pytest.raises(NoTrustedKey):
        _intake(vault)


def test_after_a_bad_key_a_steward_can_renew_and_intake_goes_on(vault: Vault) -> None:
    _plant_key(vault, None, new_signing_pair())
    with pytest.raises(NoTrustedKey):
        _intake(vault)
    with vault.database.writing() as session:
        keyring.renew_keys(session, vault.unlocked_elsewhere("steward"), vault.trust, vault.now)
    id = vault.put("safety", {})
    assert [opened.id for opened in vault.opened(vault.unlock("caseworker"))] == [id]


def test_a_months_key_that_was_taken_away_keeps_nobody_from_unlocking(vault: Vault) -> None:
    """Another is made in its place; what was sealed to the first stays with who holds its other half."""
    _change(vault, "DELETE FROM epoch_keys WHERE compartment = 'safety' AND epoch = '2026-03'")
    vault.unlock("caseworker")
    id = vault.put("safety", {})
    opened = vault.unlock("caseworker")
    assert [each.id for each in vault.opened(opened)] == [id]
    assert opened.damaged == {EpochName("safety", "2026-03", 1)}


def test_a_changed_wrap_is_told_and_the_others_still_open(vault: Vault) -> None:
    name = EpochName("safety", "2026-03", 1)
    _flip(vault, "epoch_wraps", "sealed", "compartment = 'safety' AND epoch = '2026-03'")
    unlocked = vault.unlock("caseworker")
    assert unlocked.damaged == {name}
    assert name not in unlocked.keys
    assert len(unlocked.keys) == 25


def test_wraps_swapped_between_months_are_told(vault: Vault) -> None:
    holder = vault.founding.caseworker.id
    with vault.database.writing() as session:
        wraps = {wrap.epoch: wrap for wrap in rows.wraps_of(session, holder) if wrap.compartment == "safety"}
        rows.drop_wraps_of(session, holder)
        first, second = wraps["2026-03"], wraps["2026-04"]
        rows.add_wraps(session, [first._replace(sealed=second.sealed), second._replace(sealed=first.sealed)])
    assert {name.epoch for name in vault.unlock("caseworker").damaged} == {"2026-03", "2026-04"}


@pytest.mark.parametrize("planted", [b"", b"short", os.urandom(32)], ids=["nothing", "short", "random"])
def test_a_wrap_made_by_an_intruder_is_told(vault: Vault, planted: bytes) -> None:
    with vault.database.reading() as session:
        box = PublicKey(_member(session, vault.founding.caseworker.id).box_public)
    holder = vault.founding.caseworker.id
    _change(vault, "UPDATE epoch_wraps SET sealed = ? WHERE holder = ?", seal_plain(planted, box), holder)
    unlocked = vault.unlock("caseworker")
    assert unlocked.keys == {}
    assert len(unlocked.damaged) == 26


def test_a_wrap_lost_for_one_caseworker_is_not_lost_for_another(vault: Vault) -> None:
    with vault.database.writing() as session:
        steward = vault.unlocked_elsewhere("steward")
        fresh = keyring.enrol(session, steward, Newcomer("Lina", "caseworker"), vault.trust, vault.now)
    id = vault.put("safety", {})
    _change(vault, "DELETE FROM epoch_wraps WHERE holder = ?", vault.founding.caseworker.id)
    assert vault.opened(vault.unlock("caseworker")) == []
    with vault.database.writing() as session:
        keyring.unlock(session, fresh.passphrase, vault.trust, vault.now)
    assert [opened.id for opened in vault.opened(vault.unlock("caseworker"))] == [id]


def test_a_strangers_organisation_key_inside_a_stewards_own_secrets_is_not_taken_up(vault: Vault) -> None:
    """Whoever knew the passphrase once could seal other secrets with it; the pinned key decides."""
    key = vault.unlock_key("steward")
    with vault.database.writing() as session:
        row = _member(session, vault.founding.steward.id)
        told = json.loads(unlock(row.sealed_secrets, key.key)) | {"organisation": new_signing_pair().seed.hex()}
        rows.change_member(session, row._replace(sealed_secrets=lock(json.dumps(told).encode(), key.key)))
    with pytest.raises(NotTrusted):
        vault.unlock("steward")


def test_a_colleagues_true_row_under_the_name_of_an_open_desk_closes_it(vault: Vault) -> None:
    """Certified as it is: it is not the member who unlocked."""
    unlocked = vault.unlocked_elsewhere("caseworker")
    with vault.database.writing() as session:
        fresh = keyring.enrol(
            session, vault.unlocked_elsewhere("steward"), Newcomer("Lina", "caseworker"), vault.trust, vault.now
        )
        theirs = _member(session, fresh.id)
    stolen = replace(unlocked, member=theirs.id)
    with vault.database.reading() as session, pytest.raises(WrongPassphrase):
        keyring.reread(session, stolen, vault.trust)
