"""Turns, confirmations, commits and kills in every order: nothing decided lies about once Telegram cannot repeat it."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from bot.incoming.turn_store import DatabaseTurnStore
from services.conversation.conversation import Conversation
from services.conversation.turns import NOTHING, AlreadySettled, Decision
from services.keys.sealing import RuntimeKey
from storage import migrations
from storage import turns as rows
from storage.engine import Database

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
RUNTIME = RuntimeKey(bytes(range(32)))
CHATS = st.integers(1, 2)
Result = TypeVar("Result")


class TurnsInEveryOrder(RuleBasedStateMachine):
    """A bot with its storage, and Telegram's queue as the bot sees it. `come` but not answered, `answered` but not
    confirmed; `deciding` are those whose commit is under way behind the gate."""

    place: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.empty = self.place / "empty.db"
        self.folder = Path(tempfile.mkdtemp(dir=self.place))
        self.loop = asyncio.new_event_loop()
        self.number = 100
        self.come: dict[int, int] = {}
        self.answered: list[int] = []
        self.deciding: dict[int, asyncio.Task[None]] = {}
        self.gate: Event | None = None
        self.now = NOW

    @initialize()
    def begin(self) -> None:
        if not self.empty.exists():
            migrations.upgrade(f"sqlite:///{self.empty}")
        shutil.copy2(self.empty, self.folder / "amana.db")
        self._open()

    @rule(chat=CHATS)
    def something_comes_and_changes_nothing(self, chat: int) -> None:
        """It is answered in the conversation as it stands."""
        if self.gate is None:
            number = self._comes(chat)
            self._run(self.turns.recall(number, chat, self.now))
            del self.come[number]
            self.answered.append(number)

    @rule(chat=CHATS)
    def something_comes_and_is_decided(self, chat: int) -> None:
        if self.gate is None:
            self._decide(self._comes(chat), chat)
            self._let_run()

    @precondition(lambda self: self.gate is None)
    @rule(chat=CHATS)
    def something_comes_and_its_commit_takes_a_while(self, chat: int) -> None:
        number = self._comes(chat)
        before, _ = self._run(self.turns.recall(number, chat, self.now))
        self.gate = Event()
        self.turns._worker.submit(self.gate.wait)
        self._decide(number, chat, before)

    @precondition(lambda self: self.gate is not None)
    @rule()
    def the_commit_ends(self) -> None:
        self._open_gate()
        self._let_run()

    @rule(is_quiet=st.booleans())
    def telegram_is_told(self, is_quiet: bool) -> None:
        """All that is answered is confirmed, while a commit may be under way."""
        done, self.answered = self.answered, []
        settling = self.loop.create_task(self.turns.settle(done, self.now, is_quiet and self.gate is None))
        self._run(settling)
        if is_quiet:
            self.turns.settle_all_but([*self.come, *self.deciding])

    @rule(is_confirmed=st.booleans())
    def it_is_killed(self, is_confirmed: bool) -> None:
        """Perhaps between a confirmation and its settling. What was not confirmed comes again."""
        for task in self.deciding.values():
            task.cancel()
        self._open_gate()
        self._close(is_orderly=False)
        if is_confirmed:
            self.answered.clear()
        again = {**dict.fromkeys(self.answered, 1), **self.come}
        self.answered, self.come, self.deciding = [], {}, {}
        self._open()
        for number, chat in again.items():
            self._is_answered_again(number, chat)

    @rule()
    def a_day_goes_by(self) -> None:
        self._open_gate()
        self._let_run()
        self.now += timedelta(hours=26)
        self._run(self.turns.forget_old(self.now))
        assert self._at_rest() == []
        assert not self.turns._known.full
        self.answered.clear()

    def teardown(self) -> None:
        self._open_gate()
        self._let_run()
        self._run(self.turns.settle(self.answered, self.now, is_quiet=False))
        self.turns.settle_all_but(())
        self._run(self.turns.settle((), self.now, is_quiet=True))
        left = self._at_rest(), [*self.turns._known.full]
        self._close(is_orderly=True)
        self.loop.close()
        shutil.rmtree(self.folder)
        assert left == ([], [])

    def _comes(self, chat: int) -> int:
        self.number += 1
        self.come[self.number] = chat
        return self.number

    def _decide(self, number: int, chat: int, before: str | None = None) -> None:
        self.deciding[number] = self.loop.create_task(self._decided(number, chat, before))

    async def _decided(self, number: int, chat: int, before: str | None) -> None:
        if before is None:
            before, record = await self.turns.recall(number, chat, self.now)
            if record is not None:
                return
        after = Conversation(place="report", facts={"words": "secret"})
        await self.turns.decide(Decision(number, chat, before, after, self.now), NOTHING)

    def _is_answered_again(self, number: int, chat: int) -> None:
        self.come[number] = chat
        try:
            self._decide(number, chat)
            self._let_run()
        except AlreadySettled:
            pass

    def _let_run(self) -> None:
        for number, task in self.deciding.items():
            self._run(task)
            self.come.pop(number, None)
            self.answered.append(number)
        self.deciding = {}

    def _open_gate(self) -> None:
        if self.gate is not None:
            self.gate.set()
            self.gate = None

    def _at_rest(self) -> list[int]:
        with self.database.reading() as session:
            return [number for number, body in rows.everything(session) if body]

    def _open(self) -> None:
        self.database = Database(f"sqlite:///{self.folder / 'amana.db'}")
        self.turns = DatabaseTurnStore(self.database, RUNTIME)
        self._run(self.turns.open())

    def _close(self, is_orderly: bool) -> None:
        """A kill leaves what is not committed uncommitted; what is with the disk already ends."""
        if is_orderly:
            self._run(self.turns.close())
        self.turns._worker.shutdown(cancel_futures=not is_orderly)
        self.turns._thinker.shutdown()
        self.database.close()

    def _run(self, work: "Coroutine[Any, Any, Result] | asyncio.Task[Result]") -> Result:
        return self.loop.run_until_complete(work)


@pytest.mark.timeout(600)
def test_nothing_decided_lies_longer_than_telegram_could_repeat_it(tmp_path: Path) -> None:
    class Here(TurnsInEveryOrder):
        place = tmp_path

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
