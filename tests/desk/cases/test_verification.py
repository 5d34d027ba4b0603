"""A report on an agreement at the desk: its own form's words, and how sure it is."""

from pathlib import Path

from services.forms import archive, load_form
from tests.desk.conftest import Desk

FORM = Path(__file__).resolve().parents[3] / "content" / "forms" / "agreement_report.md"
ANSWERS = {
    "agreement": "herders_farmers",
    "kept": "broken",
    "rule": "herders_farmers_2",
    "zone": "fields",
    "category": "",
}


def broken_agreement(desk: Desk) -> bytes:
    form = load_form(FORM)
    with desk.office.database.writing() as session:
        archive.keep(session, form, desk.office.now)
    return desk.office.report("The track is ploughed.", form="agreement_report", form_hash=form.hash, answers=ANSWERS)


async def test_it_is_shown_with_its_forms_title_and_labels(desk: Desk) -> None:
    case_id = broken_agreement(desk)
    visitor = await desk.inside()
    queue = await visitor.get("/")
    assert "Kept or broken agreement" in queue.plain
    case = await visitor.get(f"/case/{case_id.hex()}")
    assert "Which rule? 2 · The track to the wells stays open" in case.plain
    assert "🌾 Fields and wells (example)" in case.plain
    assert "The track is ploughed." in case.plain


async def test_how_sure_it_is_can_be_noted_and_stands_in_thread_and_queue(desk: Desk) -> None:
    case_id = broken_agreement(desk)
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    answer = await visitor.work(case_id, "verify", level="two_sources")
    assert "noted how sure it is: Two separate sources" in answer.plain
    assert desk.office.case(case_id).verification == "two_sources"
    assert "Two separate sources" in (await visitor.get("/")).plain


async def test_a_level_that_is_none_is_refused_in_words(desk: Desk) -> None:
    case_id = broken_agreement(desk)
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    answer = await visitor.work(case_id, "verify", level="certain")
    assert "Choose how sure it is from the list." in answer.plain
    assert desk.office.case(case_id).verification == "unverified"


async def test_a_report_of_an_attack_has_no_such_control(desk: Desk) -> None:
    case_id = desk.office.report(answers={"category": "attacked"})
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    assert "How sure it is" not in visitor.last.plain
    await visitor.work(case_id, "verify", level="observed")
    assert desk.office.case(case_id).verification == "unverified"
