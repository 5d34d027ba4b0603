"""The types of XLSForm beyond words and choices: ranges, times, places, and what other tools note without asking."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.forms import AnswerNotATime, Form, FormRule, Interview, Kind, NotAChoice, NotAPlace, Review
from services.forms.calendars import YEARS
from services.forms.reading import clock_time, day_and_time, rough_place
from services.forms.xlsform.supported import UNRECORDED
from tests.support.forms.form_tables import MakeForm, ProblemsOf
from tests.support.forms.interviewing import answered, asked, reviewed

TODAY = date(2026, 3, 5)
NOON = datetime(2026, 3, 5, 12, 0, tzinfo=timezone(timedelta(hours=3)))


def begin(form: Form) -> Interview:
    return Interview.begin(form, TODAY, "default", now=NOON)


def only(make_form: MakeForm, type: str, parameters: str = "", more: str = "") -> Form:
    row = f"| {type} | it | What? | {parameters} |"
    return make_form(f"| survey |\n| | type | name | label | parameters |\n| {row}\n{more}")


@pytest.mark.parametrize(
    ("parameters", "numbers"),
    [
        ("", "1 2 3 4 5 6 7 8 9 10"),
        ("start=0 end=3", "0 1 2 3"),
        ("start=0;end=1;step=0.25", "0 0.25 0.5 0.75 1"),
        ("start=5, end=-5, step=-5", "5 0 -5"),
        ("start=0 end=100 step=30", "0 30 60 90"),
    ],
)
def test_a_range_offers_its_numbers(make_form: MakeForm, parameters: str, numbers: str) -> None:
    question = asked(begin(only(make_form, "range", parameters)))
    assert question.kind is Kind.RANGE
    assert [choice.name for choice in question.choices] == numbers.split()
    assert [choice.label for choice in question.choices] == numbers.split()


def test_a_number_of_a_range_may_be_typed_in_any_digits_and_no_other_number(make_form: MakeForm) -> None:
    interview = begin(only(make_form, "range"))
    assert interview.answer("٧").submission() == {"it": "7"}
    with pytest.raises(NotAChoice):
        interview.answer("11")


def test_two_ranges_do_not_share_their_numbers(make_form: MakeForm) -> None:
    form = make_form(
        """
        | survey |
        |        | type  | name | label | parameters   |
        |        | range | a    | A?    | end=2        |
        |        | range | b    | B?    | end=3        |
        |        | note  | c    | C     |              |
        """
    )
    assert len(asked(begin(form)).choices) == 2
    assert len(asked(begin(form).answer("1")).choices) == 3


@pytest.mark.parametrize("parameters", ["step=0", "start=a", "start=9 end=1", "end=NaN"])
def test_a_range_without_an_end_in_sight_is_refused_by_row(problems_of: ProblemsOf, parameters: str) -> None:
    problems = problems_of(f"| survey |\n| | type | name | label | parameters |\n| | range | it | ? | {parameters} |")
    assert (FormRule.RANGE_UNREADABLE, 2) in [(problem.rule, problem.row) for problem in problems]


@pytest.mark.parametrize("written", ["14:30", "14.30", "١٤:٣٠", " 14:30 ", "14:30:00.000+03:00"])
def test_a_time_of_day_is_that_of_the_clocks_there(make_form: MakeForm, written: str) -> None:
    interview = begin(only(make_form, "time")).answer(written)
    assert interview.submission() == {"it": "14:30:00.000+03:00"}
    assert reviewed(interview).rows[0].shown == "14:30"


@pytest.mark.parametrize("written", ["25:00", "14:60", "14", "half past two", "14:3", "2026-03-05 14:30"])
def test_what_is_no_time_is_refused(make_form: MakeForm, written: str) -> None:
    with pytest.raises(AnswerNotATime):
        begin(only(make_form, "time")).answer(written)


@pytest.mark.parametrize("type", ["dateTime", "datetime"])
def test_a_day_and_a_time_go_together(make_form: MakeForm, type: str) -> None:
    interview = begin(only(make_form, type)).answer("5.3.2026 ٩:٠٥")
    assert interview.submission() == {"it": "2026-03-05T09:05:00.000+03:00"}
    assert reviewed(interview).rows[0].shown == "2026-03-05 09:05"


@pytest.mark.parametrize("written", ["2026-03-05", "14:30", "2026-02-30 14:30", "2026-03-05 24:30", "soon 14:30"])
def test_half_a_moment_is_refused(make_form: MakeForm, written: str) -> None:
    with pytest.raises(AnswerNotATime):
        begin(only(make_form, "dateTime")).answer(written)


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda moment: moment.year > 999 and moment.year not in YEARS))
def test_what_is_kept_of_a_moment_reads_as_itself(moment: datetime) -> None:
    kept = day_and_time(moment.strftime("%Y-%m-%d %H:%M").rjust(16, "0"), "", moment)
    assert day_and_time(kept, "", moment) == kept
    assert datetime.fromisoformat(kept) == moment.replace(second=0, microsecond=0)
    assert clock_time(kept[11:], "", moment) == kept[11:]


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_of_a_place_only_a_square_of_two_decimals_is_kept(latitude: float, longitude: float) -> None:
    kept = rough_place(f"{latitude:.6f}, {longitude:.6f}", "")
    north, east, altitude, accuracy = kept.split()
    assert (altitude, accuracy) == ("0", "800")
    assert abs(float(north) - latitude) <= 0.005001 and abs(float(east) - longitude) <= 0.005001
    assert all(len(number.rpartition(".")[2]) == 2 and number not in ("-0.00",) for number in (north, east))
    assert rough_place(kept, "") == kept


@pytest.mark.parametrize("written", ["36.1911, 44.0092", "36.1911 44.0092", "٣٦٫١٩١١، ٤٤٫٠٠٩٢", "36.19 44.01 0 800"])
def test_a_place_as_people_write_it(make_form: MakeForm, written: str) -> None:
    interview = begin(only(make_form, "gps")).answer(written)
    assert interview.submission() == {"it": "36.19 44.01 0 800"}
    assert reviewed(interview).rows[0].shown == "36.19, 44.01"


@pytest.mark.parametrize("written", ["91, 0", "0, 181", "36.19", "by the well", "36.19, 44.01 by the well", "1e1, 2"])
def test_what_is_no_place_is_refused(make_form: MakeForm, written: str) -> None:
    with pytest.raises(NotAPlace):
        begin(only(make_form, "geopoint")).answer(written)


@pytest.mark.parametrize(
    "type", [*sorted(UNRECORDED - {"background-geopoint"}), "get phone number", "uri:deviceid", "get device id"]
)
def test_what_says_who_answers_stays_empty_whatever_the_form_says(make_form: MakeForm, type: str) -> None:
    form = make_form(
        f"""
        | survey |
        |        | type   | name  | label | default | calculation | parameters |
        |        | {type} | phone |       | me      | 'me'        |            |
        |        | text   | it    | What? |         |             |            |
        """.replace("| phone |", "| audit |" if type == "audit" else "| phone |")
    )
    interview = answered(begin(form), "words")
    assert isinstance(interview.current(), Review)
    assert interview.submission() == {"it": "words"}


def test_other_questions_may_look_at_what_is_never_written_down(make_form: MakeForm) -> None:
    form = make_form(
        """
        | survey |
        |        | type     | name  | label | relevant       |
        |        | deviceid | phone |       |                |
        |        | text     | it    | What? | ${phone} != '' |
        |        | text     | other | Else? | ${phone} = ''  |
        """
    )
    assert asked(begin(form)).name == "other"


def test_capital_letters_make_no_other_type(make_form: MakeForm) -> None:
    form = make_form(
        """
        | Survey  |
        |         | Type          | Name | Label |
        |         | Text          | a    | A     |
        |         | Select_One yn | b    | B     |
        |         | Begin Group   | g    | G     |
        |         | INTEGER       | i    | I     |
        |         | End Group     |      |       |
        | Choices |
        |         | List_Name | Name | Label |
        |         | yn        | yes  | Yes   |
        """
    )
    kinds = {path: item.kind for path, item in form.items.items()}
    assert kinds == {"a": Kind.TEXT, "b": Kind.ONE, "g": Kind.GROUP, "g/i": Kind.INTEGER}
