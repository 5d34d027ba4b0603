"""What unlocking, enrolling and removing promise."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from nacl import bindings as sodium

from services.keys import envelopes, keyring
from services.keys.envelopes import Letter
from services.keys.keyring import (
    LastSteward,
    Newcomer,
    NotASteward,
    RolesConflict,
    UnknownMember,
    Unlocked,
    WrongPassphrase,
)
from services.keys.passphrases import new_passphrase
from services.keys.sealing import new_signing_pair
from storage import keyring as rows
from tests.support.vaults import Enrol, Remove, UnlockEnrolled, Vault

LATER = datetime(2026, 9, 20, tzinfo=UTC)
MUCH_LATER = datetime(2028, 1, 2, tzinfo=UTC)


def _ids(vault: Vault, unlocked: Unlocked) -> set[bytes]:
    return {opened.id for opened in vault.opened(unlocked)}


def test_the_passphrase_alone_unlocks_however_it_is_typed(vault: Vault) -> None:
    passphrase = vault.founding.caseworker.passphrase.upper().replace(" ", "\n  ")
    with vault.database.writing() as session:
        unlocked = keyring.unlock(session, passphrase, vault.trust, vault.now)
    assert unlocked.name == "Karim"
    assert unlocked.roles == {"caseworker"}
    assert unlocked.damaged == frozenset()


@pytest.mark.parametrize("wrong", ["", "one two three", None])
def test_a_wrong_passphrase_and_an_unknown_one_are_one_refusal(vault: Vault, wrong: str | None) -> None:
    typed = new_passphrase() if wrong is None else wrong
    with vault.database.writing() as session, pytest.raises(WrongPassphrase) as refused:
        keyring.unlock(session, typed, vault.trust, vault.now)
    assert refused.value.args == ()


def test_a_wrong_passphrase_costs_the_same_derivation_as_a_right_one(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    salts: list[tuple[bytes | int, ...]] = []

    def derive(length: int, _words: bytes, salt: bytes, *cost: int) -> bytes:
        salts.append((salt, *cost))
        return b"k" * length

    monkeypatch.setattr(sodium, "crypto_pwhash_alg", derive)
    for passphrase in (new_passphrase(), vault.founding.caseworker.passphrase):
        with vault.database.writing() as session, pytest.raises(WrongPassphrase):
            keyring.unlock(session, passphrase, vault.trust, vault.now)
    assert len(salts) == 2
    assert len(set(salts)) == 1


def test_the_newly_enrolled_open_what_comes_from_now_on_and_the_rest_after_a_colleague_unlocks(
    vault: Vault, enrol: Enrol, unlock: UnlockEnrolled
) -> None:
    before = vault.put("safety", {"kind": "report"})
    fresh = enrol("Lina", "caseworker")
    after = vault.put("safety", {"kind": "report"})
    assert _ids(vault, unlock(fresh)) == {after}
    vault.unlock("caseworker")
    assert _ids(vault, unlock(fresh)) == {before, after}


def test_colleagues_open_what_comes_after_an_enrolment_too(vault: Vault, enrol: Enrol) -> None:
    enrol("Lina", "caseworker")
    after = vault.put("safety", {"kind": "report"})
    assert _ids(vault, vault.unlock("caseworker")) == {after}


def test_a_new_focal_point_is_not_handed_caseworkers_keys_nor_the_other_way(
    vault: Vault, enrol: Enrol, unlock: UnlockEnrolled
) -> None:
    safety, psea = vault.put("safety", {}), vault.put("psea", {})
    focal, case = enrol("Fadi", "focal_point"), enrol("Lina", "caseworker")
    vault.unlock("caseworker")
    vault.unlock("focal_point")
    assert _ids(vault, unlock(focal)) == {psea}
    assert _ids(vault, unlock(case)) == {safety}


@pytest.mark.parametrize(
    "roles", [(), ("caseworker", "focal_point"), ("steward", "focal_point"), "editor", ["steward", "caseworker"]]
)
def test_nobody_is_enrolled_with_two_roles_none_or_an_unknown_one(vault: Vault, roles: str | Collection[str]) -> None:
    steward = vault.unlock("steward")
    with vault.database.writing() as session, pytest.raises(RolesConflict):
        keyring.enrol(session, steward, Newcomer("X", roles), vault.trust, vault.now)


def test_only_a_steward_enrols_removes_and_renews(vault: Vault) -> None:
    caseworker = vault.unlock("caseworker")
    target = vault.founding.focal_point.id
    with vault.database.writing() as session:
        for act in (
            lambda: keyring.enrol(session, caseworker, Newcomer("X", "caseworker"), vault.trust, vault.now),
            lambda: keyring.remove(session, caseworker, target, vault.trust, vault.now),
            lambda: keyring.renew_keys(session, caseworker, vault.trust, vault.now),
        ):
            with pytest.raises(NotASteward):
                act()


def test_a_steward_of_another_organisation_may_do_nothing_here(vault: Vault) -> None:
    stranger = replace(vault.unlock("steward"), organisation=new_signing_pair())
    with vault.database.writing() as session, pytest.raises(NotASteward):
        keyring.enrol(session, stranger, Newcomer("X", "caseworker"), vault.trust, vault.now)
    with vault.database.writing() as session, pytest.raises(NotASteward):
        keyring.remove(session, stranger, vault.founding.caseworker.id, vault.trust, vault.now)


def test_a_removed_member_opens_nothing_that_comes_later_even_with_keys_they_kept(
    vault: Vault, enrol: Enrol, unlock: UnlockEnrolled, remove: Remove
) -> None:
    fresh = enrol("Lina", "caseworker")
    kept = unlock(fresh)
    before = vault.put("safety", {"kind": "report"})
    remove(fresh.id)
    now_sealed = [vault.put("safety", {}), vault.put("surveys", {}), vault.put("safety", {}, LATER)]
    assert _ids(vault, kept) == {before}
    with pytest.raises(WrongPassphrase):
        unlock(fresh)
    assert _ids(vault, vault.unlock("caseworker", LATER)) == {before, *now_sealed}


def test_an_open_desk_of_a_removed_member_learns_it_at_the_next_look(
    vault: Vault, enrol: Enrol, unlock: UnlockEnrolled, remove: Remove
) -> None:
    fresh = enrol("Lina", "caseworker")
    unlocked = unlock(fresh)
    remove(fresh.id)
    with vault.database.reading() as session, pytest.raises(WrongPassphrase):
        keyring.reread(session, unlocked, vault.trust)


def test_of_a_removed_member_neither_name_nor_secrets_nor_wraps_stay(
    vault: Vault, enrol: Enrol, remove: Remove
) -> None:
    fresh = enrol("Lina", "caseworker")
    remove(fresh.id)
    with vault.database.reading() as session:
        row = rows.member(session, fresh.id)
        assert row is not None
        assert (row.sealed_secrets, row.sealed_name) == (b"", b"")
        assert rows.wraps_of(session, fresh.id) == []
        assert "Lina" not in {member.name for member in keyring.members(session, vault.runtime, vault.trust)}


def test_nobody_is_removed_twice_and_strangers_are_unknown(vault: Vault, enrol: Enrol, remove: Remove) -> None:
    fresh = enrol("Lina", "caseworker")
    remove(fresh.id)
    for who in (fresh.id, b"?" * 16):
        with pytest.raises(UnknownMember):
            remove(who)


def test_the_last_steward_stays_and_one_of_two_may_go(
    vault: Vault, enrol: Enrol, unlock: UnlockEnrolled, remove: Remove
) -> None:
    with pytest.raises(LastSteward):
        remove(vault.founding.steward.id)
    second = enrol("Sami", "steward")
    remove(vault.founding.steward.id)
    with pytest.raises(WrongPassphrase):
        vault.unlock("steward")
    held = unlock(second).organisation
    assert held is not None and held.verify == vault.trust.verify_key


def test_the_last_caseworker_may_be_removed_and_intake_goes_on(vault: Vault, remove: Remove) -> None:
    """A caseworker who cannot be trusted must go at once; the recovery key and whoever comes next can open."""
    remove(vault.founding.caseworker.id)
    assert vault.put("safety", {"kind": "report"})


def test_rereading_finds_keys_made_meanwhile_and_is_the_same_object_when_there_are_none(
    vault: Vault, enrol: Enrol
) -> None:
    unlocked = vault.unlock("caseworker")
    with vault.database.reading() as session:
        assert keyring.reread(session, unlocked, vault.trust) is unlocked
    enrol("Lina", "caseworker")
    id = vault.put("safety", {})
    with vault.database.reading() as session:
        again = keyring.reread(session, unlocked, vault.trust)
    assert _ids(vault, again) == {id}


@pytest.mark.of_a_file
def test_unlocking_again_on_the_same_day_writes_nothing(vault: Vault) -> None:
    vault.unlock("caseworker")
    before = vault.path.read_bytes()
    vault.unlock("caseworker")
    assert vault.path.read_bytes() == before


def test_names_are_read_with_the_runtime_key_only(vault: Vault) -> None:
    with vault.database.reading() as session:
        assert {member.name for member in keyring.members(session, None, vault.trust)} == {None}


def test_a_very_long_name_is_cut_and_does_not_show_in_sizes(vault: Vault, enrol: Enrol) -> None:
    enrol("x" * 500, "caseworker")
    with vault.database.reading() as session:
        names = [member.name for member in keyring.members(session, vault.runtime, vault.trust)]
        sizes = {(len(row.sealed_name), len(row.sealed_secrets)) for row in rows.all_members(session)}
    assert "x" * 80 in names
    assert len(sizes) == 1


def test_what_an_unlocked_member_shows_of_themselves_is_no_secret(vault: Vault) -> None:
    unlocked = vault.unlock("steward")
    assert unlocked.organisation is not None
    shown = repr(unlocked)
    for secret in (unlocked.signing.seed, unlocked.box.private, unlocked.organisation.seed):
        assert repr(secret)[2:-1] not in shown
    assert repr(vault.unlock_key("steward")) == "UnlockKey()"


def test_two_rules_in_one_session_take_each_other_back(vault: Vault) -> None:
    steward = vault.unlock("steward")
    with pytest.raises(RuntimeError), vault.database.writing() as session:
        keyring.enrol(session, steward, Newcomer("Lina", "caseworker"), vault.trust, vault.now)
        envelopes.put(session, vault.trust, Letter("safety", {}), vault.now)
        raise RuntimeError
    with vault.database.reading() as session:
        assert len(keyring.members(session, vault.runtime, vault.trust)) == 3


def test_with_the_runtime_key_members_are_listed_by_their_names(vault: Vault) -> None:
    with vault.database.reading() as session:
        names = [member.name for member in keyring.members(session, vault.runtime, vault.trust)]
    assert "Karim" in names and None not in names and len(names) == 3
