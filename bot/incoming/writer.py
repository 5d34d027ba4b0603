"""Writing to storage from the loop: one thread, and as many turns in one commit as wait for it.

A commit costs the disk several syncs, a turn costs it none. Turns that come while another commit is under way share
the next one, each behind a savepoint of its own: one that is refused takes nothing of the others back. Nobody is told
that anything is saved before the commit that holds it is done.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from services.conversation.turns import Rule
from storage.engine import Database
from storage.errors import DatabaseUnusable

MOST_IN_ONE = 32


@dataclass(frozen=True, slots=True)
class _Deed:
    rule: Rule
    given: tuple[Any, ...]
    done: asyncio.Future[Any]


class Writer:
    """Runs rules in writing sessions on `thread`, in the order in which they were asked for."""

    def __init__(self, database: Database, thread: Executor) -> None:
        self._database = database
        self._thread = thread
        self._waiting: deque[_Deed] = deque()
        self._working: asyncio.Task[None] | None = None

    async def write(self, rule: Rule, *given: Any) -> Any:
        """The rule's facts, once committed. Raises what the rule or the commit raised; then nothing of it is kept."""
        deed = _Deed(rule, given, asyncio.get_running_loop().create_future())
        self._waiting.append(deed)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work_off())
        return await asyncio.shield(deed.done)

    async def finish(self) -> None:
        """Until all that was asked for is committed, also where the asker has been broken off meanwhile."""
        while self._working is not None and not self._working.done():
            await self._working

    async def _work_off(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(MOST_IN_ONE, len(self._waiting)))]
            outcomes = await loop.run_in_executor(self._thread, self._commit_together, batch)
            for deed, outcome in zip(batch, outcomes, strict=True):
                _tell(deed.done, outcome)

    def _commit_together(self, batch: Sequence[_Deed]) -> list[Any]:
        try:
            with self._database.writing() as session:
                if len(batch) == 1:
                    return [_Fact(batch[0].rule(session, *batch[0].given))]
                return [_behind_savepoint(session, deed) for deed in batch]
        except Exception as failure:
            return [failure] * len(batch)


@dataclass(frozen=True, slots=True)
class _Fact:
    value: Any


def _behind_savepoint(session: Session, deed: _Deed) -> Any:
    """A rule's refusal is its own affair. A failure of storage is everybody's: SQLite may have taken all of it back."""
    try:
        with session.begin_nested():
            return _Fact(deed.rule(session, *deed.given))
    except (DBAPIError, DatabaseUnusable):
        raise
    except Exception as failure:
        return failure


def _tell(done: "asyncio.Future[Any]", outcome: Any) -> None:
    if done.cancelled():
        return
    if isinstance(outcome, _Fact):
        done.set_result(outcome.value)
    else:
        done.set_exception(outcome)
