"""A case's thread as people read it: one headline for each entry, with names instead of ids."""

from dataclasses import dataclass, field
from datetime import date

from desk.sentences import level_words, status_words
from desk.workspace import Room
from locales import Words
from services.reports.case import Case, CaseEntry, PersonReach

BARE = frozenset({"status", "assigned", "verified", "route_cut", "withdrawn", "forged"})


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `side` is who speaks: 'person', 'staff', or 'event' for what needs only its headline."""

    kind: str
    side: str
    headline: str
    day: date
    text: str = field(repr=False)
    fresh: bool
    unread: bool


def lines_of(words: Words, room: Room, case: Case, way: PersonReach, fresh: frozenset[bytes]) -> list[Line]:
    """The thread, oldest first; `fresh` are the entries to mark as new."""
    return [_line(words, room, case, entry, way, entry.id in fresh) for entry in case.entries]


def _line(words: Words, room: Room, case: Case, entry: CaseEntry, way: PersonReach, fresh: bool) -> Line:
    text = room.labels.of(case, words.code).text if entry.kind == "report" else entry.text
    reply = entry.facts.get("reply") if entry.kind == "reply" else None
    return Line(
        kind=entry.kind,
        side=_side(entry),
        headline=headline(words, room, entry),
        day=entry.day,
        text=text,
        fresh=fresh,
        unread=isinstance(reply, str) and reply in {waiting.hex() for waiting in way.unread},
    )


def _side(entry: CaseEntry) -> str:
    if entry.kind in BARE:
        return "event"
    return "person" if entry.from_the_person else "staff"


def headline(words: Words, room: Room, entry: CaseEntry) -> str:
    """Who did what, as one sentence."""
    match entry.kind:
        case "report":
            return words("The report")
        case "message":
            return words("The person wrote")
        case "route_cut":
            return words("The person cut the way to their phone. They still read replies with the receipt.")
        case "withdrawn":
            return words("The person withdrew this report.")
        case "forged":
            return words("An entry here is not signed by any colleague. It was not counted. Tell your steward.")
        case _:
            return _by_staff(words, room, entry)


def _by_staff(words: Words, room: Room, entry: CaseEntry) -> str:
    name = _name(words, room, entry.member)
    match entry.kind:
        case "reply":
            return words("{name} replied", name=name)
        case "note":
            return words("{name} noted, for colleagues only", name=name)
        case "status":
            return words("{name} set the state: {state}", name=name, state=_state(words, entry))
        case "assigned":
            return _assigned(words, room, entry, name)
        case "verified":
            level = level_words(words, str(entry.facts.get("level", "")))
            return words("{name} noted how sure it is: {level}", name=name, level=level)
        case _:
            return words("{name} added something this version of the desk does not know", name=name)


def _assigned(words: Words, room: Room, entry: CaseEntry, name: str) -> str:
    named = entry.facts.get("member")
    if not isinstance(named, str):
        return words("{name} put the case back for anyone to take", name=name)
    if entry.member is not None and named == entry.member.hex():
        return words("{name} took the case", name=name)
    try:
        other = _name(words, room, bytes.fromhex(named))
    except ValueError:
        other = words("A colleague")
    return words("{name} gave the case to {other}", name=name, other=other)


def _state(words: Words, entry: CaseEntry) -> str:
    return status_words(words, str(entry.facts.get("status", "")))


def _name(words: Words, room: Room, member: bytes | None) -> str:
    return room.name_of(member) or words("A colleague")
