"""Offices join: only what an office signed is added up, and a year of it pins nothing small."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from services.disclosure.attack import Figure, attack
from services.keys.keyring import enrol, remove, signed, unlock
from services.keys.members import Newcomer
from services.keys.sealing import NotTrusted, SymmetricKey
from services.picture.ledger import Accepted, Block, Rules, ZoneWeeks, opened, release
from services.picture.offices import (
    PURPOSE,
    NotAPicture,
    OfficePicture,
    SameOffice,
    SignerLeft,
    left_in,
    merged,
    read_picture,
    signed_picture,
)
from services.picture.shared import Shared, shared
from tests.support.clocks import NOW
from tests.support.offices import found_in
from tests.support.passed_on import Ledgers, figures_of_weeks
from tests.support.vaults import Vault

FOUND = shared(
    [
        Block("theft", (ZoneWeeks("north", 10, 12),), 13, frozenset()),
        Block("violence", (ZoneWeeks("north", 11, 14),), 22, frozenset(), is_sensitive=True),
    ]
)
FIRST, WEEKS = 2930, 26


def file_of(vault: Vault, found: Shared = FOUND) -> bytes:
    unlocked = vault.unlock("caseworker")
    with vault.database.reading() as session:
        return signed_picture(session, vault.trust, unlocked, found)


def changed(file: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    read = json.loads(file)
    change(read)
    return json.dumps(read).encode()


def test_what_an_office_signed_is_read_without_its_database(vault: Vault) -> None:
    file = file_of(vault)
    assert file == file_of(vault) and b"north" not in file
    read = read_picture(file, {vault.trust.text: "Office one"})
    assert read == OfficePicture("Office one", 10, 14, {"theft": 15, "violence": 20}) and read.about == FOUND.about


def test_an_office_that_is_not_believed_is_not_added_up(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(NotTrusted):
        read_picture(file_of(vault), {"0" * 64: "Somebody"})
    other = found_in(tmp_path / "other.db")
    posing = changed(file_of(vault), lambda read: read.update(office=other.founding.trust.text))
    with pytest.raises(NotTrusted):
        read_picture(posing, {other.founding.trust.text: "Other"})


@pytest.mark.parametrize(
    "change",
    [
        lambda read: read["picture"]["categories"].update(theft=20),
        lambda read: read["picture"].update(last=15),
        lambda read: read["picture"].update(member="0" * 32),
        lambda read: read["picture"].update(signature="0" * 128),
        lambda read: read["member"].update(verify_key="0" * 64),
        lambda read: read["member"].update(roles="steward"),
        lambda read: read["member"].update(certificate="0" * 128),
    ],
)
def test_whatever_is_changed_in_a_file_is_noticed(vault: Vault, change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(NotTrusted):
        read_picture(changed(file_of(vault), change), {vault.trust.text: "Office one"})


@pytest.mark.parametrize(
    "change",
    [
        lambda read: read.update(format="amana picture of an office 2"),
        lambda read: read.update(more=1),
        lambda read: read["picture"]["categories"].update(theft=3),
        lambda read: read["picture"]["categories"].update(theft=-5),
        lambda read: read["picture"]["categories"].update(theft=5.0),
        lambda read: read["picture"]["categories"].clear(),
        lambda read: read["picture"].update(first=15),
        lambda read: read["member"].update(id="\u0660" * 32),
        lambda read: read.pop("member"),
    ],
)
def test_what_no_office_writes_is_no_picture(vault: Vault, change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(NotAPicture):
        read_picture(changed(file_of(vault), change), {vault.trust.text: "Office one"})


@pytest.mark.parametrize("file", [b"", b"\xff", b"[]", b"[" * 50_000, b" " * 200_000, b"null"])
def test_nor_is_what_is_no_such_file(vault: Vault, file: bytes) -> None:
    with pytest.raises(NotAPicture):
        read_picture(file, {vault.trust.text: "Office one"})


def test_who_opens_no_reports_signs_none(vault: Vault) -> None:
    """A steward and a focal point have certificates too."""
    for role in ("steward", "focal_point"):
        unlocked = vault.unlock(role)
        with vault.database.reading() as session:
            file = signed_picture(session, vault.trust, unlocked, FOUND)
        with pytest.raises(NotTrusted):
            read_picture(file, {vault.trust.text: "Office one"})


def test_what_a_former_member_signs_is_refused_once_any_file_of_the_office_told_of_it(vault: Vault) -> None:
    """They have their keys and their certificate of before, and nobody at the office can take those back."""
    offices = {vault.trust.text: "Office one"}
    gone, theirs, steward = vault.unlock("caseworker"), file_of(vault), vault.unlock("steward")
    assert left_in(theirs, offices) == frozenset()
    with vault.database.writing() as session:
        new = enrol(session, steward, Newcomer("Dara", "caseworker"), vault.trust, NOW)
        remove(session, steward, gone.member, vault.trust, NOW)
        colleague = unlock(session, new.passphrase, vault.trust, NOW)
        newer = signed_picture(session, vault.trust, colleague, FOUND)
        with pytest.raises(NotTrusted):
            signed_picture(session, vault.trust, gone, FOUND)
    later = signed(gone, PURPOSE, {"first": 10, "last": 20, "categories": {"theft": 500}})
    forged = changed(theirs, lambda read: read.update(picture=later))
    left = left_in(newer, offices)
    assert left == {gone.member.hex()} and left_in(forged, offices) == frozenset()
    for file in (theirs, forged):
        with pytest.raises(SignerLeft):
            read_picture(file, offices, left)
    assert read_picture(newer, offices, left).about == FOUND.about


def test_nobody_but_the_organisation_says_that_somebody_left(vault: Vault, tmp_path: Path) -> None:
    offices = {vault.trust.text: "Office one"}
    file = file_of(vault)

    def accuse(read: dict[str, Any]) -> None:
        read["left"] = [read["member"] | {"roles": "former caseworker"}]

    assert left_in(changed(file, accuse), offices) == frozenset()
    assert left_in(file, {}) == left_in(b"no file", offices) == frozenset()


def test_what_a_colleague_signed_for_something_else_is_no_picture(vault: Vault) -> None:
    unlocked = vault.unlock("caseworker")
    told = {"first": 10, "last": 14, "categories": {"theft": 500}}
    file = changed(file_of(vault), lambda read: read.update(picture=signed(unlocked, "picture", told)))
    with pytest.raises(NotTrusted):
        read_picture(file, {vault.trust.text: "Office one"})
    again = changed(file, lambda read: read.update(picture=signed(unlocked, PURPOSE, told)))
    assert read_picture(again, {vault.trust.text: "Office one"}).about == 500


def test_all_offices_are_added_up_and_none_twice() -> None:
    one, two = OfficePicture("one", 10, 14, {"theft": 15}), OfficePicture("two", 8, 12, {"theft": 5, "threat": 30})
    found = merged([one, two])
    assert (found.about, found.first, found.last) == (50, 8, 14)
    assert found.categories == (("threat", 30), ("theft", 20)) and found.offices == (two, one)
    assert found == merged([two, one])
    with pytest.raises(SameOffice):
        merged([one, two, OfficePicture("one", 10, 15, {"theft": 20})])


def half_a_year(chance: Random) -> list[Ledgers]:
    """What two offices had published at the end of each week."""
    rules = Rules({"north": 300, "south": 250}, frozenset({"violence"}))
    ledgers = {office: opened(SymmetricKey(chance.randbytes(32)), FIRST) for office in ("one", "two")}
    reports: dict[str, list[Accepted]] = {office: [] for office in ledgers}
    weeks: list[Ledgers] = []
    for week in range(FIRST, FIRST + WEEKS):
        for office, every in reports.items():
            for _ in range(chance.randint(0, 6)):
                where = chance.choice(["north", "south"]), chance.choice(["theft", "violence"])
                every.append(Accepted(chance.randbytes(16), week, *where, chance.randbytes(16)))
            ledgers[office] = release(ledgers[office], every, rules, week)
        weeks.append({office: ledger.blocks for office, ledger in ledgers.items()})
    return weeks


def test_whoever_keeps_every_page_and_every_sum_of_offices_pins_nothing() -> None:
    figures = figures_of_weeks(half_a_year(Random(7)))
    assert len(figures) > 40
    assert attack(figures) == attack(figures, nonzero=True) == []


def test_totals_of_two_weeks_that_differ_by_three_people_would_be_found() -> None:
    before = max(figures_of_weeks(half_a_year(Random(7))), key=lambda each: len(each.cells))
    exact = [Figure(before.cells, before.low, before.low)]
    assert attack([*exact, Figure(before.cells | {"the next week"}, before.low + 3, before.low + 3)]) != []
