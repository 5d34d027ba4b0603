"""At the desk: undoing for ten minutes, correcting notes, and setting aside what is no report."""

from services.reports.deeds.notes import noted
from tests.desk.conftest import Desk


async def test_what_was_just_done_can_be_undone_for_ten_minutes(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    await visitor.work(case_id, "status", state="closed:false")
    deed = desk.office.case(case_id).entries[-1].id
    assert f"undo:{deed.hex()}" in visitor.last.text
    answer = await visitor.work(case_id, f"undo:{deed.hex()}", note="kept")
    assert "Undone" in answer.plain and visitor.area("note") == "kept"
    assert desk.office.case(case_id).status == "new" and f"undo:{deed.hex()}" not in answer.text
    await visitor.work(case_id, "status", state="referred")
    deed = desk.office.case(case_id).entries[-1].id
    desk.ticks.now += 601
    answer = await visitor.get(f"/case/{case_id.hex()}")
    assert f"undo:{deed.hex()}" not in answer.text
    assert "cannot be undone any more" in (await visitor.work(case_id, f"undo:{deed.hex()}")).plain
    assert desk.office.case(case_id).status == "referred"


async def test_undoing_is_forgotten_with_the_lock(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    await visitor.work(case_id, "status", state="referred")
    await visitor.work(case_id, "lock")
    again = await desk.inside(onward=f"/case/{case_id.hex()}")
    assert "undo:" not in again.last.text
    for nothing in ("undo:", "undo:zz", f"undo:{case_id.hex()}"):
        assert "cannot be undone any more" in (await again.work(case_id, nothing)).plain


async def test_a_reply_is_not_offered_to_be_undone(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    await visitor.work(case_id, "preview", reply="We heard you.")
    assert "undo:" not in (await visitor.work(case_id, "send", reply="We heard you.")).text


async def test_a_note_is_corrected_in_the_box_for_notes_and_its_old_text_stays(desk: Desk) -> None:
    case_id = desk.office.report()
    note = desk.office.act("caseworker", case_id, noted("At the north gate."))
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    answer = await visitor.work(case_id, f"correct:{note.hex()}", note="half a thought")
    assert "half written" in answer.plain and visitor.area("note") == "half a thought"
    await visitor.work(case_id, f"correct:{note.hex()}", note="")
    assert visitor.area("note") == "At the north gate." and "Correct the note" in visitor.last.plain
    answer = await visitor.work(case_id, "correction", note="At the south gate.", reply="half a reply")
    assert "Corrected by Carla Casey on Fri, Nov 20" in answer.plain and "What it said before" in answer.plain
    assert answer.plain.index("At the south gate.") < answer.plain.index("At the north gate.")
    assert (visitor.area("note"), visitor.area("reply")) == ("", "half a reply")
    await visitor.work(case_id, f"correct:{note.hex()}", note="")
    assert visitor.area("note") == "At the south gate."
    await visitor.work(case_id, "uncorrected", note="At the moon.")
    assert visitor.area("note") == "" and "moon" not in visitor.last.text
    assert "This note is not there" in (await visitor.work(case_id, f"correct:{case_id.hex()}", note="")).plain
    assert "This note is not there" in (await visitor.work(case_id, "correction", note="to none")).plain


async def test_an_undone_note_is_read_only_where_somebody_opens_it(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    await visitor.work(case_id, "note", note="Of another case.")
    note = desk.office.case(case_id).entries[-1].id
    answer = await visitor.work(case_id, f"undo:{note.hex()}")
    assert answer.text.index('<details class="before"') < answer.text.index("Of another case.")
    assert f"correct:{note.hex()}" not in answer.text


async def test_spam_stands_under_its_own_tab_until_it_is_taken_back(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    answer = await visitor.work(case_id, "set_aside", aside="spam")
    assert "Carla Casey set the case aside. Spam" in answer.plain and "in no queue" in answer.plain
    assert "Choose from the list." in (await visitor.work(case_id, "set_aside", aside="boring")).plain
    for tab in ("not_closed", "all", "new", "needs_answer"):
        assert case_id.hex() not in (await visitor.get(f"/?status={tab}")).text
    assert "All 0" in visitor.last.plain and "Set aside 1" in visitor.last.plain
    assert case_id.hex() in (await visitor.get("/?status=aside")).text
    await visitor.get(f"/case/{case_id.hex()}")
    answer = await visitor.work(case_id, "take_back")
    assert "took the case back among the others" in answer.plain
    assert case_id.hex() in (await visitor.get("/")).text
