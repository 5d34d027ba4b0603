"""Whether a case is urgent, judged by whoever reads it."""

from desk.cases.form import CaseForm
from desk.workspace import Workspace
from services.reports.case import Case

JUDGING = {"urgent": True, "not_urgent": False}
"""The buttons, and what they say."""


def words_that_call(workspace: Workspace, case: Case) -> tuple[str, ...]:
    """The words of danger in what the person wrote."""
    content = workspace.config.content
    return content.danger.urgent_words(*case.written) if content is not None else ()


def judge(workspace: Workspace, case: Case, form: CaseForm) -> None:
    """Do what the button says. Raises CaseChanged, NotYourCase."""
    is_urgent = JUDGING[form.button]
    calm = () if is_urgent else words_that_call(workspace, case)
    workspace.act(case.id, form.version, lambda t, work, now_case, now: work.judge(t, now_case, is_urgent, calm, now))
