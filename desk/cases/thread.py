"""A case's thread as people read it: one headline for each entry, with names instead of ids."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from desk.cases.headlines import HEADLINES, Said
from desk.words.sentences import told_words
from desk.workspace import Workspace
from locales import Words
from services.reports.case import Case, PersonReach
from services.reports.case_entry import CaseEntry
from services.reports.deeds.known import UNKNOWN, understood
from services.reports.deeds.notes import corrections_in
from services.reports.deeds.undoing import UNDOABLE, ends
from services.reports.referrals import terms_in

SPOKEN = frozenset({"report", "message", "reply", "note"})
"""What the person and staff say to each other, and staff to staff; all else is an event."""


ASKED = frozenset({"referral_asked", "referral_agreed"})
"""Whether something may be passed on."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a note said before somebody corrected it, or undid it."""

    headline: str
    day: date
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One entry. `side` is who speaks: 'person', 'staff', or 'event' for anything else. `undone`: it counts no more.
    `last` is what can be undone first: a correction, or the entry itself."""

    id: bytes
    last: bytes
    kind: str
    side: str
    headline: str
    day: date
    text: str = field(repr=False)
    fresh: bool
    unread: bool
    undone: bool
    can_undo: bool
    corrected: str = ""
    before: tuple[Before, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread of one case, for one reader. `fresh` are the entries to mark as new."""

    words: Words
    workspace: Workspace
    case: Case
    way: PersonReach
    fresh: frozenset[bytes]

    def lines(self) -> list[ThreadLine]:
        """Its entries, oldest first. A correction stands with its note, an undoing with what it ended."""
        corrections = corrections_in(self.case)
        told = {entry.id for each in corrections.values() for entry in each}
        told |= {entry.id for entry in self.case.entries if ends(self.case, entry)}
        lines = (
            self._line(entry, corrections.get(entry.id, ())) for entry in self.case.entries if entry.id not in told
        )
        return [*lines]

    def _line(self, entry: CaseEntry, corrections: Sequence[CaseEntry]) -> ThreadLine:
        reply = entry.facts.get("reply") if entry.kind == "reply" else None
        said, is_undone = [entry, *corrections], entry.id in self.case.undone
        hidden = said if is_undone and entry.text else said[:-1]
        last = said[-1]
        return ThreadLine(
            id=entry.id,
            last=last.id,
            kind=entry.kind,
            side="event" if is_undone else _side(entry),
            headline=self._headline(entry),
            day=entry.day,
            text="" if is_undone else self._text(last),
            fresh=any(each.id in self.fresh for each in said),
            unread=isinstance(reply, str) and reply in {waiting.hex() for waiting in self.way.unread},
            undone=is_undone,
            can_undo=last.kind in UNDOABLE and not is_undone and self.workspace.can_undo(last.id),
            corrected=self._corrected(last) if corrections else "",
            before=tuple(Before(self._said_by(each), each.day, each.text) for each in hidden),
        )

    def _said_by(self, entry: CaseEntry) -> str:
        return self.words("{name} wrote", name=self._name(entry.member))

    def _corrected(self, correction: CaseEntry) -> str:
        name, day = self._name(correction.member), self.words.day(correction.day)
        return self.words("Corrected by {name} on {day}", name=name, day=day)

    def _text(self, entry: CaseEntry) -> str:
        if entry.kind == "report":
            return self.case.answer("what_happened")
        return what_is_passed_on(entry) if entry.kind in ASKED else entry.text

    def _headline(self, entry: CaseEntry) -> str:
        """Who did what, as one sentence."""
        words = self.words
        match entry.kind:
            case "report":
                return told_words(words, self.case.told)
            case "message" | "route_cut" | "withdrawn" | "consent":
                return self._by_the_person(entry)
            case "unproven":
                return self._by_nobody_known(entry)
            case "forged":
                return words("An entry here is not signed by any colleague. It was not counted. Tell your steward.")
            case "replaced":
                return words(
                    "What {name} did here was done with another report. Somebody has put this one in its place. It was "
                    "not counted. Tell your steward.",
                    name=self._name(entry.member),
                )
            case "broken":
                return words("What the person wrote here is broken and does not open. Tell your steward.")
            case _:
                return self._by_staff(entry)

    def _by_the_person(self, entry: CaseEntry) -> str:
        words = self.words
        match entry.kind:
            case "route_cut":
                said = words("The person cut the way to their phone. They still read replies with the receipt.")
            case "withdrawn":
                said = words("The person withdrew this report.")
            case "consent":
                return self._answer(entry)
            case _ if entry.is_urgent:
                said = words("The person wrote, and spoke of danger")
            case _:
                said = words("The person wrote")
        if entry.is_proven:
            return said
        # NOTE: stands behind "The person wrote" or "The person withdrew this report."
        older = words("(An older report: its receipt signs nothing, so this cannot be proved.)")
        return f"{said} {older}"

    def _answer(self, entry: CaseEntry) -> str:
        words, number = self.words, entry.facts["referral"]
        name = next((each.terms.name for each in self.case.referrals if each.terms.id == number), "?")
        match entry.facts["answer"]:
            case "yes":
                return words("The person said yes: it may be passed on to {name}", name=name)
            case "withdrawn":
                return words("The person took their yes back: nothing more to {name}", name=name)
            case _:
                return words("The person said no: nothing is passed on to {name}", name=name)

    def _by_nobody_known(self, entry: CaseEntry) -> str:
        words = self.words
        match entry.facts.get("claimed"):
            case "withdrawn":
                said = words("Somebody tried to take this report back in the person’s name. It was not counted.")
            case "consent":
                said = words("Somebody answered a question of ours in the person’s name. It was not counted.")
            case "route_cut":
                said = words("Somebody tried to end the notices to the person in their name. It was not counted.")
            case _:
                said = words("We cannot tell who wrote this. Do not act on it.")
        why = words("The person’s receipt has not signed it. Tell your steward.")
        return f"{said} {why}"

    def _by_staff(self, entry: CaseEntry) -> str:
        deed = understood(entry)
        return HEADLINES[deed.kind if deed else UNKNOWN](Said(self.words, entry, self._name))

    def _name(self, member: bytes | None) -> str:
        return self.workspace.name_of(member) or self.words("A colleague")


def what_is_passed_on(entry: CaseEntry) -> str:
    """Whom it would go to and every word of it, as the person reads it; '' where the entry does not say."""
    terms = terms_in(entry.facts)
    if terms is None:
        return ""
    return "\n\n".join((terms.name, *(f"{item.label}:\n{item.text}" for item in terms.items)))


def _side(entry: CaseEntry) -> str:
    if entry.kind not in SPOKEN:
        return "event"
    return "person" if entry.from_the_person else "staff"
