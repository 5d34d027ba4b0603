"""The outbox worker: sends what is due, through the lanes, and keeps account of it.

Belongs here: what Telegram's answers mean for a notice, and how many are under way. Does not belong here: the account
itself (services.notices.dispatch), its words (handlers.notices), whose turn it is (limiter).

One notice is under way at a time, and the next is not begun before the last was accounted for: a process killed in
between sends that one once more when it starts again, and none is lost. Only where the network is slower than the
pace are several under way, as many as it takes to keep it; a kill then doubles that many at most.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar

from telegram import ReplyKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from bot.logs import Event, log
from bot.outgoing.limiter import LaneLimiter, Ticket, TooLate, seconds_of
from bot.outgoing.pace import SHARED
from bot.outgoing.wording import Wording
from bot.wire.transport import AnswerLost, NotSent
from handlers.notices import Said
from services.notices import dispatch
from services.notices.broadcasts import Delivered
from services.notices.dispatch import ClaimedNotice, Outcome, Result
from services.notices.outbox import pause_after
from services.notices.quiet_hours import is_night
from services.store import Store

LOOK_AGAIN: Final = 1.0
"""Seconds between looks at the outbox, which the desk writes to from a process of its own."""
PATIENCE: Final = 5.0
"""Seconds that what is under way has to end when the worker is stopped."""
MOST_HANDS: Final = 16
"""Notices under way at most, however slow the network is."""
LONGEST_WAIT: Final = 0.5
"""Seconds that everybody else may wait for one chat's pace."""
AT_MOST_ONCE: Final = frozenset({"mailbox"})
"""Kinds that count as sent when it is not known: the reader must not be called to the phone twice for one reply."""
NOBODY_THERE: Final = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
EVENTS: Final = {
    Outcome.SENT: Event.NOTICE_SENT,
    Outcome.POSTPONED: Event.NOTICE_POSTPONED,
    Outcome.DROPPED: Event.NOTICE_DROPPED,
    Outcome.GONE: Event.NOTICE_DROPPED,
}


Given = ParamSpec("Given")
Returned = TypeVar("Returned")


class Storage(Protocol):
    """What runs a rule in a transaction, off the loop (bot.incoming.turn_store, bot.incoming.writer)."""

    async def write(
        self, rule: Callable[Concatenate[Store, Given], Returned], *args: Given.args, **kwargs: Given.kwargs
    ) -> Returned:
        """The rule's facts, once committed."""
        ...


def fate_after(error: TelegramError, kind: str) -> Outcome:
    """Sent when it may have been and must not be twice; gone or dropped when it will never be; else to be tried again.

    docs/decisions/0019-when-nobody-knows-whether-it-arrived-the-kind-of-notice-decides.md has the table, by kind.
    """
    if isinstance(error, Forbidden) or any(words in error.message.lower() for words in NOBODY_THERE):
        return Outcome.GONE
    if isinstance(error, BadRequest | ChatMigrated | TooLate):
        return Outcome.DROPPED
    in_doubt = isinstance(error, TimedOut | AnswerLost) and not isinstance(error, NotSent)
    return Outcome.SENT if in_doubt and kind in AT_MOST_ONCE else Outcome.POSTPONED


