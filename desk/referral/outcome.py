"""What came of a referral, as a sentence that is ready for its person until somebody has written to them again."""

from dataclasses import dataclass, field

from desk.cases.reply_preview import with_sentence
from desk.workspace import Workspace
from services.content.content import Content
from services.content.replies import OUTCOMES
from services.reports.case import Case
from services.reports.referrals import YES


@dataclass(frozen=True, slots=True)
class ReadyOutcome:
    """A sentence: `own` in the language of whoever sits at the desk, `theirs` as it goes into the reply."""

    own: str
    theirs: str = field(repr=False)


def ready_outcome(case: Case, content: Content | None, language: str) -> ReadyOutcome | None:
    """What was noted last of a referral that goes on with a yes; None where a reply came after it, or nothing is
    ready. `language`: of whoever sits at the desk."""
    outcome = _untold(case)
    said = content.replies.outcomes.get(outcome) if content is not None else None
    return ReadyOutcome(said.said(language), said.said(case.language)) if said is not None else None


def put_outcome_in(workspace: Workspace, case: Case) -> None:
    """Put it behind what is written as a reply, where it does not stand there already."""
    ready = ready_outcome(case, workspace.config.content, case.language)
    if ready is not None:
        reply = with_sentence(workspace.drafts.of(case.id), ready.theirs)
        workspace.drafts.change(case.id, {"reply": reply})


def _untold(case: Case) -> str:
    agreed = {each.terms.digest: each.step for each in case.referrals if each.answer == YES and each.step in OUTCOMES}
    untold = ""
    for entry in case.entries:
        if entry.id in case.undone:
            continue
        if entry.kind == "reply":
            untold = ""
        elif entry.kind == "referral_step" and agreed.get(entry.facts.get("terms", "")) == entry.facts.get("step"):
            untold = entry.facts["step"]
    return untold
