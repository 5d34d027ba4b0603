"""Something is passed on from the desk: chosen, read whole, asked for once, handed over after a yes, followed up."""

import re
from dataclasses import replace

import pytest

from desk.config import DeskConfig
from services.authoring.parts import Texts
from services.content import content
from services.directory import records
from services.reports.deeds.handing_over import NUMBER
from services.reports.receipts import new_receipt
from services.reports.referrals import Terms
from services.store import Store
from tests.desk.conftest import Answer, Desk, Visitor
from tests.support.contents import EXAMPLE
from tests.support.directory.some_services import a_service
from tests.support.offices import Office
from tests.support.reports.referring import answers, only

HOSTILE = "<script>x</script> {{ 7 * 7 }} \u202etxet '\"><img src=x>"


@pytest.fixture
def config(config: DeskConfig, office: Office) -> DeskConfig:
    """The desk of an office that knows one clinic."""
    name = Texts({"en": "Small clinic", "ar": "عيادة صغيرة"})
    clinic = a_service("clinic", name=name, assured=office.now.date())
    with office.database.writing() as session:
        records.keep(Store(session, office.runtime), [clinic])
    return replace(config, content=content.load(office.database, EXAMPLE, office.now))


async def press(visitor: Visitor, case_id: bytes, do: str, **fields: str) -> Answer:
    """Press a button of the page of referrals that is open."""
    hidden = {name: visitor.field(name) for name in ("version", "looked", "terms", "summary_was")}
    return await visitor.post(f"/case/{case_id.hex()}/referral", hidden | {"do": do} | fields)


async def looked(desk: Desk, case_id: bytes, who: str = "caseworker", **fields: str) -> Visitor:
    """Somebody who has chosen the clinic and read all that would be passed on."""
    visitor = await desk.inside(who, f"/case/{case_id.hex()}/referral")
    await press(visitor, case_id, "find", search="Small clinic")
    found = re.search(r'name="to" value="([^"]*)"', visitor.last.text)
    assert found, visitor.last.plain
    chosen = {"search": "Small clinic", "to": found[1], "summary": "Needs a doctor."}
    await press(visitor, case_id, "look", **chosen | fields)
    return visitor


async def asked(desk: Desk, case_id: bytes, **fields: str) -> tuple[Visitor, Terms]:
    visitor = await looked(desk, case_id, **fields)
    await press(visitor, case_id, "ask", search="", summary=fields.get("summary", "Needs a doctor."))
    return visitor, only(desk.office, case_id).terms


async def test_nothing_is_passed_on_but_the_summary_and_what_was_ticked_and_two_presses_ask_once(desk: Desk) -> None:
    case_id = desk.office.report("They came at night.")
    visitor = await looked(desk, case_id, **{"pass": "zone"})
    page = visitor.last
    assert "This is all that would be passed on" in page.plain
    sent = {"version": visitor.field("version"), "looked": visitor.field("looked"), "summary": "Needs a doctor."}
    for _ in range(2):
        await visitor.post(f"/case/{case_id.hex()}/referral", {"do": "ask", "pass": "zone"} | sent)
    terms = only(desk.office, case_id).terms
    assert [item.key for item in terms.items] == ["summary", "zone"]
    assert [entry.kind for entry in desk.office.case(case_id).entries] == ["report", "referral_asked"]


