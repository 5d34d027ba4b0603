"""Closed cases are erased in their time: announced, all of a month together, and never with words that nobody read."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from services.audit.chain import Mark, verify
from services.audit.reading import Read, Reader
from services.keys import keyring
from services.keys.sealing import random_bytes
from services.reports.casework import Casework
from services.reports.deeds.aside import set_aside
from services.reports.deeds.keeping import kept
from services.reports.deeds.notes import noted
from services.reports.deeds.status import set_to
from services.reports.erasure import leave
from services.reports.erasure.clock import goes_on
from services.reports.erasure.clocks import Clocks
from services.reports.erasure.giving import give_leave
from services.reports.erasure.leave import leave_seen
from services.reports.erasure.sweeping import erase_what_may_go
from services.reports.mailbox import LaterWords, OpenMailbox, visit, withdraw, write
from services.store import Store
from storage import envelopes, erasures
from storage import mailbox as mailboxes
from tests.support.offices import Office, founded, office

__all__ = ["founded", "office"]
CLOCKS = Clocks(cases_days=100)


def unlock(office: Office, who: str = "caseworker", clocks: Clocks = CLOCKS) -> None:
    """What the desk lays down when somebody unlocks."""
    caseload = office.caseload(who)
    with office.database.writing() as session:
        give_leave(session, office.trust, office.members[who], caseload, clocks, office.now.date())


def sweep(office: Office, clocks: Clocks = CLOCKS) -> int:
    with office.database.writing() as session:
        store = Store(session, office.runtime)
        return erase_what_may_go(store, office.trust, clocks, office.now.date())


def live(office: Office, days: int, every: int = 7, clocks: Clocks = CLOCKS) -> int:
    """Days go by; now and then somebody unlocks; the bot sweeps each day. How many cases went."""
    gone = 0
    for day in range(days):
        office.pass_days(1)
        if day % every == 0:
            unlock(office, clocks=clocks)
        gone += sweep(office, clocks)
    return gone


def closed(office: Office, **facts: Any) -> bytes:
    case_id = office.report(**facts)
    office.act("caseworker", case_id, set_to("closed", "helped"))
    return case_id


def is_there(office: Office, case_id: bytes) -> bool:
    with office.database.reading() as session:
        return envelopes.exists(session, case_id)


def box_of(office: Office, case_id: bytes) -> OpenMailbox:
    return OpenMailbox("safety", office.mailboxes[case_id])


def tombstones(office: Office) -> list[Read]:
    with office.database.reading() as session:
        key = office.members["steward"].organisation
        return [
            each for each in Reader(session, office.trust, office.runtime, key).everything() if each.kind == "erased"
        ]


def count(session: Session, table: str) -> int:
    return int(session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_a_closed_case_goes_with_all_that_is_of_it_on_a_first_of_a_month_and_nothing_else_goes(office: Office) -> None:
    waiting, over = office.report(), closed(office)
    office.act("caseworker", over, noted("Called the clinic."))
    last = office.now.date()
    goes = goes_on(office.case(over), CLOCKS, last)
    assert goes is not None and goes.day == 1 and last + timedelta(days=100) <= goes
    assert live(office, (goes - last).days - 1) == 0 and is_there(office, over)
    with office.database.reading() as session:
        before = count(session, "envelopes")
    assert live(office, 1) == 1
    assert is_there(office, waiting) and not is_there(office, over)
    with office.database.reading() as session:
        assert before - count(session, "envelopes") == 3, "the report, the closing, the note"
        assert mailboxes.get(session, office.mailboxes[over].tag) is None
        assert mailboxes.get(session, office.mailboxes[waiting].tag) is not None
        assert leave_seen(session) == {}


def test_a_tombstone_without_content_stays_in_the_chain(office: Office) -> None:
    name, last = office.case(closed(office)).name, office.now.date()
    live(office, 140)
    [stone] = tombstones(office)
    by = office.members["caseworker"].member.hex()[:8]
    assert stone.about == f"{name}: last touched {last}, 100 days, leave by {by}"
    assert stone.by_program and not stone.is_false and stone.day is not None and stone.day.day == 1
    with office.database.reading() as session:
        assert verify(session, Mark()).is_whole


def test_an_open_case_is_never_erased_whatever_its_age(office: Office) -> None:
    case_id = office.report()
    office.act("caseworker", case_id, set_to("waiting"))
    assert live(office, 600, every=30) == 0 and is_there(office, case_id)


def _words(office: Office, case_id: bytes) -> None:
    with office.database.writing() as session:
        write(session, office.trust, box_of(office, case_id), LaterWords("They are here again."), office.now)


def _reading(office: Office, case_id: bytes) -> None:
    with office.database.writing() as session:
        visit(session, box_of(office, case_id), office.now)


def _keeping(office: Office, case_id: bytes) -> None:
    office.act("caseworker", case_id, kept("The court asks for it."))


def _reopening(office: Office, case_id: bytes) -> None:
    office.act("caseworker", case_id, set_to("open"))


@pytest.mark.parametrize("happens", [_words, _reading, _keeping, _reopening])
def test_whatever_happens_before_the_last_moment_keeps_the_case(office: Office, happens: Any) -> None:
    case_id = closed(office)
    goes = goes_on(office.case(case_id), CLOCKS, office.now.date())
    assert goes is not None
    live(office, (goes - office.now.date()).days - 1)
    happens(office, case_id)
    office.pass_days(1)
    assert sweep(office) == 0 and is_there(office, case_id)
    assert live(office, 20) == 0 and is_there(office, case_id), "it is announced anew, or its clock begins anew"


def test_words_that_nobody_has_seen_are_never_erased(office: Office) -> None:
    """Also of a case that was closed by somebody who did not know of them, and then set aside."""
    case_id = closed(office)
    before = office.case(case_id)
    _words(office, case_id)
    with office.database.writing() as session:
        work = Casework(office.trust, office.members["caseworker"])
        work.do(session, before, set_aside("spam"), office.now)
    case = office.case(case_id)
    assert case.unseen and goes_on(case, CLOCKS, office.now.date()) is None
    assert live(office, 300, every=30) == 0 and is_there(office, case_id)


def test_what_was_taken_back_goes_in_its_time_though_nobody_acted_on_it(office: Office) -> None:
    case_id = office.report()
    with office.database.writing() as session:
        withdraw(session, office.trust, box_of(office, case_id), office.now)
    assert live(office, 140) == 1 and not is_there(office, case_id)


def test_nothing_goes_unannounced_by_whatever_clock(office: Office) -> None:
    """At least two weeks lie between the day on which the bot saw the leave and the day on which it acts on it."""
    case_id = closed(office)
    office.pass_days(400)
    unlock(office)
    assert [sweep(office) for _ in range(3)] == [0, 0, 0]
    seen = office.now.date()
    while is_there(office, case_id) and office.now.date() < seen + timedelta(days=60):
        office.pass_days(1)
        sweep(office)
    assert office.now.date() >= seen + timedelta(days=14) and office.now.day == 1 and not is_there(office, case_id)


def test_leave_of_a_clock_that_was_wrong_holds_for_nothing(office: Office) -> None:
    case_id = closed(office)
    right = office.now
    office.pass_days(400)
    unlock(office)
    office.now = right
    assert live(office, 60, every=1000) == 0 and is_there(office, case_id)
    with office.database.reading() as session:
        assert leave_seen(session) == {}


def test_a_day_that_is_none_is_no_day_on_which_leave_was_seen(office: Office) -> None:
    """As whoever writes the database may leave it: the two weeks begin anew."""
    case_id = closed(office)
    office.pass_days(400)
    unlock(office)
    with office.database.writing() as session:
        [tag] = leave_seen(session)
        erasures.note_seen(session, tag, "odd")
        assert leave_seen(session) == {tag: None}
    assert sweep(office) == 0 and is_there(office, case_id)
    with office.database.reading() as session:
        assert leave_seen(session) == {tag: office.now.date()}


def test_with_the_clock_off_nothing_is_announced_or_erased(office: Office) -> None:
    case_id, off = closed(office), Clocks(cases_days=0)
    assert goes_on(office.case(case_id), off, office.now.date()) is None
    assert live(office, 500, every=30, clocks=off) == 0 and is_there(office, case_id)


def test_complaints_about_aid_workers_never_go_one_by_one(office: Office) -> None:
    complaint = office.report(compartment="psea")
    office.act("focal_point", complaint, set_to("closed", "helped"))
    office.pass_days(400)
    unlock(office, "focal_point")
    with office.database.reading() as session:
        assert leave_seen(session) == {}


def _nobodys(office: Office, case_id: bytes, body: bytes) -> bytes:
    return body[:40] + bytes([body[40] ^ 1]) + body[41:]


def _removed(office: Office, case_id: bytes, body: bytes) -> bytes:
    with office.database.writing() as session:
        member = office.members["caseworker"].member
        keyring.remove(session, office.members["steward"], member, office.trust, office.now)
    return body


@pytest.mark.parametrize("made", [_nobodys, _removed])
def test_leave_that_no_current_caseworker_signed_is_dropped(office: Office, made: Any) -> None:
    case_id = closed(office)
    office.pass_days(90)
    unlock(office)
    with office.database.reading() as session:
        [row] = erasures.everything(session)
    bent = made(office, case_id, row.body)
    with office.database.writing() as session:
        erasures.delete(session, row.tag)
        erasures.add(session, row.tag, bent)
    assert live(office, 60, every=1000) == 0 and is_there(office, case_id)


def test_a_leave_of_another_case_does_not_hold_under_its_tag(office: Office) -> None:
    closed(office)
    office.pass_days(90)
    unlock(office)
    with office.database.writing() as session:
        [row] = erasures.everything(session)
        erasures.delete(session, row.tag)
        erasures.add(session, random_bytes(32), row.body)
    assert sweep(office) == 0
    with office.database.reading() as session:
        assert leave_seen(session) == {}


def test_two_caseworkers_give_one_leave_and_each_takes_it_back(office: Office) -> None:
    case_id = closed(office)
    office.colleague("second", "Nadia", "caseworker")
    office.pass_days(90)
    unlock(office)
    unlock(office, "second")
    with office.database.reading() as session:
        assert len(leave_seen(session)) == 1
    office.act("second", case_id, kept("We were asked."))
    with office.database.reading() as session:
        assert leave_seen(session) == {}


def test_a_case_with_more_in_it_than_one_sealed_piece_names_goes_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leave, "IDS_AT_ONCE", 3)
    case_id = office.report()
    for _ in range(7):
        _words(office, case_id)
    office.act("caseworker", case_id, set_to("closed", "helped"))
    with office.database.reading() as session:
        assert count(session, "envelopes") == 9
    assert live(office, 140) == 1
    with office.database.reading() as session:
        assert count(session, "envelopes") == 0


def test_the_file_holds_nothing_any_more_of_what_was_erased(office: Office) -> None:
    case_id = closed(office, text="A canary that sang " * 200)
    _reading(office, case_id)
    path = office.database.path
    assert path is not None
    with office.database.reading() as session:
        bodies = envelopes.bodies(session, [head.id for head in envelopes.heads(session)])
        box = mailboxes.get(session, office.mailboxes[case_id].tag)
    assert box is not None and box.memo is not None
    cut = [body[at : at + 24] for body in bodies.values() for at in range(0, len(body) - 24, 256)]
    before = path.read_bytes()
    traces = [trace for trace in (*cut, *bodies, box.tag, box.public_key, box.memo[:24]) if trace in before]
    assert len(traces) > 20
    assert live(office, 140) == 1
    after = path.read_bytes()
    assert [trace for trace in traces if trace in after] == []


def test_months_go_together(office: Office) -> None:
    """What is due anywhere in a month goes on one day, in one transaction."""
    days: list[date] = []
    for _ in range(4):
        closed(office)
        office.pass_days(5)
    for day in range(150):
        office.pass_days(1)
        if day % 5 == 0:
            unlock(office)
        if sweep(office):
            days.append(office.now.date())
    assert 1 <= len(days) <= 2 and {day.day for day in days} == {1}
