"""While the database is away: nothing counts as failed, who waits is told once, and what was kept comes to light."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from pydantic import HttpUrl, SecretStr, TypeAdapter
from sqlmodel import Session
from telegram.error import Conflict

from bot.application import build_application
from bot.incoming import intake as intake_module
from bot.incoming.answering import TRIES, Answering
from bot.incoming.intake import Intake
from bot.incoming.meanwhile import Meanwhile
from bot.incoming.turn_store import DatabaseTurnStore
from bot.settings import Settings
from bot.wire.errors import NotOurTurn
from bot.wire.transport import AiohttpRequest
from handlers.chat.app import App
from handlers.chat.arrival import Arrival
from handlers.chat.turn import Turn
from sandbox import Sandbox
from services.conversation.conversation import Conversation
from services.conversation.turns import Decision, DecisionInDoubt, Work
from services.keys.sealing import RuntimeKey
from storage import turns as turn_rows
from storage.engine import Database
from storage.errors import CommitInDoubt, DatabaseAway
from tests.support.patience import becomes
from tests.support.update_queue import Queue, end, running

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
AWAY = DatabaseAway("there")


@pytest.fixture
async def turns(database: Database) -> AsyncIterator[DatabaseTurnStore]:
    opened = DatabaseTurnStore(database, RuntimeKey.generate())
    yield opened
    await opened.close()


def arrival(chat: int, number: int = 10) -> Arrival:
    return Arrival(number, chat, True, 10, "hello", None, None, None, "fr")


async def test_a_decision_whose_line_broke_after_the_commit_is_found_again_with_what_was_before_it(
    turns: DatabaseTurnStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = database.writing

    @contextmanager
    def breaking() -> Iterator[Session]:
        with whole() as session:
            yield session
        raise CommitInDoubt("there")

    before, _ = await turns.recall(10, 1, NOW)
    after = Conversation(language="fr")
    with monkeypatch.context() as patch:
        patch.setattr(database, "writing", breaking)
        with pytest.raises(DecisionInDoubt):
            await turns.decide(Decision(10, 1, before, after, NOW), Work(lambda _: 7, TypeAdapter(int)))
    again, record = await turns.recall(10, 1, NOW)
    assert again == before
    assert record is not None
    assert record.facts == b"7"


async def test_what_was_written_beside_a_decision_in_doubt_does_not_stay_at_rest(
    turns: DatabaseTurnStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The turn before it changed nothing; its record went along in the commit whose answer was lost."""
    whole = database.writing

    @contextmanager
    def breaking() -> Iterator[Session]:
        with whole() as session:
            yield session
        raise CommitInDoubt("there")

    await turns.recall(9, 1, NOW)
    before, _ = await turns.recall(10, 1, NOW)
    with monkeypatch.context() as patch:
        patch.setattr(database, "writing", breaking)
        with pytest.raises(DecisionInDoubt):
            await turns.decide(Decision(10, 1, before, Conversation(), NOW), Work(lambda _: 7, TypeAdapter(int)))
    await turns.recall(10, 1, NOW)
    await turns.settle([9, 10], NOW, is_quiet=True)
    with database.reading() as session:
        assert [(number, body) for number, body in turn_rows.everything(session) if body] == []


class Handlers:
    """Fails as told, one failure a try."""

    def __init__(self, failures: list[Exception]) -> None:
        self.failures = failures
        self.apologies = 0

    async def answer(self, _: Turn) -> None:
        if self.failures:
            raise self.failures.pop(0)

    async def apologise(self, _: Turn) -> None:
        self.apologies += 1


async def test_who_waits_for_the_database_is_told_once_and_nothing_is_given_up(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(_seconds: float) -> None:
        return None

    monkeypatch.setattr("bot.incoming.answering.asyncio.sleep", at_once)
    handlers, noted = Handlers([AWAY] * (TRIES + 3)), list[tuple[int, int]]()
    async with Sandbox() as sandbox:
        settings = Settings(_env_file=None, token=SecretStr(sandbox.token), api_url=HttpUrl(sandbox.url))
        async with build_application(settings, sandbox.token) as application:
            phone = sandbox.phone("fr", met=True)
            meanwhile = Meanwhile(application.bot, ("en", "fr"), lambda chat, number: noted.append((chat, number)))
            app = cast("App", SimpleNamespace(turns=turns, clock=lambda: NOW))
            answering = Answering(application, app, turns, handlers.answer, handlers.apologise, meanwhile)
            await answering(arrival(phone.chat))
            assert [text[:1] for text in phone.texts] == ["⏳"]
            assert "24 heures" in phone.texts[0]
            assert noted == [(phone.chat, phone.messages[0].id)]
    assert (handlers.failures, handlers.apologies) == ([], 0)


async def test_nothing_leaves_while_another_may_be_at_work() -> None:
    async with Sandbox() as sandbox, AiohttpRequest(may_send=lambda: False) as request:
        with pytest.raises(NotOurTurn):
            await request.post(f"{sandbox.url}/bot{sandbox.token}/getMe")
        assert not [entry for entry in sandbox.ledger.entries if entry.method]


@pytest.mark.parametrize(("is_one_of_us", "alarms"), [(True, 0), (False, 2)])
async def test_another_who_polls_is_a_thief_only_where_it_is_none_of_us(
    turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch, is_one_of_us: bool, alarms: int
) -> None:
    monkeypatch.setattr(intake_module, "PAUSE_AFTER_CONFLICT", 0.0)
    monkeypatch.setattr(intake_module, "PAUSE_AFTER_FAILURE", 0.0)
    queue, answered = Queue(), list[Arrival]()
    queue.faults = [Conflict("terminated by other getUpdates request"), NotOurTurn("another"), Conflict("again")]
    queue.add(1, 7)

    async def answer(came: Arrival) -> None:
        answered.append(came)

    intake = Intake(queue, answer, turns, lambda: NOW, lambda: is_one_of_us)
    task = await running(intake)
    await becomes(lambda: answered)
    assert intake.troubles.foreign_pollers == alarms
    await end(task, intake)
