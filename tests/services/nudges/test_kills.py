"""A process killed at any moment: each report that was taken has rung the bell, and what is urgent is told."""

import os
import signal
from multiprocessing.connection import Connection
from random import Random
from time import sleep

import pytest

from services import enrolment
from services.content import content as contents
from services.keys.sealing import RuntimeKey
from services.keys.trust import Trust
from services.nudges import arrivals, receivers
from services.nudges import bell as bells
from services.reports.receipts import Ready, mailbox_keys, new_receipt
from services.reports.reports import ReportDraft
from services.request import Request
from services.store import Store
from storage import envelopes, outbox
from storage.engine import Database
from tests.support.clocks import NOW
from tests.support.contents import EXAMPLE
from tests.support.costs import make_cheap
from tests.support.forked import FORKS
from tests.support.vaults import Vault

REPORTS = 60
pytestmark = pytest.mark.of_a_file
DRAFT = ReportDraft("safety_report", "0" * 64, {"what_happened": "…"}, "safety", urgent=True, language="en", route=None)


def work(url: str, runtime: RuntimeKey, trust: Trust, begun: Connection) -> None:
    """Urgent reports, one after the other, each in one transaction, as a turn has it."""
    database = Database(url)
    content = contents.load(database, EXAMPLE, NOW)
    make_cheap()
    begun.send(None)
    with database.reading() as session:
        count = envelopes.count(session)  # who was killed after the last commit has made them all
    while count < REPORTS:
        with database.writing() as session:
            request = Request(session, runtime, content, chat=7, now=NOW)
            receipt = new_receipt()
            arrivals.submit(request, trust, Ready(receipt, mailbox_keys(receipt, b"s" * 16)), DRAFT, NOW)
            count = envelopes.count(session)


def test_after_kills_at_random_moments_each_report_was_told(vault: Vault) -> None:
    with vault.database.writing() as session:
        store = Store(session, vault.runtime)
        enrolment.enrol(store, receivers.invite(store, "phone", NOW), 5, "en", NOW)
    chance, seen = Random(4), []
    endings: list[int | None] = []
    while not endings or endings[-1] != 0:
        ours, theirs = FORKS.Pipe()
        process = FORKS.Process(target=work, args=(vault.url, vault.runtime, vault.trust, theirs))
        process.start()
        ours.recv()
        sleep(chance.uniform(0.0, 0.2))
        if process.is_alive() and len(endings) < 8:
            os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        endings.append(process.exitcode)
        with vault.database.reading() as session:
            bell = bells.read(Store(session, vault.runtime))
            seen.append((envelopes.count(session), outbox.count(session), bell.serial))
    assert endings.count(-signal.SIGKILL) >= 2, endings
    assert all(reports == told == rung for reports, told, rung in seen), seen
    assert seen[-1] == (REPORTS, REPORTS, REPORTS)
