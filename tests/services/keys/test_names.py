"""Whoever writes the database cannot exchange names, so that a steward removes the wrong person."""

import pytest
from sqlmodel import Session

from services.keys import keyring
from services.keys.keyring import NotASteward, StaffMember
from services.keys.names import sealed_name
from services.keys.sealing import new_signing_pair, seal
from storage import keyring as rows
from tests.support.vaults import Vault


def named(session: Session, vault: Vault) -> dict[bytes, str | None]:
    return {member.id: member.name for member in keyring.members(session, vault.runtime, vault.trust)}


def put(session: Session, member: bytes, sealed: bytes) -> None:
    row = rows.member(session, member)
    assert row is not None
    rows.change_member(session, row._replace(sealed_name=sealed))


def test_exchanged_names_are_nobodys(vault: Vault) -> None:
    first, second = vault.founding.caseworker, vault.founding.focal_point
    with vault.database.writing() as session:
        before = {row.id: row.sealed_name for row in rows.all_members(session)}
        assert named(session, vault)[first.id] == first.name
        put(session, first.id, before[second.id])
        put(session, second.id, before[first.id])
        assert (named(session, vault)[first.id], named(session, vault)[second.id]) == (None, None)


def test_a_name_that_a_stranger_signed_is_nobodys(vault: Vault) -> None:
    member = vault.founding.caseworker
    theirs = sealed_name(member.id, "Sami", vault.runtime.public, new_signing_pair())
    with vault.database.writing() as session:
        put(session, member.id, theirs)
        assert named(session, vault)[member.id] is None


def test_a_name_from_before_is_marked_until_a_steward_says_it(vault: Vault) -> None:
    member = vault.founding.caseworker
    steward = vault.unlocked_elsewhere("steward")
    with vault.database.writing() as session:
        put(session, member.id, seal(member.name.encode(), vault.runtime.public))
        assert named(session, vault)[member.id] == f"{member.name} (?)"
        keyring.name(session, steward, member.id, member.name, vault.trust)
        assert named(session, vault)[member.id] == member.name
        with pytest.raises(NotASteward):
            keyring.name(session, vault.unlocked_elsewhere("caseworker"), member.id, "Sami", vault.trust)


def test_without_the_runtime_key_nobody_has_a_name(vault: Vault) -> None:
    with vault.database.reading() as session:
        found: list[StaffMember] = keyring.members(session, None, vault.trust)
    assert {member.name for member in found} == {None}
