"""Dummies are made each once, look like what is true, and are shown to nobody."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest

from services import retention
from services.dummies import making
from services.dummies import plan as plans
from services.dummies.plan import LETTER, NOTICE, READ, REPLY, REPORT, Deed, Plan
from services.keys.sealing import RuntimeKey, seal
from services.reports.caseload import Caseload
from services.store import Store
from services.surveys.answers import AnswerBook
from storage import dummies as rows
from storage import envelopes as envelope_rows
from tests.support.clocks import NOW
from tests.support.dummies import LivedTime
from tests.support.vaults import Vault

WEEK = timedelta(days=7)
LARGE = 4096


def keep(vault: Vault, plan: Plan) -> None:
    with vault.database.writing() as session:
        plans.keep(Store(session, vault.runtime), plan)


def planned(*deeds: Deed) -> Plan:
    """This week as it is drawn, with these deeds alone."""
    return replace(plans.for_this_week(Plan(), NOW, Random(1)), waiting=deeds)


def counted(vault: Vault) -> dict[str, int]:
    with vault.database.reading() as session:
        connection = session.connection()
        tables = ("envelopes", "mailboxes", "replies")
        return {table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in tables}


def test_nobody_is_shown_one(vault: Vault) -> None:
    lived = LivedTime(vault, NOW)
    lived.report("safety")
    lived.report("psea")
    lived.pass_by(2 * WEEK)
    assert counted(vault)["envelopes"] > 50
    for role, cases in (("caseworker", 1), ("focal_point", 1), ("steward", 0)):
        unlocked = vault.unlock(role, lived.now)
        caseload, book = Caseload(), AnswerBook()
        for _ in range(2):
            with vault.database.reading() as session:
                changes = caseload.refresh(session, unlocked, vault.trust)
                book.refresh(session, unlocked)
                rounds = book.rounds(session)
        assert (len(caseload.all()), caseload.strange) == (cases, 0)
        assert (rounds, book.strange) == ([], 0)
        assert not changes.arrived
        assert len(vault.opened(unlocked)) == cases


def test_one_that_was_moved_is_no_dummy_but_a_sign_of_tampering(vault: Vault) -> None:
    keep(vault, planned(Deed(NOW.timestamp(), LETTER, "safety", 1024)))
    lived = LivedTime(vault, NOW)
    lived.pass_by(timedelta(seconds=1))
    with vault.database.writing() as session:
        (head,) = envelope_rows.heads(session)
        body = envelope_rows.bodies(session, [head.id])[head.id]
        envelope_rows.add(session, b"x" * 16, head.epoch, head.week, body)
    assert [each.tampered for each in vault.opened(vault.unlock("caseworker"))] == [True]


def test_a_restart_neither_plans_nor_makes_anything_anew(vault: Vault) -> None:
    lived = LivedTime(vault, NOW)
    lived.pass_by(timedelta(days=1))
    plan, before = lived.plan, counted(vault)
    again = LivedTime(vault, lived.now, Random(99))
    assert again.pass_by(timedelta(microseconds=1)) == 0
    assert (again.plan, counted(vault)) == (plan, before)


def test_what_piled_up_comes_one_at_a_time_and_weeks_nobody_ran_are_passed_over(vault: Vault) -> None:
    keep(vault, planned(*(Deed(NOW.timestamp() + n, LETTER, "psea", 1024) for n in range(3))))
    late = NOW + 5 * WEEK
    for left in (2, 1, 0):
        with vault.database.writing() as session:
            assert making.go_on(Store(session, vault.runtime), vault.trust, late, Random(3))
        waiting = LivedTime(vault, late).plan.waiting
        assert sum(deed.due < late.timestamp() for deed in waiting) == left
    with vault.database.reading() as session:
        assert {head.week for head in envelope_rows.heads(session)} == {"2026-W15"}


def test_without_a_trusted_key_it_waits(vault: Vault) -> None:
    keep(vault, planned(Deed(NOW.timestamp(), LETTER, "psea", 1024)))
    with vault.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM epoch_keys WHERE compartment = 'psea'")
        assert not making.go_on(Store(session, vault.runtime), vault.trust, NOW, Random(1))
    assert len(LivedTime(vault, NOW).plan.waiting) == 1
    assert counted(vault)["envelopes"] == 0


def test_a_story_has_a_mailbox_replies_that_are_read_and_an_end(vault: Vault) -> None:
    plan = planned(Deed(NOW.timestamp(), REPORT, "psea", LARGE))
    ways = plan.habits["psea"]._replace(replies=3.0, messages=2.0, read=1.0)
    keep(vault, replace(plan, habits={**plan.habits, "psea": ways}))
    lived = LivedTime(vault, NOW, Random(5))
    lived.pass_by(timedelta(seconds=1))
    assert counted(vault) == {"envelopes": 1, "mailboxes": 1, "replies": 0}
    story = lived.plan.waiting
    assert {deed.kind for deed in story} == {REPLY, plans.MESSAGE}
    (reply, *_) = (deed for deed in story if deed.kind == REPLY)
    keep(vault, replace(lived.plan, waiting=(replace_due(reply, 1.0),)))
    lived.pass_by(timedelta(seconds=1))
    assert counted(vault) == {"envelopes": 2, "mailboxes": 1, "replies": 1}
    (reading,) = lived.plan.waiting
    assert (reading.kind, reading.size) == (READ, 0)
    keep(vault, replace(lived.plan, waiting=(replace_due(reading, 1.0), replace_due(reply, 2.0**31))))
    lived.pass_by(timedelta(seconds=1))
    assert counted(vault) == {"envelopes": 2, "mailboxes": 1, "replies": 0}
    with vault.database.writing() as session:
        assert retention.forget_idle_mailboxes(session, lived.now + 28 * WEEK) == 1
    keep(vault, replace(lived.plan, waiting=(replace_due(reply, 1.0),)))
    lived.pass_by(timedelta(seconds=1))
    assert counted(vault) == {"envelopes": 2, "mailboxes": 0, "replies": 0}


def replace_due(deed: Deed, due: float) -> Deed:
    return deed._replace(due=due)


@pytest.mark.of_a_file
def test_the_plan_is_always_of_one_size_and_says_nothing_without_the_runtime_key(vault: Vault) -> None:
    lived, sizes = LivedTime(vault, NOW), set()
    for _ in range(3):
        lived.pass_by(WEEK)
        with vault.database.reading() as session:
            sizes.add(len(rows.get(session) or b""))
            assert plans.read(Store(session, RuntimeKey.generate())) == Plan()
    assert len(sizes) == 1
    assert lived.plan.levels


@pytest.mark.of_a_file
def test_no_column_and_no_byte_tells_one_from_a_true_report_of_its_size(vault: Vault) -> None:
    """Each column holds the same kinds of values. A classifier by nearest mean of all that is in a row, trained on half
    of 400, is right on the other half as often as a coin: 100 of 200, with three standard deviations (21) at most."""
    lived = LivedTime(vault, NOW)
    for _ in range(200):
        lived.report("psea")
    true = set(envelopes_in(vault))
    keep(vault, planned(*(Deed(NOW.timestamp(), REPORT, "psea", LARGE) for _ in range(200))))
    with vault.database.writing() as session:
        store = Store(session, vault.runtime)
        made = sum(making.go_on(store, vault.trust, NOW, Random(n)) for n in range(200))
    assert made == 200
    found = envelopes_in(vault)
    looks = {
        is_true: {(len(id), *row[:2], len(row[2])) for id, row in found.items() if (id in true) is is_true}
        for is_true in (True, False)
    }
    assert looks[True] == looks[False]
    assert abs(right_guesses([(features(id, row), id in true) for id, row in sorted(found.items())]) - 100) <= 21
    with closing(sqlite3.connect(vault.path)) as file:
        boxes = Counter(file.execute("SELECT length(tag), length(public_key), length(memo), week FROM mailboxes"))
    assert list(boxes.values()) == [400]


def envelopes_in(vault: Vault) -> dict[bytes, tuple[str, str, bytes]]:
    with closing(sqlite3.connect(vault.path)) as file:
        return {id: row for id, *row in file.execute("SELECT id, epoch, week, body FROM envelopes")}


def features(id: bytes, row: tuple[str, str, bytes]) -> list[float]:
    """How often each byte stands in the body, and the first bytes of number and body as they are."""
    often = np.bincount(np.frombuffer(row[2], np.uint8), minlength=256)
    return [*(often / often.std()), *(np.frombuffer(id + row[2][:32], np.uint8) / 74.0)]


def right_guesses(labelled: list[tuple[list[float], bool]]) -> int:
    """On the second half, having learnt from the first. Rows lie in the order of their random numbers."""
    half = len(labelled) // 2
    means = {
        is_true: np.mean([each for each, label in labelled[:half] if label is is_true], axis=0)
        for is_true in (True, False)
    }
    nearer = [
        bool(np.linalg.norm(each - means[True]) < np.linalg.norm(each - means[False])) is label
        for each, label in labelled[half:]
    ]
    return sum(nearer)


def test_the_public_key_of_a_dummy_mailbox_is_one_that_can_be_sealed_to() -> None:
    box = making.mailbox_of("ab" * 16)
    assert len(seal(b"", box.keys.public)) == 1024 + 48
    assert making.mailbox_of("ab" * 16) == box != making.mailbox_of("cd" * 16)


def test_whatever_a_complaint_leaves_is_drawn_for_every_compartment_that_has_mailboxes() -> None:
    week, chance = Plan(), Random(5)
    drawn: set[tuple[str, str]] = set()
    for number in range(8):
        week = plans.for_this_week(replace(week, waiting=()), NOW + number * WEEK, chance)
        drawn |= {(deed.compartment, deed.kind) for deed in week.waiting}
    left = {REPORT, LETTER, NOTICE}
    assert drawn == {("surveys", REPORT), *((name, kind) for name in ("safety", "psea") for kind in left)}
