"""What is kept up while cases change and time passes is what somebody would see who has just unlocked."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.config import DeskConfig
from desk.queue.tabs import TABS, tabs_of
from desk.workspace import Workspace
from services.keys.keyring import remove
from services.nudges.promises import Promises
from services.reports.case import Case
from services.reports.deeds import aside, checking, notes, status, tags
from services.reports.deeds.deed import Act
from services.reports.deeds.giving import given
from services.reports.erasure.clocks import Clocks
from storage import envelopes
from tests.support.offices import Office

CHANCE = random.Random(5)


@pytest.fixture
def config(config: DeskConfig) -> DeskConfig:
    """A desk where an answer is promised within three days."""
    return replace(config, promises=Promises(usual_days=3))


def workspace_of(config: DeskConfig, office: Office) -> Workspace:
    workspace = Workspace(config, office.members["caseworker"])
    workspace.refresh()
    return workspace


def any_act(office: Office, today: date) -> Act:
    someone = CHANCE.choice([*office.members.values()]).member
    acts = (
        lambda: notes.noted("Seen by us."),
        lambda: status.set_to("waiting"),
        lambda: status.set_to("closed", "helped"),
        lambda: given(someone),
        lambda: tags.tagged(frozenset(), frozenset({CHANCE.choice(("water", "gate"))})),
        lambda: checking.check_on(today + timedelta(days=CHANCE.randrange(2)), today),
        lambda: aside.set_aside("test"),
        aside.taken_back,
    )
    return CHANCE.choices(acts, (1, 1, 4, 2, 1, 3, 1, 1))[0]()


def something_happens(office: Office, cases: list[bytes]) -> None:
    what = CHANCE.choices(("report", "later", "act", "days", "erased"), (3, 3, 8, 3, 1))[0]
    match what:
        case "report":
            zone, urgent = CHANCE.choice(("gate", "river", "")), CHANCE.random() < 0.3
            cases.append(office.report(answers={"zone": zone}, urgent=urgent))
        case "later":
            office.later(CHANCE.choice(cases), text="They came again.")
        case "act":
            office.act("caseworker", CHANCE.choice(cases), any_act(office, office.now.date()))
        case "days":
            office.pass_days(CHANCE.randrange(1, 3))
        case "erased" if len(cases) > 3:
            with office.database.writing() as session:
                envelopes.delete(session, [cases.pop(CHANCE.randrange(len(cases)))])


def seen_afresh(workspace: Workspace) -> Counter[tuple[object, ...]]:
    """The tally, counted case by case."""

    def spot(case: Case) -> tuple[object, ...]:
        today = workspace.config.now().date()
        told = workspace.erasing.is_told(case)
        tabs = tabs_of(case, today, workspace.overdue_since(case), workspace.has_late_referral(case), told)
        return tabs, case.compartment, case.category, case.zone, workspace.was_left(case)

    return Counter(spot(case) for case in workspace.caseload.each())


def test_a_board_that_was_kept_up_is_as_one_that_is_new(config: DeskConfig, office: Office) -> None:
    cases = [office.report() for _ in range(4)]
    office.colleague("colleague", "Cara Colleague", "caseworker")
    config = replace(config, clocks=Clocks(cases_days=30))
    kept, met = workspace_of(config, office), set[str]()
    for step in range(50):
        something_happens(office, cases)
        if step == 25:
            with office.database.writing() as session:
                remove(session, office.members["steward"], office.members["colleague"].member, office.trust, office.now)
        kept.refresh()
        office.members["caseworker"] = kept.unlocked  # with the keys that were made when somebody left
        fresh = workspace_of(config, office)
        assert kept.board.tally() == fresh.board.tally() == seen_afresh(kept)
        assert [case.id for case in kept.caseload.all()] == [case.id for case in fresh.caseload.all()]
        assert kept.board.tags == sorted({tag for case in fresh.caseload.each() for tag in case.standing.tags})
        assert kept.seen.tally.heard == sum(case.heard for case in fresh.caseload.each())
        kept.seen.mark(CHANCE.choice(kept.caseload.all()))
        unseen = [case for case in kept.caseload.each() if case.is_open and kept.seen.is_fresh(case)]
        assert kept.seen.tally[:2] == (len(unseen), len(unseen))
        met |= {tab for spot in kept.board.tally() for tab in spot.tabs} | {
            f"left {spot.left}" for spot in fresh.board.tally()
        }
    assert met >= {*TABS} - {"referral_overdue", "referred"} | {"left True"}, "all of them have been seen"


def test_a_clock_that_is_set_back_is_believed(config: DeskConfig, office: Office) -> None:
    office.report()
    office.pass_days(5)
    workspace = workspace_of(config, office)
    assert any("overdue" in spot.tabs for spot in workspace.board.tally())
    office.pass_days(-4)
    assert not any("overdue" in spot.tabs for spot in workspace.board.tally())
