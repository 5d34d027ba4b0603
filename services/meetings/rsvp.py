"""Who will come: yes, no or maybe, counted now and then, and never listed.

An answer is kept under a tag of chat, occasion and its hour, and nothing of it can be opened: it can be counted, and
the one who gave it can ask for it. Whoever answered about an occasion that was moved since has not answered yet, and
whoever blocked us has not answered at all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from services.disclosure.bands import Told, band_of
from services.forums import Forum, are_discreet, forum_audience
from services.keys.sealing import RuntimeKey
from services.meetings.meeting import PLACE_AHEAD, MeetingOver, Occasion
from services.meetings.meetings import around, heard_occasion, occasion
from services.notices import fixed
from services.notices.quiet_hours import NIGHT, quiet_until
from services.recurrence.wall_time import WallTime, wall_of
from services.request import Request
from services.store import Store
from storage import rsvp as rows

YES: Final = "yes"
NO: Final = "no"
MAYBE: Final = "maybe"
ANSWERS: Final = (YES, NO, MAYBE)
KEPT: Final = timedelta(days=7)
PURPOSE: Final = "answer"
COUNTED: Final = "answers"
"""The kind of figures that are fixed: by occasion, for which moment they were, and the band of each answer."""
MOMENT: Final = "moment"
LAST: Final = "last"
AT: Final = "at"
"""When it was counted: of every occasion there was, or it would tell whether anybody had answered."""
SLACK: Final = "slack"
"""Of a discreet group: what `disclosure.bands` keeps of its yes."""
STANDS_AGAIN: Final = timedelta(days=2)
"""For so long what was counted of an hour is kept that stands no more: longer than any day."""
FIRST_AFTER: Final = timedelta(hours=1)
AFTER_THE_NIGHT: Final = timedelta(hours=3)
"""How long after people are told, or after the night in which they are, it is counted first: before, most have not
read it."""
LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
AT_ONCE: Final = 200
"""Occasions looked up in one query."""


@dataclass(frozen=True, slots=True)
class Counts:
    """About how many answered what (`disclosure.bands`). Where the group `is_discreet`, people are told no more than
    whether enough say yes. `counted`: when that was, on the meeting's clock; None before the first count, which depends
    on nobody's answer. From `first` on it is counted once a day, and a `last` time then."""

    yes: int
    no: int
    maybe: int
    counted: WallTime | None
    first: WallTime
    last: WallTime
    is_discreet: bool = False


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


def counts(request: Request, occasion_id: str) -> Counts:
    """For organisers: how many had answered what when they were counted last. Raises MeetingGone."""
    found = occasion(request, occasion_id)
    figures = fixed.read(request, COUNTED).get(found.told, {})
    is_discreet = _is_discreet(request.content.forums, found)
    yes, no, maybe = (figures.get(given, 0) for given in ANSWERS)
    zone = found.meeting.series.zone
    counted = wall_of(datetime.fromisoformat(figures[AT]), zone) if AT in figures else None
    last = _last(found)
    first, last_on = wall_of(min(_first(found), last), zone), wall_of(last, zone)
    return Counts(yes, no, maybe, counted, first, last_on, is_discreet)


def count(store: Store, forums: Sequence[Forum], now: datetime) -> None:
    """Count what was answered about each occasion: once a day (the meeting's) once people had time to read of it, and a
    last time three hours before it begins, or later where they were told late. By the clock alone, and the last time
    once.

    What was counted is kept for two days also of an hour that stands no more: it may come to stand again.
    """
    before = fixed.read(store, COUNTED)
    occasions = {each.told: each for each in around(store, now - KEPT, now)}
    moments = {told: _moment(each, now) for told, each in occasions.items()}
    kept = {
        told: each
        for told, each in before.items()
        if AT in each and (each[MOMENT] in (LAST, moments[told]) if told in moments else _is_young(each, now))
    }
    is_due = {told for told, each in occasions.items() if moments[told] == LAST or _first(each) <= now}
    missing = is_due - kept.keys()
    kept |= {told: before[told] for told in moments.keys() - is_due - kept.keys() if AT in before.get(told, {})}
    new = {
        told: _figures(found, before.get(told, {}), _is_discreet(forums, occasions[told]))
        | {MOMENT: moments[told], AT: now.isoformat()}
        for told, found in _counted(store, missing)
    }
    if kept | new != before:
        fixed.fix(store, COUNTED, kept | new)


def forget_chat(store: Store, chat: int, now: datetime) -> int:
    """The chat has blocked us or is gone: it will not come. How many answers it had given."""
    tags = [_tag(store.runtime, each.told, chat) for each in around(store, now - KEPT, now)]
    return sum(rows.delete(store.session, tags[first : first + AT_ONCE]) for first in range(0, len(tags), AT_ONCE))


def _moment(occasion: Occasion, now: datetime) -> str:
    return LAST if now >= _last(occasion) else wall_of(now, occasion.meeting.series.zone).day.isoformat()


def _is_young(kept: Mapping[str, Any], now: datetime) -> bool:
    return now - datetime.fromisoformat(kept[AT]) < STANDS_AGAIN


def _is_discreet(forums: Iterable[Forum], occasion: Occasion) -> bool:
    return are_discreet(forums, [forum_audience(occasion.meeting.forum)])


def _figures(found: Mapping[str, int], kept: Mapping[str, Any], is_discreet: bool) -> dict[str, int]:
    """What is kept of these answers, after what was kept last: bands."""
    bands = {given: band_of(people) for given, people in found.items()}
    if not is_discreet:
        return bands
    told = Told(kept[YES], kept[SLACK]) if SLACK in kept else Told.anew()
    told = told.after(found[YES])
    return {**bands, YES: told.band, SLACK: told.slack}


def _first(occasion: Occasion) -> datetime:
    """From when on it is worth counting: most have read of it then."""
    meeting = occasion.meeting
    if meeting.told_from is None:
        return LONG_AGO
    morning = None if meeting.urgent else quiet_until(NIGHT, meeting.told_from, meeting.series.zone)
    return meeting.told_from + FIRST_AFTER if morning is None else morning + AFTER_THE_NIGHT


def _last(occasion: Occasion) -> datetime:
    """Three hours before; where people were told less than six hours before, halfway from then on."""
    starts, told = occasion.occurrence.starts, occasion.meeting.told_from
    usual = starts - PLACE_AHEAD
    return usual if told is None or told >= starts else max(usual, told + (starts - told) / 2)


def _counted(store: Store, occasions: Iterable[str]) -> Iterator[tuple[str, dict[str, int]]]:
    """How many gave each answer, for every occasion, whether anybody answered about it or not."""
    every = sorted(occasions)
    for first in range(0, len(every), AT_ONCE):
        some = every[first : first + AT_ONCE]
        choices = {told: [_choice(store.runtime, told, given) for given in ANSWERS] for told in some}
        found = rows.counts(store.session, [choice for each in choices.values() for choice in each])
        for told, each in choices.items():
            yield told, dict(zip(ANSWERS, (found.get(choice, 0) for choice in each), strict=True))


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
