"""Somebody compares two copies of the file and knows every rule: what a complaint about an aid worker changes in it,
whatever is done with it, a dummy's story changes as well."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from services.dummies import making
from services.dummies import plan as plans
from services.dummies.plan import LETTER, NOTICE, READ, REPORT, Deed, Plan
from services.keys.keyring import Unlocked
from services.keys.sealing import new_key_pair, random_bytes
from services.reports import mailbox, reports
from services.reports.bodies import ReplyRoute
from services.reports.case import Case
from services.reports.caseload import Caseload
from services.reports.casework import Casework
from services.reports.deeds.giving import given
from services.reports.deeds.notes import noted
from services.reports.deeds.printing import printed
from services.reports.deeds.status import set_to
from services.reports.mailbox import LaterWords, OpenMailbox
from services.reports.receipts import MailboxKeys, Ready, new_receipt
from services.reports.reports import ReportDraft
from services.store import Store
from storage import outbox
from tests.support.clocks import NOW
from tests.support.vaults import Vault

pytestmark = pytest.mark.of_a_file
LONG = "They asked for money before they gave out the cards. " * 12
Look = tuple[Any, ...]
"""A row as somebody sees it who cannot open it: of bytes their number."""


def seen(path: Path) -> Counter[Look]:
    """Every row of every table, and how far each counter of the database has come."""
    with closing(sqlite3.connect(path)) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return Counter(look for name in names for look in _rows(file, name))


def _rows(file: sqlite3.Connection, name: str) -> Iterator[Look]:
    for row in file.execute(f"SELECT * FROM {name}"):
        yield (name, *(f"{len(cell)} bytes" if isinstance(cell, bytes) else cell for cell in row))


def changed(before: Counter[Look], after: Counter[Look]) -> set[Look]:
    """What there are more or fewer of; of a counter, that it counts."""
    looks = (before - after) | (after - before)
    return {look[:2] if look[0] == "sqlite_sequence" else look for look in looks}


def a_complaint(vault: Vault, focal_point: Unlocked, text: str) -> tuple[Case, OpenMailbox]:
    keys = MailboxKeys(random_bytes(32), new_key_pair())
    answers = {"/safety_report/category": "aid_worker", "/safety_report/what_happened": text}
    route = ReplyRoute(4_242_424_242, "en")
    draft = ReportDraft("safety_report", "0" * 64, answers, "psea", urgent=False, language="en", route=route)
    with vault.database.writing() as session:
        reports.submit(session, vault.trust, Ready(new_receipt(), keys), draft, NOW)
        box = mailbox.find(session, keys)
    return the_case(vault, focal_point, box), box


def the_case(vault: Vault, focal_point: Unlocked, box: OpenMailbox) -> Case:
    """As it stands now."""
    cases = Caseload()
    with vault.database.reading() as session:
        cases.refresh(session, focal_point, vault.trust)
    return next(case for case in cases.each() if case.mailbox and case.mailbox.tag == box.keys.tag)


def sent(vault: Vault) -> None:
    """The bot has sent what waits."""
    with vault.database.writing() as session:
        for each in outbox.due(session, 2**40, 100):
            outbox.delete(session, each.id)


def all_that_can_be_done(vault: Vault, text: str) -> None:
    """With a complaint: by staff, and by the person, who reads, writes, and in the end takes it back."""
    focal_point = vault.unlock("focal_point")
    case, box = a_complaint(vault, focal_point, text)
    work = Casework(vault.trust, focal_point)
    with vault.database.writing() as session:
        for act in (given(focal_point.member), noted(text), set_to("open"), printed()):
            work.do(session, case, act, NOW)
        work.reply(session, case, text, NOW)
    sent(vault)
    with vault.database.writing() as session:
        replies = mailbox.look(session, vault.trust, box).replies
        mailbox.write(session, vault.trust, box, LaterWords(text, 1), NOW)
        mailbox.erase(session, box, [reply.id.hex() for reply in replies], NOW)
        mailbox.cut_route(session, vault.trust, box, NOW)
    case = the_case(vault, focal_point, box)
    with vault.database.writing() as session:
        work.reply(session, case, text, NOW)
        mailbox.withdraw(session, vault.trust, box, NOW)


def dummies_of_a_week(vault: Vault, chance: Random) -> None:
    """Two reports with their stories, and letters, in both sizes that most have; one reply is read."""
    week = plans.for_this_week(Plan(), NOW, chance)
    ways = {name: habits._replace(replies=6.0, messages=4.0, days=1e-9) for name, habits in week.habits.items()}
    every = [(NOTICE, 0), *((kind, size) for kind in (REPORT, LETTER) for size in (1024, 4096))]
    due = [Deed(NOW.timestamp() - 1, kind, "psea", size) for kind, size in every]
    with vault.database.writing() as session:
        store = Store(session, vault.runtime)
        plans.keep(store, replace(week, waiting=tuple(due), habits=ways))
        while making.go_on(store, vault.trust, NOW, chance):
            left = [deed for deed in plans.read(store).waiting if deed.kind != READ]
            plans.keep(store, replace(plans.read(store), waiting=tuple(deed._replace(due=0.0) for deed in left)))


def test_what_a_complaint_changes_a_dummy_changes_too(vault: Vault) -> None:
    vault.unlock("focal_point")
    blank = seen(vault.path)
    dummies_of_a_week(vault, Random(6))
    of_dummies = changed(blank, seen(vault.path))
    before = seen(vault.path)
    for text in ("Help me.", LONG):
        all_that_can_be_done(vault, text)
    of_complaints = changed(before, seen(vault.path))
    assert {look[0] for look in of_complaints} >= {"envelopes", "mailboxes", "replies"}
    assert of_complaints - of_dummies == set()
