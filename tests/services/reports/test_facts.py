"""What staff find out about a case: tags, what drives it, who is at risk, when somebody looks again."""

from datetime import date, timedelta

import pytest

from services.reports.case import Case
from services.reports.deeds.at_risk import UnknownGroup, are_at_risk
from services.reports.deeds.checking import NotADayToCome, check_on, read_day
from services.reports.deeds.deed import Act
from services.reports.deeds.driver import UnknownDriver, driven_by
from services.reports.deeds.status import set_to
from services.reports.deeds.tags import TAG_LIMIT, TAGS_LIMIT, TagTooLong, TooManyTags, tagged, tags_in
from services.reports.standing import DRIVERS, GROUPS, Standing
from tests.support.offices import Office, founded, office

__all__ = ["founded", "office"]


def test_tags_are_written_in_one_way() -> None:
    assert tags_in(" #Bridge  North, bridge north,،Ｗａｔｅｒ؛ ,\n\u202eevil\x00") == ("bridge north", "water", "evil")
    assert tags_in("می\u200cرود") == ("می\u200cرود",), "what joins within a word belongs to it"
    assert tags_in(" ,\u200c, #") == ()


def test_tags_of_two_colleagues_at_once_both_stay(office: Office) -> None:
    case_id = office.report()
    before = office.case(case_id)
    office.act("caseworker", case_id, tagged(before.standing.tags, ["bridge"]))
    office.act("caseworker", case_id, tagged(before.standing.tags, ["water"]))
    assert office.case(case_id).standing.tags == {"bridge", "water"}
    office.act("caseworker", case_id, tagged({"bridge", "water"}, ["water", "night"]))
    assert office.case(case_id).standing.tags == {"water", "night"}


def test_tags_have_the_limits_that_sentences_name() -> None:
    assert (TAG_LIMIT, TAGS_LIMIT) == (30, 12)
    with pytest.raises(TooManyTags):
        tagged((), [str(number) for number in range(TAGS_LIMIT + 1)])
    with pytest.raises(TagTooLong):
        tagged((), ["x" * (TAG_LIMIT + 1)])


@pytest.mark.parametrize("driver", DRIVERS)
def test_what_drives_it_is_said_and_taken_back(office: Office, driver: str) -> None:
    case_id = office.report()
    office.act("caseworker", case_id, driven_by(driver))
    assert office.case(case_id).standing.driver == driver
    office.act("caseworker", case_id, driven_by(""))
    assert office.case(case_id).standing.driver == ""
    with pytest.raises(UnknownDriver):
        driven_by("hunger")


def test_who_is_at_risk_is_the_last_list(office: Office) -> None:
    case_id = office.report()
    office.act("caseworker", case_id, are_at_risk(["women", "children"]))
    assert office.case(case_id).standing.at_risk == ("children", "women")
    office.act("caseworker", case_id, are_at_risk([]))
    assert office.case(case_id).standing.at_risk == ()
    assert set(are_at_risk(GROUPS).facts["groups"]) == set(GROUPS)
    with pytest.raises(UnknownGroup):
        are_at_risk(["children", "nobody"])


def due(case: Case, today: date) -> bool:
    return case.check_is_due(today)


def test_a_check_is_due_on_its_day_and_after_it_while_the_case_is_open(office: Office) -> None:
    case_id, today = office.report(), office.now.date()
    assert not due(office.case(case_id), today)
    office.act("caseworker", case_id, check_on(today + timedelta(days=3), today))
    days = (2, 3, 9)
    assert [due(office.case(case_id), today + timedelta(days=day)) for day in days] == [False, True, True]
    office.act("caseworker", case_id, set_to("closed", "helped"))
    assert not due(office.case(case_id), today + timedelta(days=9))
    office.act("caseworker", case_id, check_on(None, today))
    assert office.case(case_id).standing.next_check is None


@pytest.mark.parametrize("day", ["2026-11-19", "2029-01-01", "1 December", "2026-02-30"])
def test_a_check_is_on_a_day_to_come(day: str) -> None:
    with pytest.raises(NotADayToCome):
        check_on(read_day(day), date(2026, 11, 20))


BENT = [
    Act("tagged", {"added": ["Upper"], "removed": []}),
    Act("tagged", {"added": ["x" * 31], "removed": []}),
    Act("tagged", {"added": [["bridge"]], "removed": []}),
    Act("tagged", {"added": "bridge", "removed": []}),
    Act("tagged", {"added": ["bridge"]}),
    Act("driver", {"driver": ["revenge"]}),
    Act("driver", {}),
    Act("at_risk", {"groups": "children"}),
    Act("at_risk", {"groups": [{"children": 1}]}),
    Act("next_check", {"day": 20261130}),
    Act("next_check", {"day": "20261130"}),
    Act("next_check", {"day": "2026-11-31"}),
    Act("next_check", {}),
]


@pytest.mark.parametrize("act", BENT, ids=lambda act: f"{act.event} {act.facts}")
def test_what_is_not_understood_changes_nothing(office: Office, act: Act) -> None:
    case_id = office.report()
    office.act("caseworker", case_id, act)
    case = office.case(case_id)
    assert case.standing == Standing() and [entry.kind for entry in case.entries] == ["report", act.event]
