"""The buttons of a case's page that do one thing with the case: what stands on the page becomes a deed.

Each is told the case as it stands now, and raises what the rule refuses (`services.reports.deeds`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desk.cases.form import CaseForm
from desk.words.states import read_state
from desk.workspace import Workspace
from services.reports.case import Case
from services.reports.deeds import (
    aside,
    at_risk,
    checking,
    driver,
    giving,
    incident,
    keeping,
    status,
    tags,
    verification,
)
from services.reports.deeds.deed import Act


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed: what stood on the page, and the desk of who pressed it."""

    form: CaseForm
    workspace: Workspace


Button = Callable[[Press, Case], Act]


def _take(press: Press, _case: Case) -> Act:
    return giving.given(press.workspace.unlocked.member)


def _give(press: Press, case: Case) -> Act:
    """To nobody but those entitled."""
    entitled = {colleague.id.hex(): colleague.id for colleague in press.workspace.entitled(case)}
    return giving.given(entitled.get(press.form["assignee"]))


def _tag(press: Press, case: Case) -> Act:
    """The tags that stay ticked, and those that were typed."""
    return tags.tagged(case.standing.tags, tags.tags_in(f"{press.form['tag']}\n{press.form['tags']}"))


def _check(press: Press, _case: Case) -> Act:
    return checking.check_on(checking.read_day(press.form["check"]), press.workspace.config.now().date())


BUTTONS: Mapping[str, Button] = {
    "status": lambda press, _: status.set_to(*read_state(press.form["state"])),
    "verify": lambda press, case: verification.verified(case, press.form["level"]),
    "take": _take,
    "assign": _give,
    "tag": _tag,
    "driver": lambda press, _: driver.driven_by(press.form["driver"]),
    "at_risk": lambda press, _: at_risk.are_at_risk(press.form["risk"].split()),
    "check": _check,
    "set_aside": lambda press, _: aside.set_aside(press.form["aside"]),
    "apart": lambda _press, _case: incident.apart(),
    "keep": lambda press, _: keeping.kept(press.form["reason"]),
    "take_back": lambda _press, _case: aside.taken_back(),
}
"""By the value of the button in `templates/controls/`."""
