"""People who hear about something, a sender that sends at once, and what each of them got. No Telegram."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Concatenate, ParamSpec, TypedDict, TypeVar, Unpack

from services.keys.sealing import RuntimeKey
from services.notices import broadcast_stream, broadcasts, dispatch, subscriptions
from services.notices.broadcasts import Broadcast, Delivered, IsMeant, Progress
from services.notices.dispatch import ClaimedNotice, Outcome, Result
from services.notices.outbox import Lane
from services.notices.quiet_hours import Quiet
from services.store import Store
from storage import outbox as rows
from storage.engine import Database

NOON = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
"""Noon in Baghdad."""
A, B, C = "forum:a", "forum:b", "forum:c"
AUDIENCES = (A, B, C)
Given = ParamSpec("Given")
Done = TypeVar("Done")


class More(TypedDict, total=False):
    """What there may be to say of a broadcast that is not as every other."""

    facts: dict[str, Any]
    lane: Lane
    start: datetime
    until: datetime
    zone: str
    urgent: bool
    only: dict[str, Any]
    replaces: str
    outdates: tuple[str, ...]
    is_discreet: bool
    counted: int


@dataclass
class Telling:
    """One outbox, the key that opens it, a clock to set, and how often each (broadcast, chat) was sent."""

    database: Database
    runtime: RuntimeKey = field(default_factory=RuntimeKey.generate)
    now: datetime = NOON
    got: Counter[tuple[str, int]] = field(default_factory=Counter)
    replaced: dict[tuple[str, int], int | None] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def write(self, rule: Callable[Concatenate[Store, Given], Done], *args: Given.args, **kwargs: Given.kwargs) -> Done:
        with self.database.writing() as session:
            return rule(Store(session, self.runtime), *args, **kwargs)

    def joins(self, chat: int, audience: str = A, language: str = "en", quiet: Quiet | None = None) -> None:
        self.write(subscriptions.join, audience, chat, language, quiet)

    def leaves(self, chat: int, audience: str = A) -> None:
        self.write(subscriptions.leave, audience, chat)

    def reads(self, chat: int, language: str) -> None:
        self.write(subscriptions.follow_language, AUDIENCES, chat, language)

    def announce(self, audiences: tuple[str, ...] = (A,), **more: Unpack[More]) -> str:
        """Something to everybody in these audiences; its number."""
        id, facts = f"{next(self._numbers):032x}", {"what": "meeting"}
        usual = Broadcast(
            id, "meeting", facts, audiences, ("en", "ar"), lane=Lane.BROADCAST, start=self.now, zone="Asia/Baghdad"
        )
        self.write(broadcasts.announce, replace(usual, **more))
        return id

    def step(self, is_meant: IsMeant | None = None) -> bool:
        """One step of the stream; True where there is more to do at once."""
        return self.write(broadcast_stream.expand, self.now, is_meant or _everybody)

    def send(self, most: int = 1, outcome: Outcome = Outcome.SENT) -> int:
        """Send what is due, at most so many; how many there were."""
        for sent in range(most):
            claimed = self.write(dispatch.claim, self.now)
            if claimed is None:
                return sent
            if outcome is Outcome.SENT:
                self.sends(claimed)
            self.settle(claimed, outcome)
        return most

    def sends(self, claimed: ClaimedNotice) -> None:
        """It has reached the phone."""
        assert claimed.broadcast is not None
        assert claimed.until is None or self.now < claimed.until
        self.got[claimed.broadcast, claimed.notice.chat] += 1
        self.replaced[claimed.broadcast, claimed.notice.chat] = claimed.replaced and claimed.replaced.message

    def settle(self, claimed: ClaimedNotice, outcome: Outcome = Outcome.SENT) -> None:
        delivered = Delivered(1000 + claimed.notice.chat) if outcome is Outcome.SENT else None
        again = self.now + timedelta(seconds=5) if outcome is Outcome.POSTPONED else None
        self.write(dispatch.settle, AUDIENCES, Result(claimed, outcome, delivered, again))

    def see_through(self, is_meant: IsMeant | None = None) -> None:
        """Until there is nothing more to do at this time of day."""
        for _ in range(10_000):
            is_on = self.step(is_meant)
            if not self.send(5) and not is_on:
                self.step(is_meant)  # what was struck off just now was the last of it: the next second ends it
                return
        raise AssertionError("it never ends")

    def progress(self, id: str) -> Progress:
        with self.database.reading() as session:
            found = broadcasts.progress(Store(session, self.runtime), id)
        assert found is not None, "it is not forgotten"
        return found

    def is_forgotten(self, id: str) -> bool:
        with self.database.reading() as session:
            return broadcasts.progress(Store(session, self.runtime), id) is None

    def who_got(self, id: str) -> dict[int, int]:
        """How often each chat got it."""
        return {chat: copies for (told, chat), copies in self.got.items() if told == id}

    @property
    def waiting(self) -> int:
        with self.database.reading() as session:
            return rows.count(session)


def _everybody(_store: Store, _only: dict[str, Any], _chat: int) -> bool:
    return True
