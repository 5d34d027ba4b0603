"""Requests for company on a way, by day and place; only open ones, only those the member can open."""

from tests.desk.conftest import Desk

FORM = "accompaniment_request"


async def test_open_requests_stand_by_day_and_place_and_nobody_sees_those_of_another_compartment(desk: Desk) -> None:
    office = desk.office
    for when, where in (("later", "the <b>court</b>"), ("today", "the hospital"), ("this_week", "the market")):
        office.report(form=FORM, answers={"category": "", "when": when, "where_to": where})
    closed = office.report(form=FORM, answers={"category": "", "when": "today", "where_to": "home"})
    office.do("caseworker", "set_status", closed, "closed")
    office.report("no journey")
    office.report(form=FORM, compartment="psea", answers={"when": "today", "where_to": "a secret place"})
    visitor = await desk.inside(onward="/journeys")
    plain = visitor.last.plain
    places = [plain.index(place) for place in ("the hospital", "the market", "the <b>court</b>")]
    assert places == sorted(places) and "<b>court" not in visitor.last.text
    assert "home" not in plain and "no journey" not in plain and "secret" not in plain
    assert "These days are over" not in plain
    office.pass_days(1)
    assert (await visitor.get("/journeys")).plain.count("These days are over") == 1


async def test_a_printed_list_is_noted_in_each_of_its_cases(desk: Desk) -> None:
    office = desk.office
    case_id = office.report(form=FORM, answers={"category": "", "when": "today", "where_to": "the hospital"})
    visitor = await desk.inside(onward="/journeys")
    await visitor.post("/journeys", {}, token="0" * 64)
    assert len(office.case(case_id).entries) == 1
    sheet = await visitor.post("/journeys", {})
    assert "Keep locked away" in sheet.plain and "goes-on-paper" in sheet.text
    assert [entry.kind for entry in office.case(case_id).entries] == ["report", "printed"]


async def test_nobody_waits_is_said(desk: Desk) -> None:
    assert "Nobody waits for company." in (await desk.inside(onward="/journeys")).last.plain