class Delivery:
    """One sender; `run` until cancelled, `nudge` when something was laid down in this process.

    `clock` gives the time as aware datetime; `wording` puts a notice into words. Whoever has blocked us or is gone is
    taken out of `audiences`.
    """

    def __init__(
        self,
        bot: ExtBot[Any],
        limiter: LaneLimiter,
        storage: Storage,
        audiences: Sequence[str],
        clock: Callable[[], datetime],
        wording: Wording | None = None,
    ) -> None:
        self._bot = bot
        self._limiter = limiter
        self._storage = storage
        self._audiences = tuple(audiences)
        self._clock = clock
        self._wording = wording or Wording()
        self._news = asyncio.Event()
        self._helpers: set[asyncio.Task[None]] = set()

    def nudge(self) -> None:
        """Look now rather than within a second."""
        self._news.set()

    async def run(self) -> None:
        """Send until cancelled; then let what is under way end, for five seconds at most."""
        try:
            await self._work()
        finally:
            for helper in self._helpers:
                helper.cancel()
            await asyncio.gather(*self._helpers, return_exceptions=True)

    async def _work(self) -> None:
        errand = None
        while True:
            errand = errand or await self._next(None)
            if errand is None:
                await self._wait_for_news()
            else:
                self._raise_hands()
                errand = await self._uninterrupted(self._see_through(errand))

    async def _help(self, number: int) -> None:
        """One more under way, as long as there is need."""
        errand = await self._next(None)
        while errand is not None and number < self._hands_needed():
            errand = await self._uninterrupted(self._see_through(errand))
        if errand is not None:
            await self._put_back(errand)

    def _raise_hands(self) -> None:
        self._helpers = {helper for helper in self._helpers if not helper.done()}
        if len(self._helpers) + 1 < self._hands_needed():
            self._helpers.add(asyncio.create_task(self._help(len(self._helpers) + 1)))

    def _hands_needed(self) -> int:
        beyond = self._limiter.round_trip * SHARED
        return 1 if beyond <= 1 else min(MOST_HANDS, ceil(beyond) + 1)

    async def _next(self, report: Result | None) -> ClaimedNotice | None:
        """Account for the last one and claim the next, asked anew for each: an alert does not wait behind reminders.

        What was sent must not be taken up again because it could not be struck off.
        """
        while True:
            now, lowest = self._clock(), self._limiter.lowest_lane
            try:
                return await self._storage.write(dispatch.settle_and_claim, self._audiences, report, now, lowest)
            except Exception as error:  # whatever ails the storage, the worker outlives it
                log(Event.STORAGE_FAILED, error=type(error).__name__)
                if report is None:
                    return None
                await asyncio.sleep(LOOK_AGAIN)

    async def _wait_for_news(self) -> None:
        try:
            async with asyncio.timeout(LOOK_AGAIN):
                await self._news.wait()
        except TimeoutError:
            return
        self._news.clear()

    async def _uninterrupted(self, work: Coroutine[Any, Any, ClaimedNotice | None]) -> ClaimedNotice | None:
        task = asyncio.create_task(work)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait({task}, timeout=PATIENCE)
            if task.done() and not task.cancelled() and task.exception() is None:
                await self._put_back(task.result())
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise

    async def _put_back(self, errand: ClaimedNotice | None) -> None:
        """Claimed and not begun: whoever comes next need not wait for the claim to end."""
        if errand is not None:
            untouched = Result(errand, Outcome.POSTPONED, again=self._clock(), tried=False)
            await self._storage.write(dispatch.settle, self._audiences, untouched)

    async def _see_through(self, errand: ClaimedNotice) -> ClaimedNotice | None:
        report = self._report(errand, Outcome.POSTPONED)
        try:
            report = await self._try(errand)
            log(EVENTS[report.outcome])
        except Exception as error:  # a fault of ours in one notice must not stop the others
            log(EVENTS[report.outcome], error=type(error).__name__)
        return await self._next(report)

    async def _try(self, errand: ClaimedNotice) -> Result:
        notice = errand.notice
        wait = self._limiter.chat_wait(notice.chat)
        if wait > LONGEST_WAIT:
            return Result(errand, Outcome.POSTPONED, again=self._clock() + timedelta(seconds=wait), tried=False)
        said = self._wording.of(errand)
        if said is None:  # another kind or language than ours
            return Result(errand, Outcome.DROPPED)
        try:
            await self._change_replaced(errand, said)
            return Result(errand, Outcome.SENT, Delivered(await self._send(errand, said), not said.keyboard))
        except RetryAfter as refusal:
            again = self._clock() + timedelta(seconds=seconds_of(refusal))
            return Result(errand, Outcome.POSTPONED, again=again)
        except TelegramError as error:
            return self._report(errand, fate_after(error, notice.kind))

    def _report(self, errand: ClaimedNotice, fate: Outcome) -> Result:
        if fate is Outcome.POSTPONED:
            return Result(errand, fate, again=self._clock() + pause_after(errand.attempts))
        return Result(errand, fate)

    async def _change_replaced(self, errand: ClaimedNotice, said: Said) -> None:
        """Have the messages that are no longer right read as `Said.old`; one that cannot be changed is removed, where
        it is not too old for that. Either may be done twice."""
        if said.old is None:
            return
        for old in (errand.replaced, *errand.outdated):
            if old is not None:
                await self._change(errand, old, said.old)

    async def _change(self, errand: ClaimedNotice, old: Delivered, text: str) -> None:
        chat = errand.notice.chat
        try:
            if old.can_change:
                await self._bot.edit_message_text(text, chat, old.message, rate_limit_args=self._ticket(errand))
            else:
                await self._bot.delete_message(chat, old.message)
        except BadRequest as refusal:
            log(Event.OLD_MESSAGE_STAYS, error=type(refusal).__name__)

    async def _send(self, errand: ClaimedNotice, said: Said) -> int:
        keyboard = said.keyboard
        silent = errand.zone is not None and not said.is_urgent and is_night(self._clock(), errand.zone)
        answered = None
        if errand.replaced is not None:
            answered = ReplyParameters(errand.replaced.message, allow_sending_without_reply=True)
        message = await self._bot.send_message(
            errand.notice.chat,
            said.text,
            reply_markup=ReplyKeyboardMarkup(keyboard, resize_keyboard=True) if keyboard else None,
            disable_notification=silent or None,
            reply_parameters=answered,
            rate_limit_args=self._ticket(errand),
        )
        return message.message_id

    def _ticket(self, errand: ClaimedNotice) -> Ticket:
        """Neither after its end, nor after the claim on it has ended and somebody else may have taken it up."""
        last = min(errand.held_until, errand.until or errand.held_until)
        return Ticket(errand.lane, lambda: self._clock() < last)
