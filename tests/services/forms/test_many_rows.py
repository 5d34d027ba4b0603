"""However many rows a form asks for, whoever answers is asked the next question, and keeps what they said."""

import json
from datetime import date

import pytest

from services.forms import FormRule, Interview, Review, TooManyRows
from tests.support.forms.form_tables import Begin, ProblemsOf
from tests.support.forms.interviewing import answered, asked

COLUMNS = "type | name | label | calculation | repeat_count"


def table(*rows: str) -> str:
    return "\n".join(["| survey |", f"| | {COLUMNS} |", *(f"| | {row} |" for row in rows)])


def repeat(name: str, many: str, *inside: str) -> list[str]:
    return [f"begin_repeat | {name} | R | | {many}", *inside, "end_repeat | | | |"]


NESTED = repeat("r", "50", *repeat("s", "50", *repeat("t", "50", "text | q | Q")))
COUNTED_BY_ITSELF = ["calculate | c | | 30 * 40 |", *repeat("r", "${c}", "text | q | Q")]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (repeat("r", "999999999", "text | q | Q"), 3),
        ([*repeat("r", "${a}", *repeat("s", "999999999", "text | q | Q"))], 4),
        (COUNTED_BY_ITSELF, 4),
        (NESTED, 5),
        (repeat("r", "today() - date('1970-01-01')", "text | q | Q"), 3),
        (repeat("r", "", *repeat("s", "100", "text | q | Q")), 4),
        (repeat("r", "50", *[f"text | q{n} | Q" for n in range(200)]), 3),
    ],
)
def test_more_rows_than_may_be_are_refused_when_the_form_is_read(
    rows: list[str], place: int, problems_of: ProblemsOf
) -> None:
    (problem,) = problems_of(table("text | a | A", *rows))
    assert (problem.rule, problem.row, problem.column) == (FormRule.TOO_MANY_ROWS, place, "repeat_count")
    assert "At most 50" in problem.sentence and "5,000" in problem.sentence


def test_what_somebody_answers_is_refused_only_where_it_is_what_asks_for_too_many(begin: Begin) -> None:
    interview = begin(table("text | a | A", "integer | n | N", *repeat("r", "${n} * 1000", "text | q | Q")))
    interview = interview.answer("words")
    with pytest.raises(TooManyRows):
        interview.answer("1")
    assert isinstance(interview.answer("0").current(), Review)


def test_who_is_inside_when_a_count_grows_by_itself_goes_on(begin: Begin) -> None:
    counted = "(today() - date('2026-03-05')) * 1000"
    begun = begin(table("text | a | A", *repeat("r", counted, "text | q | Q"), "text | z | Z"))
    later = Interview.resume(begun.form, begun.to_json(), date(2026, 3, 6), "default")
    later = answered(later, "words")
    assert asked(later).path == "r[1]/q"
    assert answered(later, *["row"] * 50, "end").submission()["z"] == "end"


def test_rows_within_rows_are_counted_together(begin: Begin) -> None:
    inside = repeat("r", "${a}", *repeat("s", "${a}", *repeat("t", "${a}", "text | q | Q")))
    interview = begin(table("integer | a | A", *inside))
    with pytest.raises(TooManyRows) as refused:
        interview.answer("50")
    assert refused.value.limit is None, "no single repeat has too many"
    assert asked(interview.answer("5")).path == "r[1]/s[1]/t[1]/q"


def test_what_is_computed_once_in_many_rows_takes_little_room(begin: Begin) -> None:
    row = ["calculate | o | | once(concat(${a}, random())) |", "text | q | Q"]
    interview = answered(begin(table("text | a | A", *repeat("r", "50", *row))), "x" * 3000, "said")
    assert len(json.dumps(interview.to_json())) < 110_000
    assert interview.submission()["r[1]/q"] == "said"
