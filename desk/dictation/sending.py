"""Sending a report that was typed in: sealed with public keys, as the bot does it, so that it reaches its readers even
where the member who typed it is none of them."""

from sqlmodel import Session

from desk.config import DeskConfig
from desk.dictation.spoken import Slip
from desk.workspace import Workspace
from services.nudges.arrivals import take_down
from services.nudges.telling import site_of
from services.reports.casework import Casework
from services.reports.deeds.taking_down import taken_down
from services.reports.receipts import Ready, new_ready
from services.reports.reports import KeptReport, ReportDraft, keep
from services.store import Store


def send(workspace: Workspace) -> None:
    """Send what is being typed in; what is to be handed over is the slip then. Pressed twice, it is sent once.

    Raises StillRequired, ConstraintBroken, FormGone, NoMemory, NoTrustedKey, NotTrusted, TooLarge.
    """
    dictations, config = workspace.dictations, workspace.config
    dictation = dictations.current()
    if dictation is None or dictations.slip is not None:
        return
    draft, ready, case_id = dictation.draft(), new_ready(config.site_salt), None
    with config.database.writing() as session:
        kept = _kept(session, config, ready, draft)
        if draft.compartment in workspace.unlocked.compartments:
            case_id = kept.envelope
            workspace.caseload.refresh(session, workspace.unlocked, config.trust)
            case = workspace.caseload.get(case_id)
            Casework(config.trust, workspace.unlocked).do(session, case, taken_down(), config.now())
    dictations.slip = Slip(kept.sent, draft.language, draft.compartment, case_id, draft.hours)
    dictations.drop()


def _kept(session: Session, config: DeskConfig, ready: Ready, draft: ReportDraft) -> KeptReport:
    """Without the runtime key nobody is called: colleagues see it at their desks."""
    if config.runtime is None or config.content is None:
        return keep(session, config.trust, ready, draft, config.now())
    site = site_of(config.content.organisation)
    return take_down(Store(session, config.runtime), site, config.trust, ready, draft, config.now())
