"""What stands beside a case to be chosen: how it stands, how sure it is, whose it is, what was found out."""

from dataclasses import dataclass
from typing import Any

from desk.cases.urgency import words_that_call
from desk.staff.colleagues import takers_of
from desk.words.case_words import ASIDE_WORDS, DRIVER_WORDS, GROUP_WORDS
from desk.words.states import STATES, state_of
from desk.workspace import Workspace
from locales import Words
from services.reports.case import Case
from services.reports.deeds.checking import FARTHEST
from services.reports.deeds.keeping import REASON_LIMIT
from services.reports.deeds.tags import TAG_LIMIT
from services.reports.deeds.verification import LEVELS, can_be_verified


@dataclass(frozen=True, slots=True)
class Choice:
    """A value, its words, and whether it is chosen now."""

    value: str
    label: str
    is_chosen: bool


def controls_of(words: Words, workspace: Workspace, case: Case) -> dict[str, Any]:
    """What `templates/controls/` are told of the case, for one reader."""
    keeper, standing, today = workspace.keeper(case), case.standing, workspace.config.now().date()
    drivers = [Choice(name, words(label), name == standing.driver) for name, label in DRIVER_WORDS.items()]
    groups = [Choice(name, words(label), name in standing.at_risk) for name, label in GROUP_WORDS.items()]
    return {
        "states": STATES,
        "state": state_of(case.status, case.outcome),
        "levels": LEVELS if can_be_verified(case) else (),
        "colleagues": takers_of(words, workspace, [case]),
        "keeper": keeper.hex() if keeper else "",
        "left": workspace.was_left(case),
        "mine": case.assigned == workspace.unlocked.member,
        "today": today,
        "farthest": today + FARTHEST,
        "check_is_due": case.check_is_due(today),
        "tags": sorted(standing.tags),
        "tags_in_use": [tag for tag in workspace.board.tags if tag not in standing.tags],
        "tag_limit": TAG_LIMIT,
        "asides": [Choice(name, words(label), name == standing.aside) for name, label in ASIDE_WORDS.items()],
        "drivers": drivers,
        "goes_on": workspace.erasing.goes_on(workspace.unlocked, case),
        "reason_limit": REASON_LIMIT,
        "groups": groups,
        "alarming": words_that_call(workspace, case) if case.urgent else (),
    }
