"""What is found out about a case is noted beside it, and the queue finds it again."""

from datetime import timedelta

from desk.words.case_words import DRIVER_WORDS, GROUP_WORDS
from locales import Words
from services.reports.deeds.status import set_to
from services.reports.erasure.leave import leave_seen
from services.reports.standing import DRIVERS, GROUPS
from tests.desk.conftest import Desk


def test_every_choice_has_words_of_its_own() -> None:
    words = Words("en")
    for values, table in ((DRIVERS, DRIVER_WORDS), (GROUPS, GROUP_WORDS)):
        assert tuple(table) == values
        assert len({words(label) for label in table.values()}) == len(values)


async def test_tags_are_added_taken_away_and_found_in_the_queue(desk: Desk) -> None:
    case_id, other = desk.office.report(), desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    answer = await visitor.work(case_id, "tag", tags="Bridge, night")
    assert "Carla Casey tagged the case: bridge and night" in answer.plain
    answer = await visitor.work(case_id, "tag", tag="night", tags="")
    assert "Carla Casey took tags away: bridge" in answer.plain
    assert desk.office.case(case_id).standing.tags == {"night"}
    assert "A tag is a word or two" in (await visitor.work(case_id, "tag", tags="x" * 31)).plain
    assert "can have 12 tags" in (await visitor.work(case_id, "tag", tags=",".join("abcdefghijklm"))).plain
    listed = await visitor.get("/?tag=night")
    assert case_id.hex() in listed.text and other.hex() not in listed.text
    assert '<option value="night">' in (await visitor.get(f"/case/{other.hex()}")).text, "offered where others use it"


async def test_the_driver_and_who_is_at_risk_are_noted_and_taken_back(desk: Desk) -> None:
    case_id = desk.office.report()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    answer = await visitor.work(case_id, "driver", driver="revenge")
    assert "what seems to drive the violence. Revenge: for what happened before" in answer.plain
    assert "Choose from the list." in (await visitor.work(case_id, "driver", driver="hunger")).plain
    assert "took back what seems to drive" in (await visitor.work(case_id, "driver", driver="")).plain
    answer = await visitor.work(case_id, "at_risk", risk="women\nchildren")
    assert "noted who is at risk: Children and Women" in answer.plain
    assert "Choose from the list." in (await visitor.work(case_id, "at_risk", risk="all")).plain
    assert "took back who is at risk" in (await visitor.work(case_id, "at_risk")).plain


async def test_a_case_to_check_today_has_a_tab_of_its_own(desk: Desk) -> None:
    case_id, today = desk.office.report(), desk.office.now.date()
    visitor = await desk.inside(onward=f"/case/{case_id.hex()}")
    assert "Choose a day to come" in (await visitor.work(case_id, "check", check="2020-01-01")).plain
    tomorrow = today + timedelta(days=1)
    await visitor.work(case_id, "check", check=tomorrow.isoformat())
    assert "Nothing has to be checked today." in (await visitor.get("/?status=to_check")).plain
    await visitor.get(f"/case/{case_id.hex()}")
    await visitor.work(case_id, "check", check=today.isoformat())
    assert "set the day of the next check" in visitor.last.plain
    assert case_id.hex() in (await visitor.get("/?status=to_check")).text
    await visitor.get(f"/case/{case_id.hex()}")
    await visitor.work(case_id, "check", check="")
    assert "took the day of the next check back" in visitor.last.plain


async def test_a_closed_case_says_when_it_is_erased_and_one_press_with_a_reason_keeps_it(desk: Desk) -> None:
    soon, later = desk.office.report(), desk.office.report()
    desk.office.act("caseworker", soon, set_to("closed", "helped"))
    visitor = await desk.inside()
    assert "No case is erased within a month." in (await visitor.get("/?status=goes_soon")).plain
    desk.office.pass_days(360)
    desk.office.act("caseworker", later, set_to("closed", "helped"))
    visitor = await desk.inside(onward="/?status=goes_soon")
    listed = await visitor.get("/?status=goes_soon")
    assert soon.hex() in listed.text and later.hex() not in listed.text and "Erased on" in listed.plain
    shown = await visitor.get(f"/case/{soon.hex()}")
    assert "This case is erased on" in shown.plain and "1, 2027" in shown.plain
    with desk.office.database.reading() as session:
        assert len(leave_seen(session)) == 1, "unlocking has given leave"
    assert "There is no text yet." in (await visitor.work(soon, "keep", reason=" ")).plain
    answer = await visitor.work(soon, "keep", reason="A court has asked for it.")
    assert "kept the case, so that it is not erased yet" in answer.plain and "A court has asked for it." in answer.plain
    assert "This case is erased on" not in answer.plain
    with desk.office.database.reading() as session:
        assert leave_seen(session) == {}
    assert "This case is erased on" not in (await visitor.get(f"/case/{later.hex()}")).plain
