"""Words are found in all that is open to a member, however they are written; what was looked for stands nowhere."""

import pytest

from services.reports.deeds.notes import corrected, noted
from services.reports.deeds.undoing import undone
from tests.desk.cases.test_verification import broken_agreement
from tests.desk.conftest import Answer, Desk, Visitor
from tests.desk.queue.test_queue import names


async def look_for(visitor: Visitor, words: str, narrowed: str = "") -> Answer:
    return await visitor.post(f"/search{narrowed}", {"words": words})


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("They came again to the WATER point.", "water came"),
        ("They came again to the water point.", "wat"),
        ("جاؤوا إلى المدرسة ليلًا", "مدرسه"),
        ("أخذوا ٣ سيارات", "3 سيارة"),
        ("ئەوان هاتنە قوتابخانە", "قوتابخانه"),
        ("Une école brûlée", "ecole brulee"),
    ],
)
async def test_words_are_found_however_they_are_written(desk: Desk, written: str, asked: str) -> None:
    case_id, other = desk.office.report(written), desk.office.report("Nothing of the kind.")
    visitor = await desk.inside()
    await look_for(visitor, asked)
    assert names(visitor, desk, case_id, other) == [case_id]


async def test_later_words_replies_notes_and_the_name_are_looked_through(desk: Desk) -> None:
    office = desk.office
    case_id, other = office.report(), office.report()
    office.later(case_id, text="The bridge is closed.")
    office.do("caseworker", "reply", case_id, "Stay with your cousin.")
    office.do("caseworker", "note", case_id, "Called the committee.")
    visitor = await desk.inside()
    for words in ("bridge", "cousin", "committee", "bridge cousin", office.case(case_id).name):
        await look_for(visitor, words)
        assert names(visitor, desk, case_id, other) == [case_id], words
    page = await look_for(visitor, "bridge elsewhere")
    assert names(visitor, desk, case_id, other) == [] and "Nothing here holds these words" in page.plain
    office.do("caseworker", "note", other, "They saw the bridge.")
    await look_for(visitor, "bridge")
    assert len(names(visitor, desk, case_id, other)) == 2, "what came since is looked through too"
    await look_for(visitor, " ")
    assert len(names(visitor, desk, case_id, other)) == 2 and "search=" not in visitor.last.path


async def test_answers_are_found_by_their_labels(desk: Desk) -> None:
    case_id, other = broken_agreement(desk), desk.office.report()
    visitor = await desk.inside()
    for words in ("fields and wells", "track to the wells stays open", "Kept or broken agreement"):
        await look_for(visitor, words)
        assert names(visitor, desk, case_id, other) == [case_id], words


async def test_a_search_and_the_filters_narrow_together(desk: Desk) -> None:
    office = desk.office
    here, there = office.report("the bridge", answers={"zone": "block_a"}), office.report("the bridge")
    done = office.report("the bridge")
    office.do("caseworker", "set_status", done, "closed")
    visitor = await desk.inside()
    page = await look_for(visitor, "bridge", "?zone=block_a")
    assert names(visitor, desk, here, there, done) == [here] and "zone=block_a" in page.path
    assert "All 3" in page.plain
    await visitor.get(page.path.replace("zone=block_a", "status=closed"))
    assert names(visitor, desk, here, there, done) == [done]


async def test_nobody_finds_what_is_not_theirs_to_open(desk: Desk) -> None:
    psea = desk.office.report("the bridge", compartment="psea")
    visitor = await desk.inside()
    await look_for(visitor, "bridge", "?status=all")
    assert names(visitor, desk, psea) == []


async def test_what_was_looked_for_stands_in_no_address_and_is_gone_with_the_lock(desk: Desk) -> None:
    desk.office.report("the bridge")
    visitor = await desk.inside()
    page = await look_for(visitor, "bridge")
    assert "bridge" not in page.path and 'value="bridge"' in page.text
    await visitor.post("/lock", {})
    await visitor.unlock(desk.office.passphrases["caseworker"])
    again = await visitor.get(page.path)
    assert 'value="bridge"' not in again.text and "the bridge" in again.plain


async def test_a_form_of_elsewhere_looks_for_nothing(desk: Desk) -> None:
    desk.office.report("the bridge")
    visitor = await desk.inside()
    page = await visitor.post("/search", {"words": "nothing"}, token="0" * 64)
    assert "search=" not in page.path


async def test_words_that_were_undone_or_corrected_are_found_no_more(desk: Desk) -> None:
    office = desk.office
    case_id, other = office.report(), office.report()
    member = office.members["caseworker"].member
    note = office.act("caseworker", case_id, noted("Seen at the bakery."))
    undoable = office.act("caseworker", case_id, noted("Seen at the harbour."))
    office.act("caseworker", case_id, corrected(office.case(case_id), note, "Seen at the station."))
    office.act("caseworker", case_id, undone(office.case(case_id), undoable, member))
    visitor = await desk.inside()
    for words, found in (("station", [case_id]), ("bakery", []), ("harbour", [])):
        await look_for(visitor, words)
        assert names(visitor, desk, case_id, other) == found, words
    office.act("caseworker", case_id, undone(office.case(case_id), note, member))
    await look_for(visitor, "station")
    assert names(visitor, desk, case_id, other) == [], "the note was undone, and its correction with it"
