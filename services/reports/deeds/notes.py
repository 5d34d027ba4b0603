"""Notes that only colleagues of the compartment read, and what they were before somebody corrected them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from services.errors import Refusal
from services.reports.case import Case
from services.reports.case_entry import CaseEntry
from services.reports.deeds.deed import Act, Deed, Facts
from services.reports.written import written

NOTE_LIMIT = 10_000


class NoSuchNote(Refusal):
    """The case has no such note, or it was undone."""


def noted(text: str) -> Act:
    """Add a note. Raises NothingWritten, TooLong."""
    return Act(DEED.event, {"text": written(text, NOTE_LIMIT)})


def corrected(case: Case, note: bytes, text: str) -> Act:
    """Let a note say this from now on; what it said stays to be read. Raises NoSuchNote, NothingWritten, TooLong."""
    find(case, note)
    return Act(CORRECTION.event, {"note": note.hex(), "text": written(text, NOTE_LIMIT)})


def find(case: Case, note: bytes) -> CaseEntry:
    """The note of that number. Raises NoSuchNote."""
    for entry in case.entries:
        if entry.id == note and entry.kind == DEED.kind and note not in case.undone:
            return entry
    raise NoSuchNote


def corrections_in(case: Case) -> Mapping[bytes, Sequence[CaseEntry]]:
    """How each note was corrected, the last word last. Corrections of what is no note here are left out."""
    notes: set[str] = set()
    found = defaultdict(list)
    for entry in case.entries:
        if entry.kind == DEED.kind:
            notes.add(entry.id.hex())
        elif entry.kind == CORRECTION.kind and entry.id not in case.undone and entry.text:
            note = entry.facts.get("note")
            if isinstance(note, str) and note in notes:
                found[bytes.fromhex(note)].append(entry)
    return found


def no_more_said(case: Case) -> frozenset[bytes]:
    """The entries whose words hold no more: undone, or put in other words by a correction."""
    over = set(case.undone)
    for note, corrections in corrections_in(case).items():
        said = [note, *(entry.id for entry in corrections)]
        over.update(said if note in case.undone else said[:-1])
    return frozenset(over)


def _understands(facts: Facts) -> bool:
    text = facts.get("text")
    return isinstance(facts.get("note"), str) and isinstance(text, str) and bool(text.strip())


DEED = Deed("note")
CORRECTION = Deed("note_corrected", _understands)
