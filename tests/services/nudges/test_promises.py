"""An answer is overdue once the office has closed on the last day that was promised, and not before."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from services.content.answer_times import AnswerTime, AnswerTimes
from services.content.office import Office as Hours
from services.nudges.promises import Promises
from tests.support.offices import Office, founded, office

__all__ = ["founded", "office"]

TIMES = AnswerTimes((AnswerTime(("child", "urgent"), 24), AnswerTime(("accompaniment_request",), 48)))
WEEKDAYS = Hours(days=(0, 1, 2, 3, 4), closes=time(17))
PROMISES = Promises(TIMES, usual_days=3, office=WEEKDAYS)
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


def day(number: int) -> datetime:
    return datetime(2026, 11, number, 17, tzinfo=UTC)


def test_the_promise_of_its_urgency_its_branch_or_its_form_holds_and_else_the_usual_one(office: Office) -> None:
    office.now = FRIDAY
    urgent = office.case(office.report(urgent=True))
    child = office.case(office.report(answers={"details/branch": "explosive child"}))
    company = office.case(office.report(form="accompaniment_request"))
    usual = office.case(office.report())
    due = [PROMISES.due(case) for case in (urgent, child, company, usual)]
    assert due == [day(23), day(23), day(24), day(25)]


def test_days_on_which_the_office_is_closed_do_not_count(office: Office) -> None:
    office.now = FRIDAY
    case = office.case(office.report(urgent=True))
    assert replace(PROMISES, office=replace(WEEKDAYS, days=tuple(range(7)))).due(case) == day(21)


def test_where_nothing_was_promised_nothing_is_due(office: Office) -> None:
    assert Promises(TIMES).due(office.case(office.report())) is None


def test_it_is_counted_from_the_last_word_that_has_no_answer(office: Office) -> None:
    office.now = FRIDAY
    case_id = office.report()
    office.do("caseworker", "reply", case_id, "We heard you.")
    assert PROMISES.due(office.case(case_id)) is None
    office.pass_days(3)
    office.later(case_id, text="Again.")
    office.pass_days(1)
    office.later(case_id, kind="route_cut")
    office.do("caseworker", "note", case_id, "Seen.")
    assert PROMISES.due(office.case(case_id)) == day(26)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (FRIDAY, True),
        (FRIDAY.replace(hour=17), False),
        (FRIDAY.replace(hour=7), False),
        (day(21) - timedelta(hours=5), False),
    ],
)
def test_the_office_is_open_in_its_hours_on_its_days(at: datetime, is_open: bool) -> None:
    assert WEEKDAYS.is_open(at) is is_open


def test_the_last_call_was_on_a_day_of_the_office() -> None:
    assert WEEKDAYS.last_call(FRIDAY) == FRIDAY.replace(hour=8)
    assert WEEKDAYS.last_call(datetime(2026, 11, 23, 7, 59, tzinfo=UTC)) == FRIDAY.replace(hour=13)
