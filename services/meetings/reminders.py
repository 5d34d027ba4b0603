"""Reminders before a meeting: which are due, which are worth nothing any more, and that none comes twice.

Belongs here: one look at the clock (`fire`), and keeping up when a meeting is changed (`follow`). Does not belong here:
who gets one and when at night (broadcasts), their words (handlers.notices).

A reminder is named by occasion, its hour as people know it, and lead (how long before). What was done about it is a
row: 'said' (or needless, because people were told of the meeting later than it was due) and 'dropped'. Of a dropped one
the organisers are told once; should the clock turn out to have been wrong, it can still be said. A said one never.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlmodel import Session

from services.content.content import Content
from services.enrolment import organisers_of
from services.forums import Forum
from services.keys.sealing import RuntimeKey
from services.meetings import meetings, rsvp
from services.meetings.meeting import LATE, PLACE_AHEAD, PUBLISHED, Meeting, Occasion, occasion_id
from services.meetings.notices import PLACE_TOLD, REMINDER, MeetingNotice, facts_of, names, to_forum
from services.notices import broadcasts
from services.notices.nights import Night, night, night_of
from services.notices.outbox import Lane, Notice, enqueue
from services.recurrence import Series, UnknownZone, next_occurrences, occurrences
from services.store import Store
from storage import reminders as rows

LOOK_BACK: Final = timedelta(days=7)
"""How long after a start it is still told that a reminder of it was dropped."""
KEPT: Final = timedelta(days=30)
SAID: Final = "reminder said"
DROPPED: Final = "reminder dropped"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: of which occasion, how long before it, and whether it is the one that tells the place."""

    occasion: Occasion
    lead: timedelta
    tells_place: bool = False

    @property
    def due(self) -> datetime:
        """From when on it is to be sent."""
        return self.occasion.occurrence.starts - self.lead

    @property
    def name(self) -> str:
        """Told anew where the hour people agreed on is another, and a place told late where the place is another.

        The instant is no part of it: a government that changes its clocks has nobody reminded twice.
        """
        what = f"{int(self.lead.total_seconds())}"
        if self.tells_place:
            place = repr(sorted(self.occasion.meeting.place.items()))
            what = f"place {sha256(place.encode()).hexdigest()}"
        return f"{self.occasion.told} {what}"


@dataclass(frozen=True, slots=True)
class ToCome:
    """How long before it the next time of a meeting is still reminded of, and the times after that (None: there is no
    other), the longest first. `is_place_due`: so near that a late place is told at once. `nights` are those of these
    reminders, and of the late place, that fall into the night. A forum may have no reminders at all: `is_reminded`."""

    next: tuple[timedelta, ...]
    later: tuple[timedelta, ...] | None
    is_place_due: bool
    nights: Mapping[timedelta, Night] = field(default_factory=dict)
    is_reminded: bool = True


@dataclass(frozen=True, slots=True)
class Fired:
    """What one look at the clock came to."""

    sent: list[Reminder]
    dropped: list[Reminder]


def to_come(forum: Forum, series: Series, told: datetime) -> ToCome:
    """The reminders that will come to people who are told at that moment: what is due by then needs none."""
    return _to_come(forum, series.zone, [each.starts for each in next_occurrences(series, told, 2)], told)


def to_come_of(forum: Forum, occasion: Occasion, told: datetime) -> ToCome:
    """The same of one occasion alone."""
    return _to_come(forum, occasion.meeting.series.zone, [occasion.occurrence.starts], told)


def _to_come(forum: Forum, zone: str, starts: Sequence[datetime], told: datetime) -> ToCome:
    leads = [tuple(lead for lead in forum.reminders if each - lead > told) for each in starts]
    if not starts:
        return ToCome((), None, is_place_due=False)
    return ToCome(
        next=leads[0],
        later=leads[1] if leads[1:] else None,
        is_place_due=starts[0] - told <= PLACE_AHEAD,
        nights=_nights(forum, zone, starts, told),
        is_reminded=bool(forum.reminders),
    )


def _nights(forum: Forum, zone: str, starts: Sequence[datetime], told: datetime) -> dict[timedelta, Night]:
    reminded: dict[timedelta, datetime] = {}
    for each in starts:
        for lead in (*forum.reminders, PLACE_AHEAD):
            if each - lead > told:
                reminded.setdefault(lead, each)
    found = {lead: night(each - lead, zone, each) for lead, each in reminded.items()}
    return {lead: each for lead, each in found.items() if each is not None}


