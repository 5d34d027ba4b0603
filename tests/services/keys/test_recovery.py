"""What the three shares on paper promise."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.keys import keyring
from services.keys.keyring import Newcomer
from services.keys.recovery import BadShare, Recovered, Share, read_share, recover, write_recovery
from services.keys.sealing import CannotOpen, NotTrusted, PrivateKey, new_key_pair, unseal_plain
from storage import keyring as rows
from tests.support.vaults import Vault

LATER = datetime(2026, 12, 1, tzinfo=UTC)


def _recover(vault: Vault, shares: Sequence[str]) -> Recovered:
    with vault.database.reading() as session:
        return recover(session, vault.trust, shares)


@pytest.mark.parametrize("pair", list(permutations(range(3), 2)))
def test_any_two_shares_in_any_order_restore_everything(vault: Vault, pair: tuple[int, int]) -> None:
    recovered = _recover(vault, [vault.founding.shares[place] for place in pair])
    assert recovered.organisation.verify == vault.trust.verify_key
    assert {name.compartment for name in recovered.keys} == {"safety", "psea", "surveys"}
    assert len(recovered.keys) == 39
    assert recovered.damaged == frozenset()


def test_all_three_do_too(vault: Vault) -> None:
    assert len(_recover(vault, vault.founding.shares).keys) == 39


@pytest.mark.parametrize("place", range(3))
def test_one_share_alone_opens_nothing(vault: Vault, place: int) -> None:
    share = vault.founding.shares[place]
    for given_shares in ([share], [share, share], [share, Share(place % 3 + 1, new_key_pair()).text]):
        with pytest.raises(CannotOpen):
            _recover(vault, given_shares)
    keys = read_share(share).keys
    with vault.database.reading() as session:
        recovery = _recover(vault, vault.founding.shares)
        everything = [*rows.recovery_boxes(session).values()]
        everything += [wrap.sealed for wrap in rows.wraps_of(session, bytes(16))]
    for sealed in everything:
        try:
            inside = unseal_plain(sealed, keys)
        except CannotOpen:
            continue
        assert bytes(recovery.recovery.private) not in inside
        assert bytes(recovery.organisation.seed) not in inside


def test_no_share_is_not_enough(vault: Vault) -> None:
    with pytest.raises(CannotOpen):
        _recover(vault, [])


def test_a_stranger_with_two_made_up_shares_gets_nothing(vault: Vault) -> None:
    with pytest.raises(CannotOpen):
        _recover(vault, [Share(1, new_key_pair()).text, Share(2, new_key_pair()).text])


def test_recovery_opens_what_every_compartment_took_in(vault: Vault) -> None:
    put = {vault.put(compartment, {"from": compartment}) for compartment in ("safety", "psea", "surveys")}
    put.add(vault.put("psea", {"from": "later"}, LATER))
    recovered = _recover(vault, vault.founding.shares[:2])
    assert {opened.id for opened in vault.opened(recovered)} == put


def test_a_recovered_organisation_enrols_a_caseworker_who_opens_the_past(vault: Vault) -> None:
    before = vault.put("safety", {"kind": "report"})
    recovered = _recover(vault, vault.founding.shares[1:])
    with vault.database.writing() as session:
        fresh = keyring.enrol(session, recovered, Newcomer("Nadia", "caseworker"), vault.trust, vault.now)
    after = vault.put("safety", {"kind": "report"})
    with vault.database.writing() as session:
        unlocked = keyring.unlock(session, fresh.passphrase, vault.trust, vault.now)
    assert {opened.id for opened in vault.opened(unlocked)} == {before, after}
    assert "psea" not in {name.compartment for name in unlocked.keys}


def test_a_recovered_organisation_makes_a_new_steward(vault: Vault) -> None:
    recovered = _recover(vault, vault.founding.shares[:2])
    with vault.database.writing() as session:
        fresh = keyring.enrol(session, recovered, Newcomer("Nadia", "steward"), vault.trust, vault.now)
        keyring.remove(session, recovered, vault.founding.steward.id, vault.trust, vault.now)
        unlocked = keyring.unlock(session, fresh.passphrase, vault.trust, vault.now)
    assert unlocked.organisation is not None and unlocked.organisation.verify == vault.trust.verify_key


def test_recovery_opens_keys_made_after_a_removal_and_a_year_ahead(vault: Vault) -> None:
    with vault.database.writing() as session:
        steward = vault.unlocked_elsewhere("steward")
        keyring.remove(session, steward, vault.founding.focal_point.id, vault.trust, vault.now)
    vault.unlock("caseworker", LATER)
    put = {vault.put("psea", {}), vault.put("safety", {}, datetime(2027, 11, 1, tzinfo=UTC))}
    assert {opened.id for opened in vault.opened(_recover(vault, vault.founding.shares[:2]))} == put


def test_fresh_shares_replace_the_old_ones(vault: Vault) -> None:
    recovered = _recover(vault, vault.founding.shares[:2])
    with vault.database.writing() as session:
        fresh = write_recovery(session, recovered.recovery, recovered.organisation)
    assert len(_recover(vault, fresh[1:]).keys) == 39
    with pytest.raises(CannotOpen):
        _recover(vault, vault.founding.shares[:2])


def test_a_changed_recovery_box_opens_nothing(vault: Vault) -> None:
    with vault.database.writing() as session:
        boxes = rows.recovery_boxes(session)
        rows.put_recovery_boxes(session, dict.fromkeys(boxes, boxes["1-3"]))
    with pytest.raises(CannotOpen):
        _recover(vault, vault.founding.shares[:2])


def test_another_organisations_recovery_box_is_not_accepted(vault: Vault) -> None:
    """An intruder puts their own organisation and boxes in place: the pinned key does not vouch for them."""
    from services.keys.sealing import new_signing_pair

    with vault.database.writing() as session:
        theirs = write_recovery(session, new_key_pair(), new_signing_pair())
    with pytest.raises((CannotOpen, NotTrusted)):
        _recover(vault, theirs[:2])


def test_a_share_is_fourteen_groups_of_four_without_letters_that_are_mistaken() -> None:
    text = Share(2, new_key_pair()).text
    assert [len(group) for group in text.split("-")] == [4] * 14
    assert not set(text) & set("ILOU")


@given(st.binary(min_size=32, max_size=32), st.sampled_from([1, 2, 3]))
def test_a_share_is_read_back_however_it_is_typed(private: bytes, number: int) -> None:
    share = Share(number, new_key_pair(PrivateKey(private)))
    for typed in (
        share.text,
        share.text.lower(),
        share.text.replace("-", " "),
        share.text.replace("-", ""),
        share.text.replace("-", "\n"),
        share.text.replace("0", "O").replace("1", "l"),
        share.text.replace("1", "I"),
    ):
        assert read_share(typed) == share


def test_a_typing_error_in_a_share_is_noticed() -> None:
    """One wrong letter anywhere, or two neighbours swapped; the checksum has 16 bits, so at most a few slip by."""
    text = Share(1, new_key_pair()).text
    wrong = [
        text[:at] + letter + text[at + 1 :]
        for at in range(len(text))
        for letter in "AZ7"
        if text[at] not in ("-", letter)
    ]
    wrong += [
        text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1) if text[at] != text[at + 1]
    ]
    meant = [each for each in wrong if each.replace("-", "") != text.replace("-", "")]
    slipped = 0
    for each in meant:
        try:
            read_share(each)
            slipped += 1
        except BadShare:
            pass
    assert len(meant) > 150
    assert slipped <= 1


@pytest.mark.parametrize("text", ["", "ABCD", "0" * 56, "U" * 56, "é" * 56, "A" * 112])
def test_what_is_no_share_is_named_by_its_place(vault: Vault, text: str) -> None:
    with pytest.raises(BadShare) as refused:
        _recover(vault, [vault.founding.shares[0], text])
    assert refused.value.position == 1


def test_no_repr_shows_what_was_recovered(vault: Vault) -> None:
    recovered = _recover(vault, vault.founding.shares[:2])
    share = read_share(vault.founding.shares[0])
    shown = repr((recovered, share))
    for secret in (recovered.recovery.private, recovered.organisation.seed, share.keys.private):
        assert repr(secret)[2:-1] not in shown
