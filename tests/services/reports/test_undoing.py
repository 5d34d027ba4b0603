"""What is undone, corrected or set aside stays in the thread, and counts no more."""

from datetime import date

import pytest

from services.picture.accepted import accepted
from services.reports.case import Case
from services.reports.deeds.aside import UnknownReason, set_aside, taken_back
from services.reports.deeds.deed import Act
from services.reports.deeds.giving import given
from services.reports.deeds.notes import NoSuchNote, corrected, corrections_in, noted
from services.reports.deeds.status import set_to
from services.reports.deeds.tags import tagged
from services.reports.deeds.undoing import NotToUndo, undone
from services.reports.standing import Standing
from tests.support.offices import Office, founded, office

__all__ = ["founded", "office"]


def undo(office: Office, case_id: bytes, deed: bytes, who: str = "caseworker") -> None:
    office.act(who, case_id, undone(office.case(case_id), deed, office.members[who].member))


def texts(case: Case, note: bytes) -> list[str]:
    return [entry.text for entry in corrections_in(case).get(note, ())]


def test_what_is_undone_counts_no_more_and_all_else_does(office: Office) -> None:
    case_id = office.report()
    member = office.members["caseworker"].member
    taken = office.act("caseworker", case_id, given(member))
    closed = office.act("caseworker", case_id, set_to("closed", "false"))
    office.act("caseworker", case_id, tagged((), ["bridge"]))
    undo(office, case_id, closed)
    case = office.case(case_id)
    assert (case.status, case.outcome, case.assigned) == ("open", "", member) and case.standing.tags == {"bridge"}
    assert case.needs_answer, "closing it had answered nobody"
    undo(office, case_id, taken)
    assert office.case(case_id).standing == Standing(tags=frozenset({"bridge"}))
    assert len(office.case(case_id).entries) == 6 and office.case(case_id).undone == {taken, closed}


def test_nobody_undoes_what_a_colleague_did_nor_a_reply_nor_twice(office: Office) -> None:
    office.colleague("second", "Nadia Noor", "caseworker")
    case_id = office.report()
    closed = office.act("caseworker", case_id, set_to("closed", "false"))
    with pytest.raises(NotToUndo):
        undo(office, case_id, closed, "second")
    office.act("second", case_id, Act("undone", {"deed": closed.hex()}))
    assert office.case(case_id).status == "closed" and not office.case(case_id).undone
    office.do("caseworker", "reply", case_id, "We heard you.")
    reply = next(entry.id for entry in office.case(case_id).entries if entry.kind == "reply")
    for deed in (reply, case_id, b"", bytes(16)):
        with pytest.raises(NotToUndo):
            undo(office, case_id, deed)
    undo(office, case_id, closed)
    with pytest.raises(NotToUndo):
        undo(office, case_id, closed)
    ending = next(entry.id for entry in office.case(case_id).entries if entry.kind == "undone" and entry.member)
    with pytest.raises(NotToUndo):
        undo(office, case_id, ending)


def test_a_note_is_corrected_by_any_colleague_and_its_history_stays(office: Office) -> None:
    office.colleague("second", "Nadia Noor", "caseworker")
    case_id = office.report()
    note = office.act("caseworker", case_id, noted("At the north gate."))
    office.act("second", case_id, corrected(office.case(case_id), note, "At the south gate."))
    last = office.act("caseworker", case_id, corrected(office.case(case_id), note, "At the west gate."))
    assert texts(office.case(case_id), note) == ["At the south gate.", "At the west gate."]
    undo(office, case_id, last)
    assert texts(office.case(case_id), note) == ["At the south gate."]
    undo(office, case_id, note)
    with pytest.raises(NoSuchNote):
        corrected(office.case(case_id), note, "Anything.")
    with pytest.raises(NoSuchNote):
        corrected(office.case(case_id), case_id, "Not a note.")


def test_a_case_that_is_set_aside_is_in_no_picture_until_it_is_taken_back_or_the_person_writes(office: Office) -> None:
    case_id = office.report()
    office.act("caseworker", case_id, set_to("open"))
    for back in ("taken back", "the person writes"):
        office.act("caseworker", case_id, set_aside("spam"))
        case = office.case(case_id)
        assert case.standing.aside == "spam" and not (case.is_open or case.needs_answer or case.waits_for_us)
        assert accepted([case]) == []
        if back == "taken back":
            office.act("caseworker", case_id, taken_back())
        else:
            office.later(case_id, text="I am real.")
        case = office.case(case_id)
        assert case.is_open and case.needs_answer and len(accepted([case])) == 1
    with pytest.raises(UnknownReason):
        set_aside("boring")


@pytest.mark.parametrize("outcome", ["false", "duplicate"])
def test_what_was_not_so_or_was_told_before_is_in_no_picture(office: Office, outcome: str) -> None:
    case_id = office.report()
    office.act("caseworker", case_id, set_to("closed", "helped"))
    assert len(accepted([office.case(case_id)])) == 1
    office.act("caseworker", case_id, set_to("closed", outcome))
    assert accepted([office.case(case_id)]) == []


BENT = [
    Act("set_aside", {"as": ["spam"]}),
    Act("set_aside", {}),
    Act("undone", {"deed": 7}),
    Act("undone", {"deed": "ab" * 16}),
    Act("note_corrected", {"note": "ab" * 16, "text": "x"}),
    Act("note_corrected", {"note": None, "text": {}}),
    Act("note_corrected", {"text": " "}),
]


@pytest.mark.parametrize("act", BENT, ids=lambda act: f"{act.event} {act.facts}")
def test_what_is_not_understood_changes_nothing(office: Office, act: Act) -> None:
    case_id = office.report(day=date(2026, 11, 20).isoformat())
    office.act("caseworker", case_id, act)
    case = office.case(case_id)
    assert case.standing == Standing() and not case.undone and not corrections_in(case)