def fire(store: Store, content: Content, now: datetime) -> Fired:
    """Announce every reminder that is due, once; drop those that no longer help, and tell the organisers of it.

    Never at or after the start. Of several overdue ones of an occasion only the latest is announced.
    """
    fired = Fired([], [])
    for forum, occasion in _near(store, content, now):
        for reminders in (_leads(forum, occasion), _place(occasion)):
            due, dropped = _decided(store, reminders, now)
            if due is not None and _announce(store, content, due, now):
                fired.sent.append(due)
            if dropped:
                _mark(store, DROPPED, dropped)
                _tell(store, forum, dropped, now)
                fired.dropped.extend(dropped)
    return fired


def follow(store: Store, content: Content, before: Meeting | None, after: Meeting, now: datetime) -> None:
    """Keep up with a change: what is under way about a start that is no more, or with other words, is stopped.

    Reminders that were due before people are told of the start are needless: the notice itself reminds.
    """
    forum = meetings.forum_of(content, after.forum)
    told_from = after.told_from or now
    by_then = max(now, told_from)
    then = _told(before, forum, by_then) if before is not None and before.status == PUBLISHED else {}
    later = _told(after, forum, by_then) if after.status == PUBLISHED else {}
    has_other_words = before is not None and _words(before) != _words(after)
    for told, occasion in then.items():
        if told not in later or has_other_words:
            for reminder in (*_leads(forum, occasion), *_place(occasion)):
                broadcasts.recall(store.session, _broadcast(store.runtime, reminder))
    for told in later.keys() - then.keys():
        needless = [each for each in _leads(forum, later[told]) if each.due <= told_from]
        missed = [each for each in _place(later[told]) if later[told].occurrence.starts <= now]
        _mark(store, SAID, needless + missed)


def forget_old(session: Session, now: datetime) -> int:
    """Erase what is known about reminders of meetings a month ago; how many rows."""
    return rows.delete_due(session, now.date().isoformat())


def _near(store: Store, content: Content, now: datetime) -> list[tuple[Forum, Occasion]]:
    """Every occasion whose reminders could be due, or could have been lately. A broken one holds up no other.

    While people are not told yet how a meeting is from now on, nothing reminds of it: it may still be taken back.
    """
    forums = {forum.key: forum for forum in content.forums}
    found = []
    for meeting in meetings.everything(store):
        forum = forums.get(meeting.forum)
        is_told = meeting.told_from is None or meeting.told_from <= now
        if forum is not None and meeting.status == PUBLISHED and is_told:
            found += [(forum, occasion) for occasion in _told(meeting, forum, now).values()]
    return found


def _told(meeting: Meeting, forum: Forum, now: datetime) -> dict[str, Occasion]:
    """Those whose reminders could be due or lately were, by what people know of them."""
    longest = max((*forum.reminders, PLACE_AHEAD))
    try:
        near = occurrences(meeting.standing, now - LOOK_BACK, now + longest)
    except UnknownZone:
        return {}
    found = [Occasion(occasion_id(meeting.id, each.original), meeting, each) for each in near]
    return {occasion.told: occasion for occasion in found}


def _words(meeting: Meeting) -> tuple[object, ...]:
    return (meeting.title, meeting.place, meeting.place_shown, meeting.agenda, meeting.series.minutes, meeting.urgent)


def _leads(forum: Forum, occasion: Occasion) -> list[Reminder]:
    """The latest first."""
    return [Reminder(occasion, lead) for lead in sorted(set(forum.reminders))]


def _place(occasion: Occasion) -> list[Reminder]:
    tells = occasion.meeting.place_shown == LATE and bool(occasion.meeting.place)
    return [Reminder(occasion, PLACE_AHEAD, tells_place=True)] if tells else []


