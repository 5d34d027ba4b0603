"""What becomes of an update whose answer fails: over, repeated, or parked with a word to the person."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from pydantic import HttpUrl, SecretStr
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.application import build_application
from bot.incoming import answering as answering_module
from bot.incoming.answering import MOST_UNANSWERED, TRIES, Answering
from bot.incoming.turn_store import DatabaseTurnStore
from bot.settings import Settings
from bot.wire.errors import AnswerLost, NotSent, NotTelegram
from handlers.chat.app import App
from handlers.chat.arrival import Arrival
from handlers.chat.turn import Turn
from sandbox import Sandbox
from services.conversation import held_updates
from services.conversation.turns import DecisionInDoubt
from services.keys.sealing import RuntimeKey
from storage.engine import Database
from tests.support.patience import PATIENCE

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
UPDATE = Arrival(10, 1, True, 10, "hello", None, None, None, None)


class Handlers:
    """Fails as told, one failure a try; counts the tries and the apologies."""

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self.never: NetworkError | None = None
        self.is_away = False
        self.tries = 0
        self.apologies = 0

    async def answer(self, _: Turn) -> None:
        self.tries += 1
        if self.failures:
            raise self.failures.pop(0)
        if self.never is not None:
            raise self.never

    async def apologise(self, _: Turn) -> None:
        self.apologies += 1
        if self.is_away:
            self.is_away = False
            raise NetworkError("Bad Gateway (502)")


@pytest.fixture
async def turns(database: Database) -> AsyncIterator[DatabaseTurnStore]:
    opened = DatabaseTurnStore(database, RuntimeKey.generate())
    yield opened
    await opened.close()


@pytest.fixture
def handlers() -> Handlers:
    return Handlers()


@pytest.fixture
async def answering(
    handlers: Handlers, turns: DatabaseTurnStore, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Answering]:
    monkeypatch.setattr(answering_module, "PAUSES", (0.0, 0.0))
    async with Sandbox() as sandbox:
        settings = Settings(_env_file=None, token=SecretStr(sandbox.token), api_url=HttpUrl(sandbox.url))
        async with build_application(settings, sandbox.token) as application:
            app = cast("App", SimpleNamespace(turns=turns, clock=lambda: NOW))  # all that is taken up before an answer
            yield Answering(application, app, turns, handlers.answer, handlers.apologise)


async def parked(turns: DatabaseTurnStore) -> int:
    return await turns.read(lambda store: held_updates.parked(store.session))


@pytest.mark.parametrize(
    "failure",
    [
        Forbidden("Forbidden: bot was blocked by the user"),
        Forbidden("Forbidden: bot can't initiate conversation with a user"),
        BadRequest("Chat not found"),
        BadRequest("User not found"),
        BadRequest("Peer_id_invalid"),
        BadRequest("User is deactivated"),
    ],
    ids=str,
)
async def test_whoever_is_not_there_is_neither_answered_again_nor_told(
    answering: Answering, handlers: Handlers, turns: DatabaseTurnStore, failure: TelegramError
) -> None:
    handlers.failures = [failure]
    await answering(UPDATE)
    assert (handlers.tries, handlers.apologies) == (1, 0)
    assert await parked(turns) == 0


@pytest.mark.parametrize("failure", [BadRequest("Message is too long"), ValueError("chat not found")], ids=str)
async def test_what_fails_again_and_again_is_parked_and_the_person_told(
    answering: Answering, handlers: Handlers, turns: DatabaseTurnStore, failure: Exception
) -> None:
    handlers.failures = [failure] * TRIES
    await answering(UPDATE)
    assert (handlers.tries, handlers.apologies) == (TRIES, 1)
    assert await parked(turns) == 1


@pytest.mark.parametrize(
    "failure", [NetworkError("Bad Gateway"), InvalidToken("Unauthorized"), NotTelegram("a portal")], ids=str
)
async def test_telegram_out_of_reach_is_waited_out_however_often(
    answering: Answering,
    handlers: Handlers,
    turns: DatabaseTurnStore,
    monkeypatch: pytest.MonkeyPatch,
    failure: TelegramError,
) -> None:
    monkeypatch.setattr(answering_module, "LONGEST_PAUSE", 0.01)
    handlers.failures = [failure] * (TRIES + 1)
    await answering(UPDATE)
    assert (handlers.tries, handlers.apologies) == (TRIES + 2, 0)
    assert await parked(turns) == 0


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering_module, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(answering_module, "LONGEST_PAUSE", 0.001)


@pytest.mark.usefixtures("quick")
async def test_an_answer_at_which_telegram_always_fails_is_given_up_once_an_apology_gets_through(
    answering: Answering, handlers: Handlers, turns: DatabaseTurnStore
) -> None:
    handlers.never = NetworkError("Internal Server Error (500)")
    async with asyncio.timeout(PATIENCE):
        await answering(UPDATE)
    assert (handlers.tries, handlers.apologies) == (MOST_UNANSWERED, 1)
    assert await parked(turns) == 1


@pytest.mark.usefixtures("quick")
async def test_as_long_as_no_apology_gets_through_either_it_is_telegram_that_is_out_of_reach(
    answering: Answering, handlers: Handlers, turns: DatabaseTurnStore
) -> None:
    handlers.failures = [NetworkError("Bad Gateway (502)")] * (MOST_UNANSWERED + 3)
    handlers.is_away = True
    await answering(UPDATE)
    assert (handlers.tries, handlers.apologies) == (MOST_UNANSWERED + 4, 1)
    assert await parked(turns) == 0


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "failure", [TimedOut(), AnswerLost("broke"), NotSent("no connection"), RetryAfter(0), DecisionInDoubt()], ids=str
)
async def test_a_bad_line_is_no_reason_to_give_an_answer_up(
    answering: Answering, handlers: Handlers, failure: Exception
) -> None:
    handlers.failures = [failure] * (3 * MOST_UNANSWERED)
    await answering(UPDATE)
    assert (handlers.tries, handlers.apologies) == (3 * MOST_UNANSWERED + 1, 0)


async def test_what_was_parked_before_a_kill_is_apologised_for_and_never_taken_up(
    answering: Answering, handlers: Handlers, turns: DatabaseTurnStore
) -> None:
    """Killed before Telegram was told, perhaps before the person was: it comes again."""
    await turns.park(UPDATE.number, TRIES, NOW)
    await turns.open()
    await answering(UPDATE)
    assert (handlers.tries, handlers.apologies) == (0, 1)
