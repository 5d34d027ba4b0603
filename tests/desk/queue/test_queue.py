"""The queue shows what presses first, and to each member only what is theirs to open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.config import DeskConfig
from services.content.answer_times import AnswerTime, AnswerTimes
from services.nudges.promises import Promises
from services.reports.case import case_name
from storage import envelopes
from tests.desk.conftest import Desk, Visitor


def names(visitor: Visitor, desk: Desk, *case_ids: bytes) -> list[bytes]:
    """The given cases in the order in which the last page shows them; those it does not show are left out."""
    text = visitor.last.text
    shown = [case_id for case_id in case_ids if f"/case/{case_id.hex()}" in text]
    return sorted(shown, key=lambda case_id: text.index(case_id.hex()))


async def test_urgent_comes_first_then_age(desk: Desk) -> None:
    office = desk.office
    old = office.report()
    office.pass_days(3)
    new, urgent = office.report(), office.report(urgent=True)
    visitor = await desk.inside()
    assert names(visitor, desk, old, new, urgent) == [urgent, old, new]
    assert "3 days ago" in visitor.last.plain and "Urgent" in visitor.last.plain


async def test_who_needs_an_answer_is_a_list_that_a_note_or_taking_the_case_does_not_shorten(desk: Desk) -> None:
    office = desk.office
    answered, waiting = office.report(), office.report()
    for case_id in (answered, waiting):
        office.do("caseworker", "reply", case_id, "We heard you.")
    office.pass_days(4)
    office.later(waiting, text="It happened again.")
    office.pass_days(1)
    visitor = await desk.inside(onward=f"/case/{waiting.hex()}")
    await visitor.work(waiting, "note", note="Seen.")
    await visitor.work(waiting, "take")
    assert "Wrote again" in visitor.last.plain and "Last heard from" in visitor.last.plain
    page = await visitor.get("/?status=needs_answer")
    assert names(visitor, desk, answered, waiting) == [waiting]
    assert "Needs an answer 1" in page.plain and "Heard from: yesterday" in page.plain and "Wrote again" in page.plain
    await visitor.get(f"/case/{waiting.hex()}")
    await visitor.work(waiting, "preview", reply="We come.")
    await visitor.work(waiting, "send", reply="We come.", then="waiting")
    assert "Everybody has an answer" in (await visitor.get("/?status=needs_answer")).plain


@pytest.fixture
def config(config: DeskConfig) -> DeskConfig:
    return replace(config, promises=Promises(AnswerTimes((AnswerTime(("urgent",), 24),)), usual_days=3))


async def test_what_is_overdue_says_since_when_is_a_list_and_an_answer_ends_it(desk: Desk) -> None:
    office = desk.office
    urgent, usual = office.report(urgent=True), office.report()
    visitor = await desk.inside()
    assert "Overdue 0" in visitor.last.plain
    office.now += timedelta(days=1, hours=3, minutes=59)
    assert "Overdue 0" in (await visitor.get("/")).plain
    office.now += timedelta(minutes=1)
    page = await visitor.get("/?status=overdue")
    assert "Overdue 1" in page.plain and "Overdue since Sat, Nov 21" in page.plain
    assert names(visitor, desk, urgent, usual) == [urgent]
    assert "Overdue since Sat, Nov 21" in (await visitor.get(f"/case/{urgent.hex()}")).plain
    office.do("caseworker", "reply", urgent, "We come.")
    assert "Nothing is overdue." in (await visitor.get("/?status=overdue")).plain


async def test_no_hour_and_no_minute_is_shown_anywhere(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside()
    for path in ("/", f"/case/{case_id.hex()}"):
        assert "12:00" not in (await visitor.get(path)).text


async def test_a_caseworkers_pages_know_nothing_of_psea(desk: Desk) -> None:
    office = desk.office
    psea = office.report("about the warehouse man", compartment="psea", answers={"category": "aid_worker"})
    office.later(psea, compartment="psea", text="more")
    safety = office.report()
    visitor = await desk.inside("caseworker")
    assert names(visitor, desk, psea, safety) == [safety]
    for path in ("/", "/?status=all", "/?compartment=psea", "/?category=aid_worker"):
        page = await visitor.get(path)
        assert "warehouse" not in page.text and "Not closed 1" in page.plain and "All 1" in page.plain
        assert "About aid workers" not in page.text and 'value="aid_worker"' not in page.text
    there, nowhere = await visitor.get(f"/case/{psea.hex()}"), await visitor.get(f"/case/{'0' * 32}")
    assert there.status == nowhere.status == 404
    assert there.plain == nowhere.plain
    focal = await desk.inside("focal_point")
    assert names(focal, desk, psea, safety) == [psea]


async def test_a_caseworker_does_not_learn_who_the_focal_points_are(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    assert "Carla Casey" in visitor.last.text and "Farid Focal" not in visitor.last.text


async def test_filters_narrow_by_state_zone_concern_and_whose(desk: Desk) -> None:
    office = desk.office
    one = office.report(answers={"zone": "block_a", "category": "unsafe"})
    two = office.report(answers={"zone": "block_b", "category": "tension"})
    office.do("caseworker", "assign", two, office.members["caseworker"].member)
    visitor = await desk.inside()
    for query, expected in (
        ("zone=block_a", [one]),
        ("category=tension", [two]),
        ("status=new", [one]),
        ("status=open&whose=mine", [two]),
        ("whose=nobodys", [one]),
        ("zone=block_a&category=tension", []),
        ("status=nonsense&part=minus", [one, two]),
    ):
        await visitor.get(f"/?{query}")
        assert set(names(visitor, desk, one, two)) == set(expected), query


async def test_what_came_since_the_last_look_is_marked_even_over_a_lock(desk: Desk) -> None:
    office = desk.office
    case_id = office.report()
    visitor = await desk.inside()
    assert "1 new since you last looked" in visitor.last.plain
    await visitor.get(f"/case/{case_id.hex()}")
    assert "since you last looked" not in (await visitor.get("/")).plain
    await visitor.post("/lock", {})
    office.later(case_id, text="more")
    again = await desk.inside()
    assert "1 new since you last looked" in again.last.plain
    await again.get("/?fresh=1")
    assert names(again, desk, case_id) == [case_id]


async def test_long_queues_come_in_parts(desk: Desk) -> None:
    cases = [desk.office.report() for _ in range(53)]
    visitor = await desk.inside()
    assert len(names(visitor, desk, *cases)) == 50
    assert "Show 3 more" in visitor.last.plain
    await visitor.get("/?part=2")
    assert len(names(visitor, desk, *cases)) == 53


async def test_an_empty_queue_says_so(desk: Desk) -> None:
    visitor = await desk.inside()
    assert "No report has come yet" in visitor.last.plain


async def test_what_was_forged_or_broken_is_said_and_left_out(desk: Desk) -> None:
    desk.office.put("safety", {"kind": "report", "half": True})
    visitor = await desk.inside()
    assert "1 item in the store could not be trusted" in visitor.last.plain


async def test_a_withdrawn_case_says_so(desk: Desk) -> None:
    case_id = desk.office.report()
    desk.office.later(case_id, "withdrawn")
    visitor = await desk.inside(onward="/")
    assert "Withdrawn" in (await visitor.get("/?status=all")).plain


async def test_what_is_broken_is_shown_as_broken(desk: Desk) -> None:
    office = desk.office
    whole, broken = office.report(), office.report()
    message = office.later(whole, text="They came again.")
    for case_id in (whole, broken):
        office.do("caseworker", "note", case_id, "Seen.")
    with office.database.writing() as session:
        for envelope in (message, broken):
            (body,) = envelopes.bodies(session, [envelope]).values()
            head = next(head for head in envelopes.heads(session) if head.id == envelope)
            envelopes.delete(session, [envelope])
            envelopes.add(session, *head, body[:-1] + bytes([body[-1] ^ 1]))
    visitor = await desk.inside()
    assert "1 report is broken and does not open any more" in visitor.last.plain
    assert case_name(broken) in visitor.last.plain
    page = await visitor.get(f"/case/{whole.hex()}")
    assert "What the person wrote here is broken" in page.plain
    with office.database.writing() as session:
        envelopes.delete(session, [message, broken])
    page = await visitor.get("/")
    assert "broken" not in page.plain, "what was erased on purpose is not broken"


async def test_the_desk_speaks_the_chosen_language_with_its_direction(desk: Desk) -> None:
    visitor = await desk.inside()
    answer = await visitor.post("/language", {"language": "ar", "back": "/"})
    assert '<html lang="ar" dir="rtl">' in answer.text and answer.path == "/"
