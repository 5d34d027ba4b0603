"""Local agreements: what communities promised each other, readable by everyone it concerns.

`agreements/` holds a text for each agreement and language. Whether one was kept or broken comes in by the form
`agreement_report`, whose list of agreements has to be the same.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from services.authoring.parts import Problem
from services.errors import Refusal
from services.forms import Form
from services.guides.guides import Page, is_stale
from services.guides.pages import Reading, TextSheet

AGREEMENTS = "agreements"
AGREEMENT_FORM = "agreement_report"
QUESTION = "agreement"
"""The list of choices in that form."""
NONE_OF_THEM = "other"
"""The choice of the form that stands for an agreement that is not written down here."""
KEYS = ("agreed", "zones")
FRESH_FOR = timedelta(days=180)


class NoSuchAgreement(Refusal):
    """There is no agreement of that name (any more)."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement in every language. `zones`: where it holds, none for the whole site."""

    name: str
    agreed: date
    zones: tuple[str, ...]
    pages: dict[str, Page]

    def page(self, language: str) -> Page:
        """Its text in `language`, or in the first language there is."""
        return self.pages.get(language) or next(iter(self.pages.values()))

    def is_stale(self, language: str, today: date) -> bool:
        """True when nobody has asked for long whether it still holds."""
        return is_stale(self.page(language), FRESH_FOR, today)


def agreement_of(agreements: Sequence[Agreement], name: str) -> Agreement:
    """The agreement of that name. Raises NoSuchAgreement."""
    for agreement in agreements:
        if agreement.name == name:
            return agreement
    raise NoSuchAgreement(name)


def read_agreements(
    folder: Path, languages: tuple[str, ...], zones: Collection[str] | None, today: date | None
) -> tuple[tuple[Agreement, ...], list[Problem]]:
    """Every agreement, the newest first, and what is wrong with them. An organisation without that folder has none.

    `zones`: the names there are; None where their list cannot be read, and nothing is said about them.
    """
    reading = Reading(folder / AGREEMENTS, AGREEMENTS, languages, today)
    names = reading.names()
    texts, problems = reading.sheets(names, FRESH_FOR, KEYS)
    found = [_agreement(name, sheets, zones) for name, sheets in texts.items() if sheets]
    return tuple(sorted(found, key=lambda agreement: agreement.agreed, reverse=True)), [
        *problems,
        *(
            Problem(sheet.front.file, f"line {link.line}", "an agreement has no buttons", "Write plain words")
            for sheets in texts.values()
            for sheet in sheets
            for link in sheet.page.links
        ),
        *reading.strangers(names, "Name it like safe_passage.en.md"),
    ]


def what_agreements_lack(agreements: Sequence[Agreement], form: Form | None) -> list[Problem]:
    """Agreements nobody could report on, and choices of the form that stand for no agreement."""
    if form is None or not agreements:
        return []
    offered = {choice.name for choice in form.choices.get(QUESTION, ())}
    known = {agreement.name for agreement in agreements}
    file, remedy = f"forms/{form.name}", f"Give the list of “{QUESTION}” the names of the files in {AGREEMENTS}/"
    return [
        *(
            Problem(file, name, "this agreement cannot be chosen in the form", remedy)
            for name in sorted(known - offered)
        ),
        *(
            Problem(file, name, "there is no text of this agreement", remedy)
            for name in sorted(offered - known - {NONE_OF_THEM})
        ),
    ]


def _agreement(name: str, sheets: list[TextSheet], zones: Collection[str] | None) -> Agreement:
    facts = [(sheet.front.day("agreed"), _zones(sheet, zones)) for sheet in sheets]
    for sheet, said in zip(sheets, facts, strict=True):
        if said != facts[0]:
            rule = f"day or zones are not those of the text in {sheets[0].language}"
            sheet.front.complain("agreed", rule, "Write the same in every language")
    return Agreement(name, *facts[0], {sheet.language: sheet.page for sheet in sheets})


def _zones(sheet: TextSheet, zones: Collection[str] | None) -> tuple[str, ...]:
    return sheet.front.list_of_texts("zones") if zones is None else sheet.front.names("zones", zones)
