"""What a meeting came to: how many were there, what was agreed, what is still to be talked about. No names.

Belongs here: the head-count, agreed actions until they are done, open topics. Does not belong here: telling the forum
what became of it (announcements, "you said, we did").
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from services import documents
from services.authoring.texts import TextTooLong, length
from services.documents import Body
from services.enrolment import require_organiser
from services.errors import Refusal
from services.meetings import meetings, topics
from services.request import Request
from services.store import Store
from storage.documents import MINUTES

KEPT: Final = timedelta(days=180)
ACTION_LIMIT: Final = 160
OWNER_LIMIT: Final = 60
TOPIC_LIMIT: Final = 600
MOST: Final = 20
"""Actions, and topics, of one meeting."""
MOST_PEOPLE: Final = 100_000


@dataclass(eq=False)
class TooManyPoints(Refusal):
    """More actions or topics than the minutes of one meeting hold."""

    limit: int


class NoSuchCount(Refusal):
    """A head-count below nobody or beyond any meeting."""


class ActionGone(Refusal):
    """There is no such open action (any more)."""


@dataclass(frozen=True, slots=True)
class HeadCount:
    """How many were there. Nobody is named, and nobody is asked who they are: it is counted by looking."""

    women: int
    men: int
    youth: int


@dataclass(frozen=True, slots=True)
class Action:
    """What was agreed: `owner` is a role or a group ("the municipality"), never a person's name."""

    what: str
    owner: str
    by: date | None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class MinutesDraft:
    """What the organisers of a meeting say it came to. `topics` are those still to be talked about."""

    heads: HeadCount
    actions: Sequence[Action] = ()
    topics: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class OpenAction:
    """Something a meeting agreed on that is not done yet; `minutes` and `number` say which it is."""

    minutes: str
    number: int
    what: str
    owner: str
    by: date | None


@dataclass(frozen=True, slots=True)
class Minutes:
    """What one meeting came to; `day` is that of the meeting, on its own clocks."""

    id: str
    forum: str
    day: date
    heads: HeadCount
    actions: tuple[Action, ...]
    topics: tuple[str, ...]

    def to_json(self) -> Body:
        """Plain types, for keeping."""
        actions = [asdict(action) | {"by": action.by and action.by.isoformat()} for action in self.actions]
        return {**asdict(self), "day": self.day.isoformat(), "actions": actions, "topics": list(self.topics)}

    @classmethod
    def from_json(cls, kept: Body) -> "Minutes":
        """The minutes that `to_json` wrote."""
        return cls(
            kept["id"],
            kept["forum"],
            date.fromisoformat(kept["day"]),
            HeadCount(**kept["heads"]),
            tuple(_action(each) for each in kept["actions"]),
            tuple(kept["topics"]),
        )


def record(request: Request, occasion_id: str, draft: MinutesDraft) -> str:
    """Keep the minutes of an occasion in place of earlier ones of it; their number.

    Raises MeetingGone, NotAnOrganiser, TextTooLong, TooManyPoints, NoSuchCount.
    """
    occasion = meetings.occasion(request, occasion_id)
    require_organiser(request, request.chat, occasion.meeting.forum)
    _check(draft)
    id = request.runtime.pseudonym("minutes", occasion_id).hex()
    day = occasion.occurrence.wall.day
    minutes = Minutes(id, occasion.meeting.forum, day, draft.heads, tuple(draft.actions), tuple(draft.topics))
    documents.write(request, MINUTES, id, minutes.to_json())
    return id


def end(request: Request, occasion_id: str, draft: MinutesDraft, talked_about: Sequence[str]) -> str:
    """Keep the minutes and settle the suggested topics that were talked about; the number of the minutes.

    Raises as `record` does.
    """
    number = record(request, occasion_id, draft)
    for topic in talked_about:
        topics.settle(request.session, topic)
    return number


def of_occasion(request: Request, occasion_id: str) -> Minutes | None:
    """The minutes of an occasion, for its organisers; None where there are none. Raises MeetingGone, NotAnOrganiser."""
    occasion = meetings.occasion(request, occasion_id)
    require_organiser(request, request.chat, occasion.meeting.forum)
    body = documents.read(request, MINUTES, request.runtime.pseudonym("minutes", occasion_id).hex())
    return Minutes.from_json(body) if body else None


def of_forum(store: Store, forum: str) -> list[Minutes]:
    """All minutes of a forum, the latest day first."""
    found = [minutes for minutes in _everything(store) if minutes.forum == forum]
    return sorted(found, key=lambda each: (each.day, each.id), reverse=True)


def open_actions(store: Store, forum: str) -> list[OpenAction]:
    """What a forum agreed on and is not done: what was to be done first comes first, what has no day last."""
    found = [
        OpenAction(minutes.id, number, action.what, action.owner, action.by)
        for minutes in of_forum(store, forum)
        for number, action in enumerate(minutes.actions)
        if not action.is_done
    ]
    return sorted(found, key=lambda each: (each.by or date.max, each.minutes, each.number))


def close_action(request: Request, minutes: str, number: int) -> None:
    """It is done. Raises ActionGone, NotAnOrganiser."""
    body = documents.read(request, MINUTES, minutes)
    if body is None:
        raise ActionGone
    require_organiser(request, request.chat, body["forum"])
    if not 0 <= number < len(body["actions"]) or body["actions"][number]["is_done"]:
        raise ActionGone
    body["actions"][number]["is_done"] = True
    documents.write(request, MINUTES, minutes, body)


def forget_old(store: Store, now: datetime) -> int:
    """Erase minutes of half a year ago in which everything is done; how many."""
    old = [
        minutes
        for minutes in _everything(store)
        if now.date() - minutes.day >= KEPT and all(action.is_done for action in minutes.actions)
    ]
    for minutes in old:
        documents.drop(store.session, MINUTES, minutes.id)
    return len(old)


def _check(draft: MinutesDraft) -> None:
    heads = draft.heads
    if not all(0 <= count <= MOST_PEOPLE for count in (heads.women, heads.men, heads.youth)):
        raise NoSuchCount
    if len(draft.actions) > MOST or len(draft.topics) > MOST:
        raise TooManyPoints(MOST)
    _check_lengths("action", (action.what for action in draft.actions), ACTION_LIMIT)
    _check_lengths("owner", (action.owner for action in draft.actions), OWNER_LIMIT)
    _check_lengths("topic", draft.topics, TOPIC_LIMIT)


def _check_lengths(part: str, texts: Iterable[str], limit: int) -> None:
    for text in texts:
        if length(text) > limit:
            raise TextTooLong(part, "", length(text), limit)


def _everything(store: Store) -> list[Minutes]:
    return [Minutes.from_json(body) for body in documents.everything(store, MINUTES).values()]


def _action(kept: dict[str, Any]) -> Action:
    return Action(**kept | {"by": date.fromisoformat(kept["by"]) if kept["by"] else None})
