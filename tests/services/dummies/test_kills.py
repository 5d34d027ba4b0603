"""A process killed at any moment leaves no dummy out and makes none twice."""

import os
import signal
from dataclasses import replace
from multiprocessing.connection import Connection
from random import Random
from time import sleep

import pytest

from services.dummies import making
from services.dummies import plan as plans
from services.dummies.plan import LETTER, Deed, Plan
from services.keys.sealing import RuntimeKey
from services.keys.trust import Trust
from services.store import Store
from storage import envelopes
from storage.engine import Database
from tests.support.clocks import NOW
from tests.support.forked import FORKS
from tests.support.vaults import Vault

DEEDS = 150
pytestmark = pytest.mark.of_a_file


def work(url: str, runtime: RuntimeKey, trust: Trust, begun: Connection) -> None:
    """What the bot's tick does, without its pauses, until nothing is due."""
    database = Database(url)
    begun.send(None)
    is_due = True
    while is_due:
        with database.writing() as session:
            is_due = making.go_on(Store(session, runtime), trust, NOW, Random(2))


def test_after_kills_at_random_moments_each_was_made_once(vault: Vault) -> None:
    week = plans.for_this_week(Plan(), NOW, Random(1))
    due = tuple(Deed(NOW.timestamp() - n, LETTER, "psea", 1024) for n in range(DEEDS))
    with vault.database.writing() as session:
        plans.keep(Store(session, vault.runtime), replace(week, waiting=due))
    chance, seen = Random(4), []
    endings: list[int | None] = []
    while not endings or endings[-1] != 0:
        ours, theirs = FORKS.Pipe()
        process = FORKS.Process(target=work, args=(vault.url, vault.runtime, vault.trust, theirs))
        process.start()
        ours.recv()
        sleep(chance.uniform(0.0, 0.3))
        if process.is_alive() and len(endings) < 12:
            os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        endings.append(process.exitcode)
        with vault.database.reading() as session:
            left = len(plans.read(Store(session, vault.runtime)).waiting)
            seen.append((envelopes.count(session), left))
    assert endings.count(-signal.SIGKILL) >= 3, endings
    assert all(made + left == DEEDS for made, left in seen), seen
    assert seen[-1] == (DEEDS, 0)
