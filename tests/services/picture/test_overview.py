"""What is counted inside: every report of the period once, and none that was set aside, taken back or not true."""

from datetime import UTC, datetime, timedelta

from services.content.office import Office as OfficeHours
from services.nudges.promises import Promises
from services.picture.answers import Part, Referrals, answers
from services.picture.overview import LeftOut, Overview, Period, of_period, overview
from services.reports.case import Case
from services.reports.deeds.aside import set_aside
from services.reports.deeds.status import set_to
from services.reports.deeds.undoing import undone
from tests.support.offices import Office, founded, office

__all__ = ["founded", "office"]
PROMISES = Promises(usual_days=2, office=OfficeHours())


def cases(office: Office, weeks: int = 13, about: str = "safety", who: str = "caseworker") -> list[Case]:
    return of_period(office.caseload(who).each(), about, Period(weeks, office.now.date()))


def seen(office: Office, *sensitive: str) -> Overview:
    return overview(cases(office), Period(13, office.now.date()), sensitive)


def day(office: Office, weeks_ago: int) -> str:
    return (office.now - timedelta(weeks=weeks_ago)).date().isoformat()


def test_each_report_is_counted_in_the_week_in_which_it_was_received(office: Office) -> None:
    for weeks_ago in (0, 0, 3, 12, 13):
        office.report(day=day(office, weeks_ago))
    found = seen(office)
    assert found.weeks == (1, *[0] * 8, 1, 0, 0, 2)
    assert [trend.weeks for trend in found.categories] == [found.weeks]


def test_what_was_set_aside_taken_back_or_not_true_is_not_counted_and_said(office: Office) -> None:
    ids = [office.report() for _ in range(5)]
    office.act("caseworker", ids[0], set_aside("spam"))
    office.later(ids[1], "withdrawn")
    office.act("caseworker", ids[2], set_to("closed", "false"))
    office.act("caseworker", ids[3], set_to("closed", "duplicate"))
    found = seen(office)
    assert sum(found.weeks) == 1 and found.left_out == LeftOut(aside=1, withdrawn=1, no_incident=2)


def test_the_sensitive_stands_by_no_zone_whichever_button_it_came_by(office: Office) -> None:
    office.report(answers={"zone": "north"})
    office.report(answers={"zone": "north", "category": "attacked", "branch": "sexual_violence"})
    office.report(answers={"zone": "north", "category": "child", "branch": "child"})
    office.report(answers={"zone": "north", "category": "tension"})
    found = seen(office, "tension")
    assert [(trend.name, trend.all) for trend in found.zones] == [("north", 1)]
    assert found.untold == 3 and sum(found.weeks) == 4


def test_complaints_about_aid_workers_are_in_their_own_picture_and_by_no_zone(office: Office) -> None:
    office.report()
    office.report(compartment="psea", answers={"category": "aid_worker", "zone": "north"})
    assert cases(office, about="psea") == []
    complaints = cases(office, about="psea", who="focal_point")
    found = overview(complaints, Period(13, office.now.date()))
    assert sum(found.weeks) == 1 and found.zones == () and sum(seen(office).weeks) == 1


def test_days_are_those_of_what_happened_on_the_day_it_was_told(office: Office) -> None:
    office.report()  # on a Friday
    office.report(answers={"when": "earlier"})
    found = seen(office)
    assert found.days == (0, 0, 0, 0, 1, 0, 0) and found.times == (1, 0, 1)


def test_an_answer_is_in_time_by_what_was_promised_and_what_can_still_be_kept_is_not_counted(office: Office) -> None:
    soon, too, late, _silent, unwanted = (office.report() for _ in range(5))
    office.report(answers={"reply_wanted": "no"})
    office.pass_days(1)
    for each in (soon, too):
        office.do("caseworker", "reply", each, "We come tomorrow.")
    office.do("caseworker", "set_status", unwanted, "closed")
    office.pass_days(4)
    office.do("caseworker", "reply", late, "We are sorry.")
    office.report()
    office.later(late)
    found = answers(cases(office), PROMISES.due_after, office.now)
    assert found.in_time == Part(2, 4)
    assert (found.answered, found.days, found.waiting) == (3, 1, 3)
    assert answers(cases(office), Promises().due_after, office.now).in_time == Part(0, 0)


def test_who_wrote_again_came_back_and_is_one_person(office: Office) -> None:
    first, _ = office.report(), office.report()
    office.later(first)
    office.later(first)
    assert answers(cases(office), PROMISES.due_after, office.now).came_back == Part(1, 2)


def test_a_referral_is_done_with_an_outcome_that_helped_and_one_that_was_undone_is_none(office: Office) -> None:
    for outcome in ("helped", "passed_on", "not_reached", ""):
        id = office.report()
        office.do("caseworker", "set_status", id, "referred")
        if outcome:
            office.act("caseworker", id, set_to("closed", outcome))
    mistake = office.report()
    deed = office.act("caseworker", mistake, set_to("referred"))
    office.act("caseworker", mistake, undone(office.case(mistake), deed, office.members["caseworker"].member))
    assert answers(cases(office), PROMISES.due_after, office.now).referrals == Referrals(1, 2, 1)


def test_the_last_week_of_a_period_is_the_present_one() -> None:
    friday = datetime(2026, 11, 20, tzinfo=UTC).date()
    assert len(Period(13, friday).numbers) == 13
    assert Period(1, friday).numbers == Period(1, friday + timedelta(days=2)).numbers
