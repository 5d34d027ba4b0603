"""Putting reports together as one incident: the case of the page and those that are ticked beside it."""

import re
from datetime import datetime

from sqlmodel import Session

from desk.cases.form import CaseForm
from desk.workspace import Workspace
from services.errors import Refusal
from services.reports.case import Case
from services.reports.casework import Casework
from services.reports.deeds.incident import MOST, TooManyCases, joined, new_incident

TICKED = re.compile("([0-9a-f]{32}):([0-9a-f]{16})")
"""A case, and the version of it that the page showed."""


class NothingTicked(Refusal):
    """One report alone is no incident."""


class OthersChanged(Refusal):
    """Somebody added to one of the other cases after they were shown."""

    def __init__(self, names: list[str]) -> None:
        self.names = names


def group(workspace: Workspace, case_id: bytes, form: CaseForm) -> None:
    """Let them be one incident, with whatever these were together with before; all of them or none.

    Raises NothingTicked, CaseChanged, OthersChanged, NoSuchCase, NotOneIncident, TooManyCases.
    """
    found = (TICKED.fullmatch(each) for each in form["alike"].split())
    ticked = {bytes.fromhex(each[1]): each[2] for each in found if each}
    if not ticked:
        raise NothingTicked
    done: list[Case] = []

    def together(session: Session, work: Casework, case: Case, now: datetime) -> None:
        incident = case.standing.incident or new_incident()
        for each in _with_theirs(workspace, [case, *_shown(workspace, ticked)]):
            if each.standing.incident != incident:
                workspace.note_done(work.do(session, each, joined(each, incident), now))
                done.append(each)

    workspace.act(case_id, form.version, together)
    workspace.see_again(done)


def _shown(workspace: Workspace, ticked: dict[bytes, str]) -> list[Case]:
    """The ticked cases. Raises NoSuchCase, and OthersChanged where they are not as they were shown."""
    cases = [workspace.caseload.get(id) for id in ticked]
    changed = sorted(case.name for case in cases if case.version != ticked[case.id])
    if changed:
        raise OthersChanged(changed)
    return cases


def _with_theirs(workspace: Workspace, cases: list[Case]) -> list[Case]:
    """The same and what is of one incident with any of them. Raises TooManyCases."""
    incidents = {case.standing.incident for case in cases} - {None}
    ids = {case.id for case in cases}
    more = [case for case in workspace.caseload.each() if case.standing.incident in incidents and case.id not in ids]
    if len(cases) + len(more) > MOST:
        raise TooManyCases
    return [*cases, *more]
