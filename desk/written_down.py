"""Adding to the audit chain what the member of an unlocked desk has done."""

from sqlmodel import Session

from desk.workspace import Workspace
from services.audit import entries
from services.audit.entries import Entry, by_member


def write_down(workspace: Workspace, session: Session, kind: str, about: str = "") -> None:
    """In the transaction in which it was done."""
    entry = Entry(kind, workspace.config.now().date(), about)
    entries.write(session, workspace.config.trust, by_member(workspace.unlocked), entry)
