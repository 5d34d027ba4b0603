"""Laying down leave to erase, whenever somebody unlocks: for every closed case whose time is near."""

from datetime import date

from sqlmodel import Session

from services.keys.keyring import Unlocked
from services.keys.trust import Trust
from services.reports.caseload import Caseload
from services.reports.erasure.clock import is_told, touched
from services.reports.erasure.clocks import Clocks
from services.reports.erasure.leave import lay


def give_leave(
    session: Session, trust: Trust, unlocked: Unlocked, caseload: Caseload, clocks: Clocks, today: date
) -> None:
    """Bring the cases up to date and give leave to erase those that go soon, where it is not given yet (in a writing
    session). Nothing is read anew where none goes soon."""
    if not any(is_told(case, clocks, today) for case in caseload.each()):
        return
    caseload.refresh(session, unlocked, trust)
    for case in caseload.each():
        if is_told(case, clocks, today):
            lay(session, trust, unlocked, case, touched(case), today)
