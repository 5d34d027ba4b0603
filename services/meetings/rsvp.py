"""Who will come: yes, no or maybe, counted and never listed.

An answer is kept under a tag of chat, occasion and its hour, and nothing of it can be opened: it can be counted, and
the one who gave it can ask for it. Whoever answered about an occasion that was moved since has not answered yet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from services.keys.sealing import RuntimeKey
from services.meetings.meeting import MeetingOver, Occasion, shown
from services.meetings.meetings import heard_occasion, occasion
from services.request import Request
from services.store import Store
from storage import rsvp as rows

YES: Final = "yes"
NO: Final = "no"
MAYBE: Final = "maybe"
ANSWERS: Final = (YES, NO, MAYBE)
KEPT: Final = timedelta(days=7)
PURPOSE: Final = "answer"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many answered what; None: fewer than 5."""

    yes: int | None
    no: int | None
    maybe: int | None


def answer(request: Request, occasion_id: str, given: str) -> None:
    """Keep the answer in place of an earlier one. Raises MeetingGone, MeetingOver."""
    assert given in ANSWERS
    found = heard_occasion(request, occasion_id, request.now)
    if found.occurrence.starts <= request.now:
        raise MeetingOver
    key = found.told
    erase_on = (found.occurrence.ends + KEPT).date().isoformat()
    rows.put(request.session, _tag(request.runtime, key, request.chat), _choice(request.runtime, key, given), erase_on)


def answer_of(store: Store, occasion_id: str, chat: int) -> str | None:
    """What this chat answered; None for nothing. Raises MeetingGone."""
    return answer_about(store, occasion(store, occasion_id), chat)


def answer_about(store: Store, occasion: Occasion, chat: int) -> str | None:
    """What this chat answered about that occasion, at the hour it has there; None for nothing."""
    key = occasion.told
    choice = rows.get(store.session, _tag(store.runtime, key, chat))
    return next((given for given in ANSWERS if _choice(store.runtime, key, given) == choice), None)


def counts(store: Store, occasion_id: str) -> Counts:
    """For organisers: how many answered what. Raises MeetingGone."""
    key = occasion(store, occasion_id).told
    choices = {given: _choice(store.runtime, key, given) for given in ANSWERS}
    found = rows.counts(store.session, choices.values())
    return Counts(*(shown(found.get(choices[given], 0)) for given in ANSWERS))


def only(occasion: Occasion, *, yes: bool) -> dict[str, Any]:
    """For Broadcast.only: those who said yes, or (not `yes`) all but those who said no."""
    return {"answers": occasion.told, "are": YES} if yes else {"answers": occasion.told, "are_not": NO}


def is_meant(store: Store, asked: dict[str, Any], chat: int) -> bool:
    """Whether a broadcast narrowed down by `only` is for this chat."""
    key = asked["answers"]
    given = rows.get(store.session, _tag(store.runtime, key, chat))
    if "are" in asked:
        return given == _choice(store.runtime, key, asked["are"])
    return given != _choice(store.runtime, key, asked["are_not"])


def forget_old(session: Session, now: datetime) -> int:
    """Erase answers about meetings that ended a week ago; how many."""
    return rows.delete_due(session, now.date().isoformat())


def _tag(runtime: RuntimeKey, key: str, chat: int) -> bytes:
    return runtime.tag(f"{PURPOSE} {key}", chat)


def _choice(runtime: RuntimeKey, key: str, given: str) -> bytes:
    return runtime.pseudonym(f"{PURPOSE} given {key}", given)
