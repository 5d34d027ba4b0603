"""Writing to storage from the loop: one thread, and as many turns in one commit as wait for it.

A commit costs the disk several syncs, a turn costs it none. Turns that come while another commit is under way share
the next one, each behind a savepoint of its own: one that is refused takes nothing of the others back. Nobody is told
that anything is saved before the commit that holds it is done.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy.exc import DBAPIError

from services.keys.sealing import RuntimeKey
from services.store import Store
from storage.engine import Database
from storage.errors import DatabaseUnusable

MOST_IN_ONE = 32
STUCK = 1.0
"""Seconds after which one that is done alone, and fails, has waited for a lock: the others would, one after another."""
Given = ParamSpec("Given")
Result = TypeVar("Result")


class RuleFell(Exception):
    """A rule ended in a way that cannot be handed on as it is (StopIteration, a panic below Python)."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    work: Callable[[Store], Any]
    done: asyncio.Future[Any]


class BatchWriter:
    """Runs rules in writing transactions on `thread`, in the order in which they were asked for."""

    def __init__(self, database: Database, runtime: RuntimeKey, thread: Executor) -> None:
        self._database = database
        self._runtime = runtime
        self._thread = thread
        self._waiting: deque[_Wanted] = deque()
        self._working: asyncio.Task[None] | None = None

    async def write(
        self, rule: Callable[Concatenate[Store, Given], Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        """The rule's facts, once committed. Raises what the rule or the commit raised; then nothing of it is kept."""
        wanted = _Wanted(lambda store: rule(store, *args, **kwargs), asyncio.get_running_loop().create_future())
        self._waiting.append(wanted)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work_off())
        return cast("Result", await asyncio.shield(wanted.done))

    async def finish(self) -> None:
        """Until all that was asked for is committed, also where the asker has been broken off meanwhile."""
        while self._working is not None and not self._working.done():
            await asyncio.shield(self._working)

    async def _work_off(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(MOST_IN_ONE, len(self._waiting)))]
            try:
                outcomes = await loop.run_in_executor(self._thread, self._commit_together, batch)
            except Exception as failure:  # the thread is no more; whoever waits must hear of it all the same
                outcomes = [failure] * len(batch)
            for wanted, outcome in zip(batch, outcomes, strict=True):
                _tell(wanted.done, outcome)

    def _commit_together(self, batch: Sequence[_Wanted]) -> list[Any]:
        """One whose statement fails takes the others' back with it. Each is then done alone, while that is quick. A
        commit that fails is everybody's failure, since nobody knows whether it was kept."""
        is_at_work = False
        try:
            with self._database.writing() as session:
                is_at_work = True
                store = Store(session, self._runtime)
                if len(batch) == 1:
                    return [_Fact(batch[0].work(store))]
                outcomes = [_behind_savepoint(store, wanted) for wanted in batch]
                is_at_work = False
                return outcomes
        except BaseException as failure:  # nobody else would ever hear of it: they wait for this batch
            if len(batch) == 1 or not is_at_work:
                return [failure] * len(batch)
        outcomes = []
        for wanted in batch:
            began = time.monotonic()
            outcomes += self._commit_together([wanted])
            if not isinstance(outcomes[-1], _Fact) and time.monotonic() - began > STUCK:
                break
        return outcomes + [outcomes[-1]] * (len(batch) - len(outcomes))


@dataclass(frozen=True, slots=True)
class _Fact:
    value: Any


def _behind_savepoint(store: Store, wanted: _Wanted) -> Any:
    """A rule's refusal is its own affair. A failure of storage is everybody's: SQLite may have taken all of it back."""
    try:
        with store.session.begin_nested():
            return _Fact(wanted.work(store))
    except (DBAPIError, DatabaseUnusable):
        raise
    except Exception as failure:
        return failure


def _tell(done: "asyncio.Future[Any]", outcome: Any) -> None:
    if done.done():  # cancelled: the asker has gone
        return
    if isinstance(outcome, _Fact):
        done.set_result(outcome.value)
    elif isinstance(outcome, Exception) and not isinstance(outcome, StopIteration):
        done.set_exception(outcome)
    else:
        done.set_exception(RuleFell(type(outcome).__name__))
