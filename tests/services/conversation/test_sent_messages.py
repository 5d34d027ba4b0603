"""Which messages can still be removed: known for 48 hours, whatever the clock said when they were sent."""

from datetime import timedelta

from services.conversation import sent_messages
from services.keys.sealing import RuntimeKey
from services.store import Store
from storage import conversations as rows
from storage.engine import Database
from tests.support.clocks import NOW

CHAT = 7


def test_what_was_dated_far_ahead_is_known_for_two_days_and_no_longer(database: Database) -> None:
    runtime = RuntimeKey.generate()
    with database.writing() as session:
        store = Store(session, runtime)
        sent_messages.remember(store, {CHAT: [1]}, NOW + timedelta(days=400))
        sent_messages.remember(store, {CHAT: [2]}, NOW)
        sent_messages.forget_old(store, NOW)
        assert sent_messages.recall(store, CHAT, NOW + timedelta(hours=47)) == [1, 2]
        sent_messages.forget_old(store, NOW + timedelta(hours=49))
        assert rows.all_traces(session) == []
