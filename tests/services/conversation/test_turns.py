"""What was decided once is never decided again, and nothing of it stays once Telegram has confirmed."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from services.conversation import conversation, held_updates, sent_messages, turns
from services.conversation.conversation import Conversation
from services.conversation.held_updates import Held
from services.conversation.turns import NOTHING, AlreadySettled, Decision, Record, Work, kept_facts
from services.keys.sealing import Row, RuntimeKey, numbered_row
from services.store import Store
from storage import conversations
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
        assert held_updates.forget_old(Store(session, runtime), NOW + timedelta(hours=25), at_work=[5]) == []
        assert [each.number for each in held_updates.waiting(Store(session, runtime))] == [5]
        assert held_updates.parked(session) == 0
        held_updates.release(session, [5])
        assert held_updates.waiting(Store(session, runtime)) == []
        assert held_updates.parked(session) == 0


def test_what_was_noted_after_a_sweep_is_known_to_the_next_one(database: Database, runtime: RuntimeKey) -> None:
    with database.writing() as session:
        store = Store(session, runtime)
        sent_messages.remember(store, {CHAT: [1, 2, 3]}, NOW)
        sent_messages.erase(store, CHAT, {1, 2})
        assert sent_messages.recall(store, CHAT, NOW) == [3]
        sent_messages.erase(store, CHAT, {3})
        assert sent_messages.recall(store, CHAT, NOW) == []


def test_for_a_message_nobody_heard_of_the_numbers_beside_the_known_ones_are_tried() -> None:
    doubt, many = sent_messages.DOUBTFUL, sent_messages.MOST_UNHEARD_OF
    assert sent_messages.guessed([doubt, 9, 5]) == list(range(1, 10))
    assert sent_messages.guessed([5, 9]) == [5, 9]
    assert sent_messages.guessed([doubt]) == []
    far = sent_messages.guessed([4999, 5, doubt, 5000])
    assert far == [*range(1, 6 + many), *range(4999 - many, 5001)]
    often = sent_messages.guessed([doubt, *range(0, 100_000, 1000)])
    assert len(often) < sent_messages.MOST_GUESSED + 100
    assert 99_000 - 1 in often


def test_a_turn_that_was_decided_without_our_hearing_of_it_is_not_decided_again(
    database: Database, runtime: RuntimeKey
) -> None:
    """The line to the database broke after the commit, or another process was quicker."""
    first, record = decide(database, runtime, Conversation(place="receipt"), "123")
    assert once(database, runtime, "456") == (first, record)


def test_a_turn_that_another_process_has_decided_and_had_confirmed_is_not_decided_again(
    database: Database, runtime: RuntimeKey
) -> None:
    """This process had the update in its hands meanwhile, and stood still."""
    once(database, runtime, "123")
    with database.writing() as session:
        turns.settle(session, [7])
    with pytest.raises(AlreadySettled):
        once(database, runtime, "456")


def test_what_another_process_has_decided_is_not_written_over_as_if_it_had_changed_nothing(
    database: Database, runtime: RuntimeKey
) -> None:
    first, record = once(database, runtime, "123")
    with database.writing() as session:
        turns.note_undecided(Store(session, runtime), {7: Record(Conversation().to_json(), NOW)})
    assert once(database, runtime, "456") == (first, record)


def once(database: Database, runtime: RuntimeKey, receipt: str) -> tuple[Given, Record]:
    with database.writing() as session:
        decision = Decision(7, CHAT, Conversation().to_json(), Conversation(place="receipt"), NOW)
        return turns.decide_once(Store(session, runtime), decision, work(receipt))


def test_a_repeated_turn_that_did_nothing_has_nothing_to_hand_out(database: Database, runtime: RuntimeKey) -> None:
    decision = Decision(7, CHAT, Conversation().to_json(), Conversation(place="report"), NOW)
    with database.writing() as session:
        turns.decide(Store(session, runtime), decision, NOTHING)
    with database.reading() as session:
        record = turns.remembered(Store(session, runtime))[7]
    assert record is not None
    assert turns.facts_again(NOTHING, record) is None


@pytest.mark.parametrize(
    "body", [b"no lock of ours", b"[]", b"half a day\n{}", "\udcff".encode(errors="surrogatepass")]
)
def test_what_another_version_has_written_stops_nothing(database: Database, runtime: RuntimeKey, body: bytes) -> None:
    """A turn, a conversation, message numbers, a held update: the bot starts, answers, and sweeps."""
    talk, trace = (
        Row("conversations", runtime.tag(conversation.PURPOSE, CHAT)),
        Row("traces", sent_messages.tag_of(runtime, CHAT)),
    )

    def written(row: Row) -> bytes:
        return body if body.startswith(b"no") else runtime.lock(body, row)

    with database.writing() as session:
        store = Store(session, runtime)
        rows.put(session, 7, written(numbered_row("turns", 7)))
        rows.put_held(session, rows.HeldRow(8, 0, False, written(numbered_row("held", 8))))
        conversations.put(session, talk.key, written(talk))
        conversations.put_traces(session, {trace.key: written(trace)})
        assert turns.remembered(store) == {7: None}
        assert [each.arrival for each in held_updates.waiting(store)] == [""]
        assert conversation.load(store, CHAT, NOW).is_blank
        sent_messages.remember(store, {CHAT: [5]}, NOW)
        assert sent_messages.recall(store, CHAT, NOW) == [5]
        assert turns.empty_old(store, NOW) == [7]
        assert conversation.forget_finished(store, NOW) == 1
        assert held_updates.forget_old(store, NOW, at_work=()) == [8]
    with pytest.raises(AlreadySettled):
        once(database, runtime, "456")
