"""The running bot makes dummies by itself, and says nothing of them."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bot.incoming.turn_store import DatabaseTurnStore
from bot.ticks.dummies import making_dummies
from services.dummies import plan as plans
from services.dummies.plan import LETTER, Deed, Plan
from services.store import Store
from storage import envelopes
from tests.support.clocks import NOW
from tests.support.vaults import Vault


async def test_each_look_makes_one_that_is_due_and_logs_nothing(vault: Vault, caplog: pytest.LogCaptureFixture) -> None:
    due = [Deed(NOW.timestamp() + seconds, LETTER, "psea", 1024) for seconds in (-2, -1, 3600)]
    with vault.database.writing() as session:
        week = plans.for_this_week(Plan(), NOW, Random(1))
        plans.keep(Store(session, vault.runtime), replace(week, waiting=tuple(due)))
    turns = DatabaseTurnStore(vault.database, vault.runtime)
    await turns.open()
    try:
        tick = making_dummies(turns, vault.trust, lambda: NOW + timedelta(seconds=1))
        for expected in (1, 2, 2):
            await tick.work()
            with vault.database.reading() as session:
                assert envelopes.count(session) == expected
    finally:
        await turns.close()
    assert not caplog.records
