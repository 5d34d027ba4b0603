"""Which updates are remembered: the last thousand that came, whatever their numbers."""

from datetime import UTC, datetime

from bot.incoming.known_turns import MOST, KnownTurns
from bot.incoming.turn_store import DatabaseTurnStore
from services.conversation.conversation import Conversation
from services.conversation.turns import NOTHING, WINDOW, Decision, Record, note_settled
from services.keys.sealing import RuntimeKey
from services.store import keyless
from storage import turns as rows
from tests.support.update_queue import turns

__all__ = ["turns"]

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HIGH, LOW = 900_000, 5


async def confirmed(turns: DatabaseTurnStore, number: int) -> None:
    decision = Decision(number, number, Conversation().to_json(), Conversation(place="x"), NOW)
    await turns.decide(decision, NOTHING)
    await turns.settle([number], NOW, is_quiet=True)


async def test_after_lower_numbers_the_last_thousand_are_remembered_and_not_the_highest(
    turns: DatabaseTurnStore,
) -> None:
    """After a quiet week Telegram may start its numbers anywhere (Bot API, Update)."""
    for number in range(HIGH, HIGH + WINDOW):
        turns._known.empty(number)
    await turns.write(keyless(note_settled), range(HIGH, HIGH + WINDOW))
    for number in range(LOW, LOW + WINDOW):
        turns._known.empty(number)
    await turns.write(keyless(note_settled), range(LOW, LOW + WINDOW))
    await turns.forget_old(NOW)
    await confirmed(turns, LOW + WINDOW)
    await turns.forget_old(NOW)
    last = [*range(LOW, LOW + WINDOW + 1)]
    assert all(turns.is_settled(number) for number in last)
    again = DatabaseTurnStore(turns._database, RuntimeKey(bytes(range(32))))
    await again.open()
    assert [number for number in last if not again.is_settled(number)] == []
    assert len(again._known) <= MOST
    await again.close()


async def test_what_is_known_does_not_grow_for_ever_in_memory_or_on_the_disk(turns: DatabaseTurnStore) -> None:
    for number in range(MOST + 50):
        turns._known.empty(number)
    await turns.write(keyless(note_settled), range(MOST + 50))
    await confirmed(turns, MOST + 50)
    assert len(turns._known) == WINDOW + 1
    left = await turns.read(lambda store: rows.everything(store.session))
    assert [number for number, _ in left] == [*range(MOST + 50 - WINDOW, MOST + 51)]


def test_what_is_not_confirmed_is_never_forgotten() -> None:
    known = KnownTurns({LOW: Record("", NOW)})
    for number in range(HIGH, HIGH + MOST):
        known.empty(number)
    known.forget(known.too_many())
    assert known.record(LOW) == Record("", NOW)
