"""What founding promises."""

import pytest

from services.keys import sealing
from services.keys.epochs import COMPARTMENTS, epochs_ahead
from services.keys.founding import AlreadyFounded, FirstPeople, found, replace_runtime_key
from services.keys.keyring import NotASteward, intake_key, members, months_ahead
from services.keys.sealing import NotTrusted, RuntimeKey
from services.keys.trust import NotFounded, Trust, check_organisation
from storage.engine import Database
from tests.support.vaults import Vault


@pytest.mark.of_a_file
def test_an_empty_database_holds_no_organisation(database: Database, vault: Vault) -> None:
    with database.reading() as session, pytest.raises(NotFounded):
        check_organisation(session, vault.trust)


def test_a_founded_organisation_takes_in_for_every_compartment_a_year_ahead(vault: Vault) -> None:
    with vault.database.reading() as session:
        for compartment in COMPARTMENTS:
            assert len(intake_key(session, vault.trust, compartment, vault.now)) == 32
            assert months_ahead(session, vault.trust, compartment, vault.now) == 12


@pytest.mark.of_a_file
def test_founding_twice_is_refused_and_changes_nothing(vault: Vault) -> None:
    before = vault.path.read_bytes()
    with vault.database.writing() as session, pytest.raises(AlreadyFounded):
        found(session, vault.runtime.public, FirstPeople("A", "B", "C"), vault.now)
    assert vault.path.read_bytes() == before


def test_the_three_first_people_hold_one_role_each_and_different_passphrases(vault: Vault) -> None:
    with vault.database.reading() as session:
        people = {member.name: set(member.roles) for member in members(session, vault.runtime, vault.trust)}
    assert people == {"Sana": {"steward"}, "Karim": {"caseworker"}, "Farah": {"focal_point"}}
    founding = vault.founding
    assert len({founding.steward.passphrase, founding.caseworker.passphrase, founding.focal_point.passphrase}) == 3


def test_each_opens_their_compartments_and_no_other(vault: Vault) -> None:
    months = set(epochs_ahead(vault.now))
    for role, compartments in (("steward", set()), ("caseworker", {"safety", "surveys"}), ("focal_point", {"psea"})):
        unlocked = vault.unlock(role)
        assert unlocked.compartments == compartments
        assert {(name.compartment, name.epoch) for name in unlocked.keys} == {
            (compartment, month) for compartment in compartments for month in months
        }


def test_only_the_steward_holds_the_organisations_signing_key(vault: Vault) -> None:
    held = vault.unlock("steward").organisation
    assert held is not None and held.verify == vault.trust.verify_key
    assert vault.unlock("caseworker").organisation is None
    assert vault.unlock("focal_point").organisation is None


def test_no_repr_of_a_founding_shows_a_passphrase_or_a_share(vault: Vault) -> None:
    shown = repr(vault.founding)
    for secret in (vault.founding.steward.passphrase, vault.founding.focal_point.passphrase, *vault.founding.shares):
        assert secret not in shown


def test_the_pinned_key_goes_to_text_and_back(vault: Vault) -> None:
    assert Trust.from_text(f" {vault.trust.text}\n") == vault.trust
    for wrong in ("", "zz", vault.trust.text[:-2], vault.trust.text + "00"):
        with pytest.raises(NotTrusted):
            Trust.from_text(wrong)


def test_another_pinned_key_does_not_trust_this_database(vault: Vault) -> None:
    stranger = Trust(sealing.new_signing_pair().verify)
    with vault.database.reading() as session, pytest.raises(NotTrusted):
        check_organisation(session, stranger)


def test_a_steward_can_replace_the_runtime_key_and_nobody_else(vault: Vault) -> None:
    fresh = RuntimeKey.generate()
    with vault.database.writing() as session:
        with pytest.raises(NotASteward):
            replace_runtime_key(session, vault.unlocked_elsewhere("caseworker"), vault.trust, fresh.public)
        replace_runtime_key(session, vault.unlocked_elsewhere("steward"), vault.trust, fresh.public)
    with vault.database.reading() as session:
        organisation = check_organisation(session, vault.trust)
        assert organisation.runtime_public == fresh.public
        assert organisation.site_salt == vault.site_salt
        assert {member.name for member in members(session, fresh, vault.trust)} == {None}
