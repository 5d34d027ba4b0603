"""Who can be given a case."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.workspace import Workspace
from locales import Words
from services.reports.case import Case


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a case can be given to."""

    id: str
    name: str


def takers_of(words: Words, workspace: Workspace, cases: Iterable[Case]) -> list[Colleague]:
    """Everyone who can open all of these cases, by name. Whoever has no name here is shown by a short sign."""
    able = [{member.id for member in workspace.entitled(case)} for case in cases]
    everyone = set.intersection(*able) if able else set()
    named = [(workspace.name_of(member), member.hex()) for member in everyone]
    known = [Colleague(id, name or words("A colleague ({sign})", sign=id[:4])) for name, id in named]
    return sorted(known, key=lambda colleague: colleague.name)