async def test_what_was_changed_after_the_look_is_looked_at_again(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await looked(desk, case_id)
    await press(visitor, case_id, "ask", summary="Something else.")
    assert desk.office.case(case_id).referrals == ()
    assert "Something else." in visitor.last.plain
    await press(visitor, case_id, "ask", summary="Something else.")
    assert [item.text for item in only(desk.office, case_id).terms.items] == ["Something else."]


async def test_who_has_not_seen_what_a_colleague_added_asks_nothing_and_keeps_the_summary(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await looked(desk, case_id)
    desk.office.do("caseworker", "note", case_id, "Already with the clinic.")
    await press(visitor, case_id, "ask", summary="Needs a doctor.")
    assert "Something was added to this case" in visitor.last.plain
    assert desk.office.case(case_id).referrals == ()
    await visitor.get(f"/case/{case_id.hex()}/referral")
    assert visitor.area("summary") == "Needs a doctor."


async def test_a_sheet_holds_only_what_was_agreed_and_two_presses_hand_over_once(desk: Desk) -> None:
    case_id = desk.office.report("They came at night.")
    visitor, terms = await asked(desk, case_id, summary=HOSTILE)
    assert "Hand over: show" not in visitor.last.plain
    answers(desk.office, case_id, terms)
    await visitor.get(f"/case/{case_id.hex()}/referral")
    sent = {"do": "sheet", "days": "3", "terms": terms.digest, "version": visitor.field("version")}
    sheet = await visitor.post(f"/case/{case_id.hex()}/referral", sent)
    assert NUMBER.search(sheet.plain) and "<script>x" not in sheet.text and "Small clinic" in sheet.plain
    assert "They came at night." not in sheet.plain and desk.office.case(case_id).name not in sheet.plain
    await visitor.post(f"/case/{case_id.hex()}/referral", sent)
    case = desk.office.case(case_id)
    assert [entry.kind for entry in case.entries].count("referral_handed") == 1
    assert (case.status, only(desk.office, case_id).days) == ("referred", 3)


@pytest.mark.parametrize("answer", ["no", "withdrawn"])
async def test_without_a_yes_nothing_is_handed_over(desk: Desk, answer: str) -> None:
    case_id = desk.office.report()
    visitor, terms = await asked(desk, case_id)
    answers(desk.office, case_id, terms)
    answers(desk.office, case_id, terms, answer)
    await visitor.get(f"/case/{case_id.hex()}/referral")
    assert "Hand over: show" not in visitor.last.plain
    refused = await press(visitor, case_id, "sheet", terms=terms.digest)
    assert "There is no yes to this that holds today" in refused.plain
    assert only(desk.office, case_id).handed_on is None


async def test_the_other_side_is_overdue_until_it_answers_and_is_told_to_stop_after_a_yes_taken_back(
    desk: Desk,
) -> None:
    case_id = desk.office.report()
    visitor, terms = await asked(desk, case_id)
    answers(desk.office, case_id, terms)
    await visitor.get(f"/case/{case_id.hex()}/referral")
    await press(visitor, case_id, "sheet", days="1", terms=terms.digest)
    assert case_id.hex() not in (await visitor.get("/?status=referral_overdue")).text
    desk.office.pass_days(3)
    visitor = await desk.inside(onward="/?status=referral_overdue")
    assert case_id.hex() in visitor.last.text
    await visitor.get(f"/case/{case_id.hex()}/referral")
    assert "Overdue since" in visitor.last.plain
    await press(visitor, case_id, "step:accepted", terms=terms.digest)
    assert only(desk.office, case_id).step == "accepted" and "They accepted it" in visitor.last.plain
    assert case_id.hex() not in (await visitor.get("/?status=referral_overdue")).text
    answers(desk.office, case_id, terms, "withdrawn")
    await visitor.get(f"/case/{case_id.hex()}/referral")
    assert "Taken back: tell them to stop" in visitor.last.plain
    await press(visitor, case_id, "step:stopped", terms=terms.digest)
    assert only(desk.office, case_id).step == "stopped"


async def test_a_yes_in_person_is_recorded_only_of_what_was_told_in_person(desk: Desk) -> None:
    for told, kinds in (("", []), ("in_person", ["referral_agreed"])):
        case_id = desk.office.report(told=told)
        visitor = await looked(desk, case_id)
        assert ("They said yes to me" in visitor.last.plain) == bool(told)
        await press(visitor, case_id, "agreed", summary="Needs a doctor.")
        assert [entry.kind for entry in desk.office.case(case_id).entries[1:]] == kinds


async def test_only_focal_points_refer_what_is_about_aid_workers(desk: Desk) -> None:
    case_id = desk.office.report(compartment="psea")
    visitor = await desk.inside()
    assert (await visitor.get(f"/case/{case_id.hex()}/referral")).status == 404
    await visitor.get("/")
    assert (await press(visitor, case_id, "look", summary="x")).status == 404
    assert "Referrals" in (await desk.inside("focal_point", f"/case/{case_id.hex()}/referral")).last.plain


async def test_a_summary_survives_a_lock_and_a_receipt_in_it_is_refused(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await looked(desk, case_id, summary="")
    assert "Write a summary, or tick" in visitor.last.plain
    refused = await press(visitor, case_id, "look", summary=f"Their receipt: {new_receipt().shown}")
    assert "A receipt stands in this" in refused.plain and "This is all that" not in refused.plain
    await press(visitor, case_id, "lock", summary="Half a summary")
    await visitor.unlock(desk.office.passphrases["caseworker"], f"/case/{case_id.hex()}/referral")
    assert visitor.area("summary") == "Half a summary"


async def test_whoever_sits_at_the_desk_reads_whom_they_choose_and_beside_it_what_the_person_reads(desk: Desk) -> None:
    case_id = desk.office.report(language="ar")
    visitor = await looked(desk, case_id, **{"pass": "zone"})
    assert "Small clinic عيادة صغيرة" in visitor.last.plain
    assert "المنطقة ( Zone )" in visitor.last.plain
    assert "Example Legal Aid" not in visitor.last.plain
    await press(visitor, case_id, "ask", summary="Needs a doctor.", **{"pass": "zone"})
    terms = only(desk.office, case_id).terms
    assert (terms.name, [item.label for item in terms.items][1:]) == ("عيادة صغيرة", ["المنطقة"])
    assert "Small clinic عيادة صغيرة" in visitor.last.plain


async def test_a_partner_of_the_list_is_chosen_without_a_search_and_their_usual_days_are_offered(desk: Desk) -> None:
    case_id = desk.office.report(language="ar")
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}/referral")
    for said in ("Example Clinic (example)", "They read: English and Arabic", "Example Complaints Office"):
        assert said in visitor.last.plain
    await press(visitor, case_id, "look", to="partner:example_clinic", summary="Needs a doctor.")
    await press(visitor, case_id, "ask", summary="Needs a doctor.")
    terms = only(desk.office, case_id).terms
    assert (terms.to, terms.name) == ("partner:example_clinic", "عيادة المثال (مثال)")
    answers(desk.office, case_id, terms)
    await visitor.get(f"/case/{case_id.hex()}/referral")
    assert re.search(r'name="days"[^>]*value="3"', visitor.last.text)