def _decided(store: Store, reminders: Sequence[Reminder], now: datetime) -> tuple[Reminder | None, list[Reminder]]:
    """Which of an occasion's reminders (the latest first) is to be said now, and which are to be dropped."""
    done = rows.known(
        store.session, [_tag(store.runtime, kind, each) for kind in (SAID, DROPPED) for each in reminders]
    )
    said = [_tag(store.runtime, SAID, each) in done for each in reminders]
    overdue = [each for each in reminders if each.due <= now]
    if not overdue:
        return None, []
    is_over = overdue[0].occasion.occurrence.starts <= now
    latest = reminders.index(overdue[0])
    due = None if is_over or any(said[: latest + 1]) else overdue[0]
    left = [
        each
        for each, was_said in zip(reminders, said, strict=True)
        if each in overdue and each is not due and not was_said and _tag(store.runtime, DROPPED, each) not in done
    ]
    return due, left


def _announce(store: Store, content: Content, reminder: Reminder, now: datetime) -> bool:
    """True where it is new. (The note that it was said may have been erased by a clock that was months ahead.)"""
    id = _broadcast(store.runtime, reminder)
    _mark(store, SAID, [reminder])
    if broadcasts.is_known(store.session, id):
        return False
    occasion = reminder.occasion
    if not reminder.tells_place:
        _give_way(store, content, reminder)
    facts = facts_of(content, occasion.meeting, occasion.occurrence)
    facts["lead"] = int(reminder.lead.total_seconds())
    if reminder.tells_place:
        facts |= {"place": dict(occasion.meeting.place), "place_later": False}
    kind = PLACE_TOLD if reminder.tells_place else REMINDER
    starts = occasion.occurrence.starts
    notice = MeetingNotice(occasion.meeting, kind, facts, starts, starts)
    to_all = to_forum(content, notice, now, Lane.REMINDER)
    only = rsvp.only(occasion, yes=reminder.tells_place)
    found = night_of(to_all)
    is_last_chance = reminder.tells_place and found is not None and found.is_too_late
    broadcasts.announce(store, replace(to_all, id=id, only=only, urgent=to_all.urgent or is_last_chance))
    return True


def _give_way(store: Store, content: Content, reminder: Reminder) -> None:
    """What waits of the earlier reminders for the end of quiet hours would come at the same moment as this one."""
    occasion = reminder.occasion
    for each in _leads(meetings.forum_of(content, occasion.meeting.forum), occasion):
        if each.lead > reminder.lead:
            broadcasts.recall(store.session, _broadcast(store.runtime, each))


def _tell(store: Store, forum: Forum, dropped: Sequence[Reminder], now: datetime) -> None:
    """One notice to each organiser of the forum for all that was dropped of one occasion."""
    occasion = dropped[0].occasion
    facts = {
        **names(forum, occasion.meeting),
        "wall": str(occasion.occurrence.wall),
        "zone": occasion.meeting.series.zone,
        "leads": [int(each.lead.total_seconds()) for each in dropped],
        "tells_place": dropped[0].tells_place,
        "is_over": occasion.occurrence.starts <= now,
    }
    for chat, language, _ in organisers_of(store, forum.key):
        enqueue(store, Notice("reminder_dropped", chat, language, facts), Lane.REMINDER, now)


def _mark(store: Store, kind: str, reminders: Iterable[Reminder]) -> None:
    for each in reminders:
        erase_on = (each.occasion.occurrence.starts + KEPT).date().isoformat()
        rows.mark(store.session, [_tag(store.runtime, kind, each)], erase_on)


def _tag(runtime: RuntimeKey, kind: str, reminder: Reminder) -> bytes:
    return runtime.pseudonym(kind, reminder.name)


def said_of(store: Store, content: Content, occasion: Occasion) -> list[str]:
    """The broadcasts that reminded of this occasion or told its place, the latest reminder first."""
    forum = meetings.forum_of(content, occasion.meeting.forum)
    said = {_tag(store.runtime, SAID, each): each for each in (*_leads(forum, occasion), *_place(occasion))}
    known = rows.known(store.session, list(said))
    return [_broadcast(store.runtime, each) for tag, each in said.items() if tag in known]


def near(content: Content, meeting: Meeting, now: datetime) -> list[Occasion]:
    """The occasions of the meeting that people could have been reminded of by now, past ones among them."""
    return list(_told(meeting, meetings.forum_of(content, meeting.forum), now).values())


def _broadcast(runtime: RuntimeKey, reminder: Reminder) -> str:
    """The number of the reminder's broadcast: one that is announced twice would be refused by storage."""
    return runtime.pseudonym("reminder broadcast", reminder.name).hex()
