"""The outbox worker: sends what is due, through the lanes, and keeps account of it.

Belongs here: what Telegram's answers mean for a notice, and how many are under way. Does not belong here: the account
itself (services.notices.dispatch), its words (handlers.notices), whose turn it is (limiter).

One notice is under way at a time, and the next is not begun before the last was accounted for: a process killed in
between sends that one once more when it starts again, and none is lost. Only where the network is slower than the
pace are several under way, as many as it takes to keep it; a kill then doubles that many at most.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Concatenate, Final, ParamSpec, Protocol, TypeVar

from telegram import ReplyKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.logs import LogEvent, log, log_gathered
from bot.outgoing.limiter import Ticket, TooLate, limiter_of
from bot.outgoing.pace import SHARED
from bot.outgoing.patience import BETWEEN_LOOKS, Patience
from bot.outgoing.wording import Wording
from bot.wire.errors import may_have_been_done, moved_to, nobody_is_there, seconds_to_wait
from handlers.notices import NoticeText
from services.meetings import overtaken, rsvp
from services.notices import dispatch
from services.notices.broadcasts import Delivered
from services.notices.dispatch import ClaimedNotice, Outcome, Result, Sender
from services.notices.outbox import pause_after
from services.notices.quiet_hours import is_night
from services.nudges import telling
from services.store import Store

LOOK_AGAIN: Final = 1.0
"""Seconds between looks at the outbox, which the desk writes to from a process of its own."""
PATIENCE: Final = 2.0
"""Seconds that what is under way has to end when the worker is stopped, all of it together."""
MOST_HANDS: Final = 16
"""Notices under way at most, however slow the network is."""
LONGEST_WAIT: Final = 0.5
"""Seconds that everybody else may wait for one chat's pace."""
AT_MOST_ONCE: Final = frozenset({"mailbox"})
"""Kinds that count as sent when it is not known: the reader must not be called to the phone twice for one reply."""
EVENTS: Final = {
    Outcome.POSTPONED: LogEvent.NOTICE_POSTPONED,
    Outcome.DROPPED: LogEvent.NOTICE_DROPPED,
    Outcome.MOVED: LogEvent.NOTICE_POSTPONED,
    Outcome.SET_ASIDE: LogEvent.SET_ASIDE,
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


def outcome_after(error: TelegramError, kind: str) -> Outcome:
    """Sent when it may have been and must not be twice; gone or dropped when it will never be; else to be tried again.

    docs/decisions/0019-when-nobody-knows-whether-it-arrived-the-kind-of-notice-decides.md has the table, by kind.
    """
    if nobody_is_there(error):
        return Outcome.GONE
    if moved_to(error) is not None:
        return Outcome.MOVED
    if isinstance(error, BadRequest):
        return Outcome.DROPPED
    return Outcome.SENT if may_have_been_done(error) and kind in AT_MOST_ONCE else Outcome.POSTPONED


class Delivery:
    """One sender; `run` until cancelled, `nudge` when something was laid down in this process.

    `bot` sends through lanes (limiter). `clock` gives the time as aware datetime; `wording` puts a notice into words.
    Whoever has blocked us or is gone is taken off all lists, and their answers to meetings go. What a nudge tells of
    the phone or the group it was for is noted (services.nudges.telling).
    """

    def __init__(
        self,
        bot: ExtBot[Any],
        storage: Storage,
        sender: Sender,
        clock: Callable[[], datetime],
        wording: Wording | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._bot = bot
        self._limiter = limiter_of(bot)
        self._storage = storage
        self._sender = sender
        self._clock = clock
        self._wording = wording or Wording()
        self._news = asyncio.Event()
        self._helpers: set[asyncio.Task[None]] = set()
        self._patience = patience or Patience()

    def nudge(self) -> None:
        """Look now rather than within a second."""
        self._news.set()

    async def run(self) -> None:
        """Send until cancelled; then let what is under way end, for two seconds at most."""
        working = asyncio.create_task(self._work())
        try:
            await asyncio.shield(working)
        finally:
            hands = [working, *self._helpers]
            for hand in hands:
                hand.cancel()
            await asyncio.gather(*hands, return_exceptions=True)

    async def _work(self) -> None:
        claimed = None
        while True:
            claimed = claimed or await self._next(None)
            if claimed is None:
                await self._wait_for_news()
            else:
                self._raise_hands()
                claimed = await self._uninterrupted(self._see_through(claimed))

    async def _help(self, number: int) -> None:
        """One more under way, as long as there is need."""
        claimed = await self._next(None)
        while claimed is not None and number < self._hands_needed():
            claimed = await self._uninterrupted(self._see_through(claimed))
        if claimed is not None:
            await self._put_back(claimed)

    def _raise_hands(self) -> None:
        self._helpers = {helper for helper in self._helpers if not helper.done()}
        if len(self._helpers) + 1 < self._hands_needed():
            self._helpers.add(asyncio.create_task(self._help(len(self._helpers) + 1)))

    def _hands_needed(self) -> int:
        beyond = self._limiter.round_trip * SHARED
        return 1 if beyond <= 1 else min(MOST_HANDS, ceil(beyond) + 1)

    async def _next(self, result: Result | None) -> ClaimedNotice | None:
        """Account for the last one and claim the next, asked anew for each: an alert does not wait behind reminders.

        What was sent must not be taken up again because it could not be struck off.
        """
        while True:
            now, lowest = self._clock(), self._limiter.lowest_lane
            try:
                if result is not None and result.outcome is Outcome.GONE:
                    await self._storage.write(rsvp.forget_chat, result.claimed.notice.chat, now)
                if result is not None and result.claimed.notice.kind == telling.KIND:
                    await self._storage.write(telling.account, result, now)
                return await self._storage.write(overtaken.settle_and_claim, self._sender, result, now, lowest)
            except Exception as error:  # whatever ails the storage, the worker outlives it
                log(LogEvent.STORAGE_FAILED, error=type(error).__name__)
                if result is None:
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
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._put_back(await asyncio.shield(task))
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise

    async def _put_back(self, claimed: ClaimedNotice | None) -> None:
        """Claimed and not begun: whoever comes next need not wait for the claim to end."""
        if claimed is not None:
            untouched = Result(claimed, Outcome.POSTPONED, again=self._clock(), tried=False)
            await self._storage.write(dispatch.settle, self._sender.audiences, untouched)

    async def _see_through(self, claimed: ClaimedNotice) -> ClaimedNotice | None:
        result = self._result(claimed, Outcome.POSTPONED)
        try:
            result = await self._try(claimed)
            event = EVENTS.get(result.outcome)
            if event and result.tried:  # a line for the others would tell who has left, or reports just now
                log_gathered(event)
        except Exception as error:  # a fault of ours in one notice must not stop the others
            log_gathered(EVENTS[result.outcome], type(error).__name__)
        return await self._next(result)

    async def _try(self, claimed: ClaimedNotice) -> Result:
        notice = claimed.notice
        wait = self._limiter.chat_wait(notice.chat)
        if wait > LONGEST_WAIT:
            return Result(claimed, Outcome.POSTPONED, again=self._clock() + timedelta(seconds=wait), tried=False)
        worded = self._wording.of(claimed)
        if worded is None:  # of another kind, language or shape than ours
            return Result(claimed, Outcome.SET_ASIDE)
        if claimed.is_busy and worded.keyboard is not None:
            if self._patience.waits(claimed, worded, self._clock()):
                again = self._clock() + BETWEEN_LOOKS
                return Result(claimed, Outcome.POSTPONED, again=again, tried=False)
            worded = worded.without_buttons
        try:
            await self._change_replaced(claimed, worded)
            return Result(claimed, Outcome.SENT, Delivered(await self._send(claimed, worded), not worded.keyboard))
        except RetryAfter as refusal:
            again = self._clock() + timedelta(seconds=seconds_to_wait(refusal))
            return Result(claimed, Outcome.POSTPONED, again=again)
        except TooLate:
            return self._too_late(claimed)
        except TelegramError as error:
            result = self._result(claimed, outcome_after(error, notice.kind))
            return replace(result, in_doubt=may_have_been_done(error), moved_to=moved_to(error))

    def _result(self, claimed: ClaimedNotice, outcome: Outcome) -> Result:
        if outcome is Outcome.POSTPONED:
            return Result(claimed, outcome, again=self._clock() + pause_after(claimed.attempts))
        return Result(claimed, outcome)

    def _too_late(self, claimed: ClaimedNotice) -> Result:
        """It was not sent. Where only the claim on it has ended it is as good as ever; it may be another's by now."""
        if claimed.until is not None and self._clock() >= claimed.until:
            return Result(claimed, Outcome.DROPPED)
        return Result(claimed, Outcome.POSTPONED, again=self._clock(), tried=False)

    async def _change_replaced(self, claimed: ClaimedNotice, worded: NoticeText) -> None:
        """Have the messages that are no longer right read as `NoticeText.old`; one that cannot be changed is removed,
        where it is not too old for that. Either may be done twice."""
        if worded.old is None:
            return
        for old in (claimed.replaced, *claimed.outdated):
            if old is not None:
                await self._change(claimed, old, worded.old)

    async def _change(self, claimed: ClaimedNotice, old: Delivered, text: str) -> None:
        chat = claimed.notice.chat
        try:
            if old.can_change:
                await self._bot.edit_message_text(text, chat, old.message, rate_limit_args=self._ticket(claimed))
            else:
                await self._bot.delete_message(chat, old.message)
        except BadRequest:
            return  # gone, or too old for Telegram to let us touch it: a line for each would number who is in a group

    async def _send(self, claimed: ClaimedNotice, worded: NoticeText) -> int:
        keyboard = worded.keyboard
        silent = claimed.zone is not None and not worded.is_urgent and is_night(self._clock(), claimed.zone)
        answered = None
        if claimed.replaced is not None:
            answered = ReplyParameters(claimed.replaced.message, allow_sending_without_reply=True)
        message = await self._bot.send_message(
            claimed.notice.chat,
            worded.text,
            reply_markup=ReplyKeyboardMarkup(keyboard, resize_keyboard=True) if keyboard else None,
            disable_notification=silent or None,
            reply_parameters=answered,
            rate_limit_args=self._ticket(claimed),
        )
        return message.message_id

    def _ticket(self, claimed: ClaimedNotice) -> Ticket:
        """Neither after its end, nor after the claim on it has ended and somebody else may have taken it up."""
        last = min(claimed.held_until, claimed.until or claimed.held_until)
        return Ticket(claimed.lane, lambda: self._clock() < last)
