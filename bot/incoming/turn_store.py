"""The conversation's way to storage: one worker thread, one transaction a turn, and what was decided kept in mind.

With SQLite one writer is all there is, so one thread queues the work without lock waits. Key derivation has its own
thread, so that nobody's answer waits for somebody else's receipt.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from bot.incoming.kept_arrivals import packed, unpacked
from bot.incoming.known_turns import KnownTurns
from bot.incoming.shown_messages import Gathered, ShownMessages
from bot.incoming.writer import BatchWriter
from bot.logs import LogEvent, log
from handlers.chat.arrival import Arrival
from services.conversation import conversation, held_updates, sent_messages, turns
from services.conversation.conversation import Conversation
from services.conversation.turns import AlreadySettled, Decision, DecisionInDoubt, Record, Work
from services.keys.sealing import RuntimeKey
from services.store import Store, keyless
from storage.engine import Database
from storage.errors import CommitInDoubt

PATIENCE = 1.0
"""Seconds that what was asked for has at the end."""
AT_HAND = 2000
"""Conversations kept in memory as well, so that a turn needs one trip to storage, not two."""
Given = ParamSpec("Given")
Result = TypeVar("Result")


class _Done(NamedTuple):
    """What has gathered since the last transaction: confirmed turns, held updates now answered, numbers of messages,
    and the updates of which not even the number is of use any more."""

    confirmed: set[int]
    released: set[int]
    messages: Gathered
    forgotten: list[int]


class DatabaseTurnStore:
    """The turn store (see handlers.chat.app.TurnStore) over a real database."""

    def __init__(self, database: Database, runtime: RuntimeKey, opened: Callable[[], object] = lambda: None) -> None:
        """`opened` is told each time something that people said is taken into memory."""
        self._opened = opened
        self._database = database
        self._runtime = runtime
        self._worker = ThreadPoolExecutor(1, "storage")
        self._writer = BatchWriter(database, runtime, self._worker)
        self._thinker = ThreadPoolExecutor(1, "derivation")
        self._known = KnownTurns({})
        self._at_hand: OrderedDict[int, str] = OrderedDict()
        self._shown = ShownMessages(runtime)
        self._settled: set[int] = set()
        self._held: set[int] = set()
        self._released: set[int] = set()
        self._parked: set[int] = set()
        """Given up, and the person not told yet: what is said depends on what was decided."""
        self._in_doubt: set[int] = set()
        """Decided while the line to the database broke: whether that was kept is written there."""
        self._parked_before: frozenset[int] = frozenset()
        self._set_aside: dict[int, datetime] = {}
        """Held updates that nobody here can open, and since when that is known."""
        self._undecided: dict[int, dict[int, Record]] = {}

    async def open(self) -> None:
        """Take up what an earlier process had decided but perhaps not answered."""
        self._known = KnownTurns(await self.read(turns.remembered))
        if self._known.full:
            self._opened()
        self._shown.may_be_cut_off(await self.read(sent_messages.everybody))
        self._parked_before = await self.read(keyless(held_updates.parked_numbers))

    def is_settled(self, number: int) -> bool:
        """True for an update that was answered and confirmed before, or held and answered."""
        return self._known.is_settled(number) or number in self._released

    def was_parked(self, number: int) -> bool:
        """True for an update that an earlier process gave up, and perhaps had no time to confirm, or to say so."""
        return number in self._parked_before

    async def recall(
        self, number: int, chat: int, now: datetime, said: datetime | None = None
    ) -> tuple[str, Record | None]:
        """See handlers.chat.app.TurnStore."""
        self._opened()
        if self.is_settled(number):
            raise AlreadySettled
        record = self._known.record(number) or await self._looked_up(number, chat)
        if record is not None:
            return record.before, record
        before = await self._standing(chat, said or now)
        self._undecided.setdefault(chat, {})[number] = Record(before, now)
        return before, None

    async def _looked_up(self, number: int, chat: int) -> Record | None:
        """What became of a decision that was in doubt: the conversation has gone on with it, or not at all."""
        if number not in self._in_doubt:
            return None
        try:
            record = await self.read(turns.recorded, number)
        except Exception as failure:  # as long as nobody can look, nobody may say that it was not saved
            raise DecisionInDoubt from failure
        self._in_doubt.discard(number)
        if record is not None and record.is_decided:
            self._undecided.get(chat, {}).pop(number, None)
            self._known.note({number: record})
        return record

    async def _standing(self, chat: int, said: datetime) -> str:
        known = self._at_hand.get(chat)
        if known is None:
            return (await self.read(conversation.load, chat, said)).to_json()
        return Conversation.from_json(known).standing(said).to_json()

    async def decide(self, decision: Decision, work: Work[Result]) -> Result:
        """See handlers.chat.app.TurnStore."""
        chat = decision.chat
        decision.after.touched = decision.touched
        self._at_hand.pop(chat, None)
        earlier = {each: known for each, known in self._undecided.get(chat, {}).items() if each != decision.number}
        try:
            with self._settling(decision.now) as settling:
                facts, record = await self.write(_settle_and_decide, settling, earlier, decision, work)
        except CommitInDoubt as failure:
            self._in_doubt.add(decision.number)
            self._known.note(earlier)  # they may be at rest now, and are to be emptied like all others
            raise DecisionInDoubt from failure
        self._undecided.pop(chat, None)
        self._known.note({**earlier, decision.number: record})
        self._at_hand[chat] = decision.after.to_json()
        if len(self._at_hand) > AT_HAND:
            self._at_hand.popitem(last=False)
        return facts

    async def read(
        self, rule: Callable[Concatenate[Store, Given], Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        """See handlers.chat.app.TurnStore."""

        def work() -> Result:
            with self._database.reading() as session:
                return rule(Store(session, self._runtime), *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    async def write(
        self, rule: Callable[Concatenate[Store, Given], Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        """See handlers.chat.app.TurnStore."""
        return await self._writer.write(rule, *args, **kwargs)

    async def think(self, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """See handlers.chat.app.TurnStore."""
        return await asyncio.get_running_loop().run_in_executor(self._thinker, partial(work, *args, **kwargs))

    async def messages(self, chat: int, now: datetime) -> list[int]:
        """See handlers.chat.app.TurnStore."""
        return await self._shown.of(chat, self.read(sent_messages.recall, chat, now))

    def sent(self, chat: int, *numbers: int) -> None:
        """See handlers.chat.app.TurnStore."""
        self._shown.sent(chat, numbers)

    def gone(self, chat: int, numbers: Collection[int]) -> None:
        """See handlers.chat.app.TurnStore."""
        self._shown.gone(chat, numbers)

    @property
    def is_gathering(self) -> bool:
        """Whether something waits to be emptied or written down."""
        return bool(self._settled or self._released or self._shown)

    def settle_all_but(self, outstanding: Collection[int]) -> None:
        """Telegram's queue is empty but for these: no other update comes again, whatever became of it. So the records
        of an earlier process are emptied, and those that were written while they were being confirmed."""
        self._settled |= {*self._known.full} - {*outstanding} - self._held - self._parked

    async def settle(self, confirmed: Iterable[int], now: datetime, is_quiet: bool) -> None:
        """Telegram will not send these updates again: empty their records, write down what could be deleted later.

        While more is coming this rides in the next turn's transaction; a commit of its own costs as much as a turn.
        """
        done = set(confirmed)
        self._parked -= done
        self._undecided = {
            chat: left
            for chat, known in self._undecided.items()
            if (left := {number: record for number, record in known.items() if number not in done})
        }
        self._settled |= done & {*self._known.full}
        self._released |= done & self._held
        if is_quiet and self.is_gathering:
            with self._settling(now) as settling:
                await self.write(settling)

    async def hold(self, arrival: Arrival, now: datetime) -> None:
        """Take an update into our own storage, so that Telegram may forget it."""
        await self.hold_all([arrival], now)

    async def hold_all(self, arrivals: Iterable[Arrival], now: datetime) -> None:
        """The same for several, in one transaction."""
        kept = [packed(arrival) for arrival in arrivals]
        self._held |= {each.number for each in kept}  # whatever becomes of the write: it may be kept though it failed
        await self.write(held_updates.hold_all, kept, now)

    async def held(self) -> list[Arrival]:
        """Updates an earlier process had taken over and not answered. Once answered, `settle` lets them go. One that
        another version has written and this one cannot read is set aside; `forget_old` drops it after a day."""
        kept = [unpacked(each) for each in await self.read(held_updates.waiting)]
        found = [arrival for arrival in kept if arrival is not None]
        if len(found) < len(kept):
            log(LogEvent.SET_ASIDE, logging.ERROR, held=len(kept) - len(found))
        self._held |= {arrival.number for arrival in found}
        return found

    async def park(self, number: int, tries: int, now: datetime) -> None:
        """Give an update up: what was held of it is replaced by the mere count."""
        await self.write(held_updates.park, number, tries, now)
        self._held.discard(number)
        self._parked.add(number)

    async def forget_old(self, now: datetime, heard: datetime | None = None, waiting: Collection[int] = ()) -> None:
        """Erase what is over, from disk and from memory: conversations, traces, parked updates.

        For conversations see conversation.forget_finished; all was heard up to now unless `heard` says otherwise.
        """
        self._at_hand.clear()
        for number in await self.write(turns.empty_old, now):
            self._known.empty(number)
        unopened = await self.write(held_updates.forget_old, now, frozenset(self._held))
        self._set_aside = {number: self._set_aside.get(number, now) for number in unopened}
        old = [number for number, since in self._set_aside.items() if now - since > held_updates.KEPT_FOR]
        await self.write(keyless(held_updates.release), old)
        if await self.read(conversation.is_any):
            self._opened()
        await self.write(_forget_old, now, heard or now, waiting)

    async def close(self, patience: float = PATIENCE) -> None:
        """Finish what was asked for and let the threads go; one that stands still is left after `patience` seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._writer.finish()
                await asyncio.get_running_loop().run_in_executor(self._worker, int)  # after all before it
        self._worker.shutdown(wait=False)
        self._thinker.shutdown(wait=False)

    @contextmanager
    def _settling(self, now: datetime) -> Iterator[Callable[[Store], None]]:
        """The rule that settles what has gathered; taken back where its transaction fails."""
        with self._shown.taken() as messages:
            done = _Done(self._settled, self._released, messages, self._known.too_many())
            self._settled, self._released = set(), set()
            try:
                yield partial(_settle, done=done, now=now)
            except BaseException:
                self._settled |= done.confirmed
                self._released |= done.released
                raise
        for number in done.confirmed | done.released:
            self._known.empty(number)
        self._held -= done.released
        self._known.forget(done.forgotten)


def _forget_old(store: Store, now: datetime, heard: datetime, waiting: Collection[int]) -> None:
    conversation.forget_finished(store, heard, waiting)
    sent_messages.forget_old(store, now)


def _settle_and_decide(
    store: Store,
    settling: Callable[[Store], None],
    earlier: dict[int, Record],
    decision: Decision,
    work: Work[Result],
) -> tuple[Result, Record]:
    settling(store)
    turns.note_undecided(store, earlier)
    return turns.decide_once(store, decision, work)


def _settle(store: Store, done: _Done, now: datetime) -> None:
    turns.settle(store.session, done.confirmed)
    turns.forget(store.session, done.forgotten)
    turns.note_settled(store.session, done.released)  # Telegram may not have been told of them yet
    held_updates.release(store.session, done.released)
    for chat, numbers in done.messages.gone.items():
        sent_messages.erase(store, chat, numbers)
    if done.messages.shown:
        sent_messages.remember(store, done.messages.shown, now)
