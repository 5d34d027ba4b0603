"""What stands beside a case: reports that may be about the same thing, and the incident it is part of."""

from dataclasses import dataclass, field
from datetime import date

from desk.workspace import Workspace
from locales import Words
from services.incidents.incidents import Corroboration, NoSuchIncident, cases_of, corroboration
from services.incidents.likeness import Alike
from services.reports.case import Case


@dataclass(frozen=True, slots=True)
class Beside:
    """A report as it stands beside another. `why` says in what they are alike, where that was found by the program."""

    case: Case
    category: str
    zone: str
    day: date
    text: str = field(repr=False)
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OneIncident:
    """The incident of a case: its page, and how many told of it."""

    path: str
    told: Corroboration


def similar_to(words: Words, workspace: Workspace, case: Case) -> list[Beside]:
    """Reports that may be about the same as this one, the most alike first."""
    cases = workspace.caseload.by_id
    found = workspace.likenesses.near(case, cases)
    return [beside(words, workspace, cases[each.id], _reasons(words, each)) for each in found]


def beside(words: Words, workspace: Workspace, case: Case, why: tuple[str, ...] = ()) -> Beside:
    """One report for that reader."""
    labels = workspace.labels
    category, zone = labels.category(case, words.code), labels.zone(case, words.code)
    return Beside(case, category, zone, case.received, case.answer("what_happened"), why)


def of_one_incident(workspace: Workspace, case: Case) -> OneIncident | None:
    """The incident that a case is part of; None where it stands alone."""
    incident = case.standing.incident
    if incident is None:
        return None
    try:
        told = corroboration(cases_of(incident, workspace.caseload.each()))
    except NoSuchIncident:
        return None
    return OneIncident(f"/incident/{incident.hex()}", told)


def _reasons(words: Words, alike: Alike) -> tuple[str, ...]:
    days = words.plural("{n} day apart", "{n} days apart", n=alike.days) if alike.days else words("The same day")
    reasons = (
        (alike.zone, words("The same zone")),
        (alike.concern, words("The same concern")),
        (True, days),
        (alike.words, words("Similar words")),
    )
    return tuple(reason for holds, reason in reasons if holds)
