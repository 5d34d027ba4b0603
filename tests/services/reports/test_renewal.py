"""The mailbox of an open case stays as long as somebody unlocks the desk now and then; that of a closed one is told."""

from datetime import date

import pytest
from sqlmodel import Session

from services.keys.epochs import week_of
from services.keys.sealing import RuntimeKey, new_key_pair, random_bytes
from services.reports.renewal import keep_open, keep_some, weeks_left
from services.retention import forget_idle_mailboxes
from services.store import Store
from storage import mailbox as mailboxes
from tests.support.offices import NOON, Office, founded, office

__all__ = ["founded", "office"]


def unlock_and_sweep(office: Office) -> int:
    """What happens when a caseworker unlocks, and what the bot does meanwhile; how many mailboxes were renewed."""
    with office.database.writing() as session:
        renewed = keep_open(session, office.members["caseworker"], office.caseload().all(), office.now)
        forget_idle_mailboxes(session, office.now)
        return renewed


def has_mailbox(office: Office, case_id: bytes) -> bool:
    with office.database.reading() as session:
        return mailboxes.get(session, office.mailboxes[case_id].tag) is not None


@pytest.mark.parametrize("every", [1, 3])
def test_the_mailbox_of_an_open_case_is_never_erased(office: Office, every: int) -> None:
    waiting, closed, complaint = office.report(), office.report(), office.report(compartment="psea")
    office.do("caseworker", "set_status", closed, "closed")
    for _ in range(0, 80, every):
        office.pass_days(7 * every)
        unlock_and_sweep(office)
    assert has_mailbox(office, waiting) and not has_mailbox(office, closed)
    assert not has_mailbox(office, complaint), "of those that the caseworkers cannot open they renew none"


def test_mailboxes_of_one_week_are_not_renewed_in_one_week(office: Office) -> None:
    for _ in range(12):
        office.report()
    renewed = []
    for _ in range(23):
        office.pass_days(7)
        renewed.append(unlock_and_sweep(office))
    assert sum(renewed) == 12 and sum(count > 0 for count in renewed) > 4
    assert not any(renewed[:13])


def test_some_mailboxes_of_nobody_in_particular_are_renewed_too_in_the_same_weeks(office: Office) -> None:
    tags = [random_bytes(32) for _ in range(300)]
    with office.database.writing() as session:
        for tag in tags:
            mailboxes.add(session, mailboxes.MailboxRow(tag, new_key_pair().public, week_of(NOON)))
        runtime = next(key for key in iter(RuntimeKey.generate, None) if 0.2 < _likelihood(key) < 0.8)
        renewed = []
        for _ in range(23):
            office.pass_days(7)
            renewed.append(keep_some(Store(session, runtime), office.now))
    assert not any(renewed[:13]) and all(renewed[13:22])
    assert abs(sum(renewed) / 300 - _likelihood(runtime)) < 0.15


def test_a_sweep_renews_a_mailbox_once(office: Office) -> None:
    office.report()
    office.pass_days(23 * 7)
    assert [unlock_and_sweep(office) for _ in range(2)] == [1, 0]


def test_the_desk_is_told_when_the_mailbox_of_a_closed_case_goes(office: Office) -> None:
    case_id = office.report()

    def left(session: Session, day: date) -> int | None:
        return weeks_left(session, office.case(case_id), day)

    for status, days, weeks in (("open", 0, None), ("closed", 0, 25), ("closed", 24 * 7, 1), ("closed", 7, 0)):
        office.do("caseworker", "set_status", case_id, status)
        office.pass_days(days)
        with office.database.reading() as session:
            assert left(session, office.now.date()) == weeks


def _likelihood(runtime: RuntimeKey) -> float:
    return int.from_bytes(runtime.pseudonym("mailboxes renewed", "2026")[:2], "big") / 65536


def test_a_week_that_is_none_stops_nothing_and_its_mailbox_is_renewed(office: Office) -> None:
    """As whoever writes the database may leave it."""
    case_id = office.report()
    with office.database.writing() as session:
        mailboxes.touch(session, office.mailboxes[case_id].tag, "")
        assert keep_open(session, office.members["caseworker"], office.caseload().all(), office.now) == 1
        assert keep_open(session, office.members["caseworker"], office.caseload().all(), office.now) == 0
