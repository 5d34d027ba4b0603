"""What was decided once is never decided again, and nothing of it stays once Telegram has confirmed."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from services.conversation import conversation, held_updates, sent_messages, turns
from services.conversation.conversation import Conversation
from services.conversation.held_updates import Held
from services.conversation.turns import NOTHING, Decision, Record, Work, kept_facts
from services.keys.sealing import RuntimeKey
from services.store import Store
from storage import turns as rows
from storage.engine import Database

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CHAT = 4_815_162_342


@dataclass(frozen=True)
class Given:
    receipt: str
    words: tuple[int, int]


def a_rule(store: Store, receipt: str) -> Given:
    return Given(receipt, (3, 5))


def work(receipt: str = "123") -> Work[Given]:
    return Work(lambda store: a_rule(store, receipt), kept_facts(a_rule))


@pytest.fixture
def runtime() -> RuntimeKey:
    return RuntimeKey(bytes(range(32)))


def decide(database: Database, runtime: RuntimeKey, after: Conversation, receipt: str = "123") -> tuple[Given, Record]:
    with database.writing() as session:
        decision = Decision(7, CHAT, Conversation().to_json(), after, NOW)
        return turns.decide(Store(session, runtime), decision, work(receipt))


def test_the_recorded_facts_come_back_as_the_rule_returned_them(database: Database, runtime: RuntimeKey) -> None:
    facts, _ = decide(database, runtime, Conversation(place="report"))
    with database.reading() as session:
        record = turns.remembered(Store(session, runtime))[7]
    assert record is not None
    assert turns.facts_again(work(), record) == facts == Given("123", (3, 5))
    assert record.now == NOW
    assert Conversation.from_json(record.before) == Conversation()


def test_a_confirmed_turn_leaves_only_its_number(database: Database, runtime: RuntimeKey) -> None:
    decide(database, runtime, Conversation())
    with database.writing() as session:
        turns.settle(session, [7])
    with database.reading() as session:
        assert turns.remembered(Store(session, runtime)) == {7: None}
        assert rows.everything(session) == [(7, b"")]


def test_numbers_beyond_the_window_are_dropped(database: Database, runtime: RuntimeKey) -> None:
    with database.writing() as session:
        for number in range(turns.WINDOW + 50):
            rows.put(session, number, b"")
        turns.forget_settled(session)
    with database.reading() as session:
        assert len(turns.remembered(Store(session, runtime))) == turns.WINDOW


def test_a_failed_rule_keeps_nothing(database: Database, runtime: RuntimeKey) -> None:
    def failing(store: Store) -> None:
        raise ValueError

    with pytest.raises(ValueError), database.writing() as session:
        decision = Decision(9, CHAT, "", Conversation(place="report"), NOW)
        turns.decide(Store(session, runtime), decision, Work(failing, kept_facts(failing)))
    with database.reading() as session:
        assert turns.remembered(Store(session, runtime)) == {}
        assert conversation.load(Store(session, runtime), CHAT, NOW).is_blank


def test_a_conversation_is_taken_up_within_the_hour_and_forgotten_after(
    database: Database, runtime: RuntimeKey
) -> None:
    decide(database, runtime, Conversation(language="ckb", place="report", form={"a": "1"}, facts={"x": 1}))
    with database.reading() as session:
        soon = conversation.load(Store(session, runtime), CHAT, NOW + timedelta(hours=1))
        late = conversation.load(Store(session, runtime), CHAT, NOW + timedelta(hours=1, seconds=1))
    assert (soon.language, soon.place, soon.form, soon.facts) == ("ckb", "report", {"a": "1"}, {"x": 1})
    assert late.is_blank
    with database.writing() as session:
        assert conversation.forget_finished(Store(session, runtime), NOW + timedelta(hours=2)) == 1


def test_a_blank_conversation_leaves_no_row(database: Database, runtime: RuntimeKey) -> None:
    decide(database, runtime, Conversation(place="report"))
    decide(database, runtime, Conversation(language="ar"))
    with database.writing() as session:
        assert conversation.forget_finished(Store(session, runtime), NOW + timedelta(days=1)) == 0


def test_another_runtime_key_opens_nothing_and_breaks_nothing(database: Database, runtime: RuntimeKey) -> None:
    decide(database, runtime, Conversation(place="report"))
    other = RuntimeKey(bytes(32))
    with database.reading() as session:
        assert conversation.load(Store(session, other), CHAT, NOW).is_blank
        assert turns.remembered(Store(session, other)) == {7: None}


def test_message_numbers_are_known_for_48_hours(database: Database, runtime: RuntimeKey) -> None:
    with database.writing() as session:
        sent_messages.remember(Store(session, runtime), {CHAT: [1, 2], 99: [3]}, NOW)
        sent_messages.remember(Store(session, runtime), {CHAT: [4]}, NOW + timedelta(hours=40))
    with database.reading() as session:
        assert sent_messages.recall(Store(session, runtime), CHAT, NOW + timedelta(hours=41)) == [1, 2, 4]
        assert sent_messages.recall(Store(session, runtime), CHAT, NOW + timedelta(hours=49)) == [4]
    with database.writing() as session:
        assert sent_messages.forget_old(Store(session, runtime), NOW + timedelta(hours=49)) == 1
        sent_messages.erase(Store(session, runtime), CHAT)
        assert sent_messages.recall(Store(session, runtime), CHAT, NOW + timedelta(hours=49)) == []


def test_held_updates_come_back_whole_and_parked_ones_are_only_counted(database: Database, runtime: RuntimeKey) -> None:
    arrival = json.dumps({"text": "help\nme"})
    with database.writing() as session:
        held_updates.hold(Store(session, runtime), Held(5, 0, False, arrival), NOW)
        held_updates.park(Store(session, runtime), 6, 3, NOW)
    with database.reading() as session:
        assert held_updates.waiting(Store(session, runtime)) == [Held(5, 0, False, arrival)]
        assert held_updates.parked(session) == 1
    with database.writing() as session:
        assert held_updates.forget_parked(Store(session, runtime), NOW + timedelta(hours=25)) == 1
        held_updates.release(session, 5)
        assert held_updates.waiting(Store(session, runtime)) == []
        assert held_updates.parked(session) == 0


def test_a_repeated_turn_that_did_nothing_has_nothing_to_hand_out(database: Database, runtime: RuntimeKey) -> None:
    decision = Decision(7, CHAT, Conversation().to_json(), Conversation(place="report"), NOW)
    with database.writing() as session:
        turns.decide(Store(session, runtime), decision, NOTHING)
    with database.reading() as session:
        record = turns.remembered(Store(session, runtime))[7]
    assert record is not None
    assert turns.facts_again(NOTHING, record) is None
