"""Promises of who may count a round: only who holds the keys of all its months, or two files would tell of single
people."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from services.keys.epochs import epoch_of
from services.keys.keyring import Unlocked
from services.surveys.answers import AnswerBook, Round
from services.surveys.counts import LacksMonths, counted
from services.surveys.rounds import part_to_show
from tests.support.forms.surveying import NAME, home_form, put
from tests.support.vaults import Enrol, UnlockEnrolled, Vault


def counted_by(vault: Vault, member: Unlocked, now: datetime) -> int:
    """Of how many people the first question is told."""
    book = AnswerBook()
    with vault.database.reading() as session:
        book.refresh(session, member)
        part = part_to_show(book.round(session, NAME), now)
    assert isinstance(part, Round)
    return counted(part, "en")[0].people


def test_who_was_enrolled_while_a_round_lasts_counts_it_once_the_earlier_months_are_shared(
    vault: Vault, enrol: Enrol, unlock: UnlockEnrolled, tmp_path: Path
) -> None:
    """Ten in the first month, 25 in the second: of these alone, next to all 35, the ten would be told exactly."""
    form = home_form(tmp_path)
    second_month = vault.now.replace(day=10, month=vault.now.month + 1)
    end = second_month.replace(day=27)
    with vault.database.writing() as session:
        put(session, vault.trust, form, *[{"going": "yes"}] * 9, {"going": "no"}, now=vault.now)
    newcomer = enrol("Nour", "caseworker", second_month.replace(day=5))
    with vault.database.writing() as session:
        put(session, vault.trust, form, *[{"going": "yes"}] * 13, *[{"going": "no"}] * 12, now=second_month)
    with pytest.raises(LacksMonths):
        counted_by(vault, unlock(newcomer, end), end)
    assert counted_by(vault, vault.unlock("caseworker", end), end) == 35
    assert counted_by(vault, unlock(newcomer, end), end) == 35


@pytest.mark.parametrize("pause", [0, 1, 4])
def test_where_a_copy_of_an_older_key_is_damaged_nobody_counts_the_rest_after_a_pause(
    vault: Vault, tmp_path: Path, pause: int
) -> None:
    """The same ten and 25, with months between in which nobody answered: the 25 would be a round of their own."""
    form, first = home_form(tmp_path), vault.now.replace(day=10)
    second = first.replace(month=first.month + 1 + pause)
    end = second.replace(day=27)
    whole = vault.unlock("caseworker", end)
    months = {name for name in whole.keys if (name.compartment, name.epoch) == ("surveys", epoch_of(first))}
    damaged = replace(whole, keys={name: pair for name, pair in whole.keys.items() if name not in months})
    assert months
    with vault.database.writing() as session:
        put(session, vault.trust, form, *[{"going": "yes"}] * 9, {"going": "no"}, now=first)
        put(session, vault.trust, form, *[{"going": "yes"}] * 13, *[{"going": "no"}] * 12, now=second)
    with pytest.raises(LacksMonths):
        counted_by(vault, damaged, end)
    assert counted_by(vault, whole, end) == 35
