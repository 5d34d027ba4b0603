"""What a staff signature promises."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

import pytest

from services.keys import keyring
from services.keys.sealing import NotTrusted
from services.keys.signatures import check_signed, signed
from tests.support.vaults import Vault

EVENT = {"kind": "event", "case": "ab" * 16, "event": "status", "facts": {"to": "closed", "n": 3}, "day": "2026-03-05"}


class Check(Protocol):
    """Whose signature it is; refused where it is nobody's."""

    def __call__(self, body: Mapping[str, Any], purpose: str = ..., compartment: str | None = ...) -> bytes: ...


@pytest.fixture
def checks(vault: Vault) -> Check:
    """Whose signature it is, as anybody with the pinned key finds it."""

    def by(body: Mapping[str, Any], purpose: str = "event", compartment: str | None = "safety") -> bytes:
        with vault.database.reading() as session:
            return check_signed(session, vault.trust, purpose, body, compartment)

    return by


def test_a_signed_body_names_its_writer_and_can_be_checked_by_all(vault: Vault, checks: Check) -> None:
    body = signed(vault.unlock("caseworker"), "event", EVENT)
    assert checks(body) == vault.founding.caseworker.id
    assert body["member"] == vault.founding.caseworker.id.hex()


def test_it_holds_after_a_journey_through_an_envelope(vault: Vault, checks: Check) -> None:
    body = signed(vault.unlock("caseworker"), "event", {**EVENT, "facts": {1: ("a", "ب"), "x": None, "z": 1.5}})
    vault.put("safety", body)
    (opened,) = vault.opened(vault.unlock("caseworker"))
    assert checks(opened.body) == vault.founding.caseworker.id


@pytest.mark.parametrize(
    "change",
    [
        {"case": "cd" * 16},
        {"facts": {"to": "open", "n": 3}},
        {"facts": {"to": "closed", "n": 3.5}},
        {"day": "2026-03-06"},
        {"more": 1},
        {"signature": "00" * 64},
        {"signature": ""},
        {"signature": "zz"},
        {"signature": None},
        {"member": "00" * 16},
        {"member": 7},
        {"member": "not hex"},
    ],
)
def test_any_change_is_refused(vault: Vault, checks: Check, change: dict[str, Any]) -> None:
    body = signed(vault.unlock("caseworker"), "event", EVENT)
    with pytest.raises(NotTrusted):
        checks({**body, **change})


@pytest.mark.parametrize("missing", ["case", "facts", "member", "signature"])
def test_a_missing_part_is_refused(vault: Vault, checks: Check, missing: str) -> None:
    body = signed(vault.unlock("caseworker"), "event", EVENT)
    del body[missing]
    with pytest.raises(NotTrusted):
        checks(body)


def test_an_unsigned_body_is_refused(checks: Check) -> None:
    for body in (EVENT, {}, {"member": None, "signature": None}):
        with pytest.raises(NotTrusted):
            checks(body)


def test_the_order_of_keys_does_not_matter(vault: Vault, checks: Check) -> None:
    body = signed(vault.unlock("caseworker"), "event", EVENT)
    assert checks(dict(reversed(body.items()))) == vault.founding.caseworker.id


def test_a_signature_for_one_purpose_is_none_for_another(vault: Vault, checks: Check) -> None:
    body = signed(vault.unlock("caseworker"), "event", EVENT)
    with pytest.raises(NotTrusted):
        checks(body, purpose="reply")


def test_a_role_signs_for_its_own_compartments_only(vault: Vault, checks: Check) -> None:
    by = {role: signed(vault.unlock(role), "event", EVENT) for role in ("caseworker", "focal_point", "steward")}
    for role, compartment, is_believed in (
        ("caseworker", "safety", True),
        ("caseworker", "surveys", True),
        ("caseworker", "psea", False),
        ("caseworker", None, True),
        ("focal_point", "psea", True),
        ("focal_point", "safety", False),
        ("focal_point", None, True),
        ("steward", "safety", False),
        ("steward", None, False),
    ):
        if is_believed:
            assert checks(by[role], compartment=compartment) == getattr(vault.founding, role).id
        else:
            with pytest.raises(NotTrusted):
                checks(by[role], compartment=compartment)


def test_signing_again_replaces_an_earlier_signature(vault: Vault, checks: Check) -> None:
    first = signed(vault.unlock("focal_point"), "event", EVENT)
    assert checks(signed(vault.unlock("caseworker"), "event", first)) == vault.founding.caseworker.id


def test_of_a_former_member_counts_what_lay_there_and_nothing_that_lies_nowhere(vault: Vault, checks: Check) -> None:
    body = signed(vault.unlock("caseworker"), "event", EVENT)
    vault.put("safety", body)
    lies = vault.opened(vault.unlock("caseworker"))[0].imprint
    with vault.database.writing() as session:
        steward = vault.unlocked_elsewhere("steward")
        keyring.remove(session, steward, vault.founding.caseworker.id, vault.trust, vault.now)
    with vault.database.reading() as session:
        signer = check_signed(session, vault.trust, "event", body, "safety", lies)
    assert signer == vault.founding.caseworker.id
    with pytest.raises(NotTrusted):
        checks(body)


@pytest.mark.of_a_file
def test_the_member_put_in_by_an_intruder_is_not_believed(vault: Vault, checks: Check) -> None:
    """A row with the intruder's keys under a member's identifier: the certificate does not cover them."""
    from services.keys.sealing import new_signing_pair

    body = signed(vault.unlock("caseworker"), "event", EVENT)
    with vault.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE members SET verify_key = ?", (new_signing_pair().verify,))
    with pytest.raises(NotTrusted):
        checks(body)


def test_a_signed_body_is_plain_json(vault: Vault) -> None:
    assert json.loads(json.dumps(signed(vault.unlock("caseworker"), "reply", {"text": "نعم"})))["text"] == "نعم"
