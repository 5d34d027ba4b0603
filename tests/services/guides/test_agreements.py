"""Promises of local agreements: the same in every language, and everyone of them can be reported on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.content import content
from services.guides.agreements import NoSuchAgreement, agreement_of, read_agreements
from tests.support.contents import EXAMPLE, LANGUAGES, change, sentences

ZONES = ("fields", "river", "market", "school", "outside", "gate")

Spoil = Callable[[str, str, str], str]


def spoilt(folder: Path, file: str, old: str, new: str) -> str:
    change(folder / file, old, new)
    return sentences(folder)


def test_the_newest_agreement_comes_first_and_each_speaks_every_language() -> None:
    agreements, problems = read_agreements(EXAMPLE, LANGUAGES, ZONES, None)
    assert problems == []
    assert [agreement.name for agreement in agreements] == ["safe_passage", "herders_farmers", "no_weapons"]
    assert all(set(agreement.pages) == set(LANGUAGES) for agreement in agreements)
    assert agreement_of(agreements, "no_weapons").zones == ("market", "school")
    with pytest.raises(NoSuchAgreement):
        agreement_of(agreements, "peace")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "agreements/no_weapons.ar.md",
            'zones = ["market", "school"]',
            "zones = []",
            "are not those of the text in en",
        ),
        ("agreements/no_weapons.en.md", '"market"', '"bazaar"', "line 8, zones: is not a list of known names"),
        ("agreements/no_weapons.en.md", "agreed = 2026-08-01\n", "", "line 1, agreed: a day is missing"),
        ("agreements/no_weapons.en.md", "1. Nobody", "1. **Nobody**", "agreements/no_weapons.en.md, line 13: bold"),
        (
            "forms/agreement_report.md",
            "| agreement | no_weapons |",
            "| agreement | no_arms |",
            "forms/agreement_report, no_weapons: this agreement cannot be chosen in the form",
        ),
        (
            "forms/agreement_report.md",
            "| agreement | no_weapons |",
            "| agreement | no_arms |",
            "forms/agreement_report, no_arms: there is no text of this agreement",
        ),
    ],
)
def test_what_does_not_hold_together_is_named(folder: Path, file: str, old: str, new: str, told: str) -> None:
    assert told in spoilt(folder, file, old, new)


def test_an_agreement_without_one_language_is_named(folder: Path) -> None:
    (folder / "agreements" / "safe_passage.ckb.md").unlink()
    problems = [problem.sentence for problem in content.check(folder, LANGUAGES)]
    assert [sentence.partition(":")[0] for sentence in problems] == ["agreements/safe_passage.ckb.md"]
