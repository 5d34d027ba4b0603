"""Correcting a note: its text comes into the box for notes, is changed there, and is kept as what the note says now."""

from collections.abc import Callable, Mapping

from desk.cases.form import CaseForm
from desk.drafts import CaseDraft, HalfWritten
from desk.workspace import Workspace
from services.reports.case import Case
from services.reports.deeds.notes import corrected, corrections_in, find


def text_now(case: Case, note: bytes) -> str:
    """What a note says after its last correction. Raises NoSuchNote."""
    return [find(case, note), *corrections_in(case).get(note, ())][-1].text


def _begin(_workspace: Workspace, case: Case, form: CaseForm, draft: CaseDraft) -> None:
    if draft.note.strip() and not draft.corrects:
        raise HalfWritten
    draft.note, draft.corrects = text_now(case, form.about), form.about.hex()


def _keep(workspace: Workspace, case: Case, _form: CaseForm, draft: CaseDraft) -> None:
    # Of any version, like a new note.
    note = bytes.fromhex(draft.corrects)
    workspace.do(case.id, None, lambda now: corrected(now, note, draft.note))
    draft.note = draft.corrects = ""


def _leave(_workspace: Workspace, _case: Case, _form: CaseForm, draft: CaseDraft) -> None:
    draft.note = draft.corrects = ""


CORRECTING: Mapping[str, Callable[[Workspace, Case, CaseForm, CaseDraft], None]] = {
    "correct": _begin,
    "correction": _keep,
    "uncorrected": _leave,
}
"""By what a button does: begin, keep what is written, leave the note as it was."""
