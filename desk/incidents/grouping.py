"""Putting reports together as one incident: the case of the page and those that are ticked beside it."""

import re
from datetime import datetime

from sqlmodel import Session

from desk.cases.form import CaseForm
from desk.workspace import Workspace
from services.errors import Refusal
from services.incidents.incidents import put_together
from services.reports.case import Case
from services.reports.casework import Casework

TICKED = re.compile("([0-9a-f]{32}):([0-9a-f]{16})")
"""A case, and the version of it that the page showed."""


class NothingTicked(Refusal):
    """One report alone is no incident."""


class OthersChanged(Refusal):
    """Somebody added to one of the other cases after they were shown."""

    def __init__(self, *names: str) -> None:
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
        cases = [case, *_shown(workspace, ticked)]
        for each, deed in put_together(session, work, cases, workspace.caseload.each(), now):
            workspace.note_done(deed)
            done.append(each)

    workspace.act(case_id, form.version, together)
    workspace.see_again(done)


def _shown(workspace: Workspace, ticked: dict[bytes, str]) -> list[Case]:
    """The ticked cases. Raises NoSuchCase, and OthersChanged where they are not as they were shown."""
    cases = [workspace.caseload.get(id) for id in ticked]
    changed = sorted(case.name for case in cases if case.version != ticked[case.id])
    if changed:
        raise OthersChanged(*changed)
    return cases
