"""Seeing one update answered, whatever goes wrong on the way.

Telegram out of reach: try again until it is back (the decision is recorded, only the answer is repeated). Where another
sentence gets through meanwhile, it is this answer that never will: the update is parked. The database away: the same,
and the person is told that it waits. After three tries the update is parked where anything else fails. Whoever's update
is parked is told. Has the person blocked us, there is nothing more to say.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import Application, TypeHandler

from bot.incoming.turn_store import DatabaseTurnStore
from bot.logs import LogEvent, log
from bot.wire.errors import has_failed_at_it, is_out_of_reach, nobody_is_there, seconds_to_wait
from handlers.chat.app import App
from handlers.chat.arrival import Arrival
from handlers.chat.turn import Turn
from services.conversation.turns import AlreadySettled, DecisionInDoubt
from storage.errors import DatabaseAway

TRIES = 3
PAUSES = (0.2, 1.0)
"""Seconds before the second and the third try."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds between tries while Telegram is out of reach, longer each time."""
BACK_SOON = 5.0
"""Seconds between tries, at most, while the database is away: somebody waits for each."""
MOST_UNANSWERED = 12
"""How often in a row (in three to four minutes) Telegram may fail at the answer until an apology is tried in its place:
where that gets through, it is not Telegram that is out of reach."""

Handle = Callable[[Turn], Awaitable[None]]
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Answering:
    """Calls the handlers through the application and judges how it went."""

    def __init__(
        self,
        application: AnyApplication,
        app: App,
        turns: DatabaseTurnStore,
        answer: Handle,
        apologise: Handle,
        meanwhile: Callable[[Arrival], Awaitable[None]] | None = None,
    ) -> None:
        self._application = application
        self._app = app
        self._turns = turns
        self._answer = answer
        self._apologise = apologise
        self._meanwhile = meanwhile
        self._failures: dict[int, Exception] = {}
        self._sorry: set[int] = set()
        self._repeated: set[int] = set()
        application.add_handler(TypeHandler(Arrival, self._handle))
        application.add_error_handler(self._note)

    async def __call__(self, arrival: Arrival) -> None:
        """Answer the arrival; returns when it is answered, parked, or nobody is there to be answered."""
        if self._turns.was_parked(arrival.number):
            await self._apology(arrival)
        elif not await self._is_seen_through(arrival):
            await self._park(arrival)
            await self._apology(arrival)
        self._repeated.discard(arrival.number)

    async def _is_seen_through(self, arrival: Arrival) -> bool:
        """False where it is to be parked, and the person not told yet."""
        tries, unanswered, pause = 0, 0, FIRST_PAUSE
        while tries < TRIES:
            failure = await self._try(arrival)
            if failure is None or nobody_is_there(failure) or isinstance(failure, AlreadySettled):
                return True
            self._repeated.add(arrival.number)
            if isinstance(failure, DatabaseAway | DecisionInDoubt):
                await self._wait_for_storage(arrival, pause)
                pause = min(pause * 2, BACK_SOON)
                continue
            if not is_out_of_reach(failure):
                log(LogEvent.HANDLER_FAILED, logging.ERROR, error=type(failure).__name__)
                tries += 1
                if tries < TRIES:
                    await asyncio.sleep(PAUSES[tries - 1])
                continue
            unanswered = unanswered + 1 if has_failed_at_it(failure) else 0
            if unanswered == MOST_UNANSWERED and await self._takes_an_apology(arrival):
                return True
            unanswered %= MOST_UNANSWERED
            await asyncio.sleep(_pause_named(failure) or pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        return False

    async def _takes_an_apology(self, arrival: Arrival) -> bool:
        """Whether it is this answer alone that Telegram does not take; then it is parked."""
        failure = await self._apology(arrival)
        if failure is not None and is_out_of_reach(failure):
            return False
        await self._park(arrival)
        return True

    async def _try(self, arrival: Arrival) -> Exception | None:
        await self._application.process_update(arrival)
        return self._failures.pop(arrival.number, None)

    async def _wait_for_storage(self, arrival: Arrival, pause: float) -> None:
        """Telegram keeps the update as long as it is not answered. Who waits for more than a moment hears it."""
        if pause > 1.0 and self._meanwhile is not None:
            await self._meanwhile(arrival)
        await asyncio.sleep(pause)

    async def _handle(self, arrival: Arrival, turn: Turn) -> None:
        turn.is_repeated = arrival.number in self._repeated
        if arrival.number in self._sorry:
            await self._say_sorry(arrival, turn)
            return
        await turn.begin(arrival, self._app)
        await self._answer(turn)

    async def _say_sorry(self, arrival: Arrival, turn: Turn) -> None:
        """Storage may be what fails: the person is told even if nothing can be looked up."""
        try:
            await turn.begin(arrival, self._app)
        except Exception:
            turn.begin_blank(arrival, self._app)
        await self._apologise(turn)

    async def _note(self, arrival: object, turn: Any) -> None:
        if isinstance(arrival, Arrival) and turn.error is not None:
            self._failures[arrival.number] = turn.error

    async def _apology(self, arrival: Arrival) -> Exception | None:
        self._sorry.add(arrival.number)
        try:
            return await self._try(arrival)
        finally:
            self._sorry.discard(arrival.number)

    async def _park(self, arrival: Arrival) -> None:
        log(LogEvent.UPDATE_PARKED, logging.ERROR)
        try:
            await self._turns.park(arrival.number, TRIES, self._app.clock())
        except Exception as failure:  # the count is lost; the person must be told all the same
            log(LogEvent.STORAGE_FAILED, logging.ERROR, error=type(failure).__name__)


def _pause_named(failure: Exception) -> float | None:
    return seconds_to_wait(failure) if isinstance(failure, RetryAfter) else None
