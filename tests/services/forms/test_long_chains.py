"""However long what follows from what is, whoever answers is asked the next question."""

from collections.abc import Sequence

import pytest

from services.forms import Interview
from tests.support.forms.form_tables import Begin
from tests.support.forms.interviewing import answered, asked, reviewed

COLUMNS = "type | name | label | calculation | relevant | repeat_count | trigger"


def table(*rows: str) -> str:
    return "\n".join(["| survey |", f"| | {COLUMNS} |", *(f"| | {row} |" for row in rows)])


def chained(first: str, many: int, rest: str) -> list[str]:
    """A first row, and as many that each look at the one before ('{before}')."""
    return [first, *(rest.format(n=n, before=f"${{q{n - 1}}}") for n in range(1, many + 1))]


def test_a_value_may_follow_from_a_thousand_others(begin: Begin) -> None:
    rows = chained("integer | q0 | A", 1000, "calculate | q{n} | | {before} + 1 | | |")
    interview = begin(table(*rows)).answer("1")
    assert interview.value("q1000") == "1001"
    assert interview.submission()["q1000"] == "1001"


def test_a_value_may_follow_from_others_that_stand_below_it(begin: Begin) -> None:
    rows = chained("integer | q0 | A", 300, "calculate | q{n} | | {before} + 1 | | |")
    assert begin(table(*reversed(rows))).answer("1").value("q300") == "301"


def test_a_question_may_be_asked_because_of_hundreds_before_it(begin: Begin) -> None:
    rows = chained("text | q0 | A", 400, "text | q{n} | A | | {before} != '' | |")
    interview = begin(table(*rows))
    for number in range(401):
        if number % 20 == 0:
            interview = Interview.resume(interview.form, interview.to_json(), interview.moment.today, "default")
        interview = interview.answer("x")
    assert len(reviewed(interview).rows) == 401
    assert len(reviewed(interview.change("q0").skip()).rows) == 1, "without the first the others are not asked"


@pytest.mark.parametrize(("neighbour", "last"), [("- 1", "r[50]/sum"), ("+ 1", "r[1]/sum")])
def test_rows_may_count_on_from_their_neighbours(neighbour: str, last: str, begin: Begin) -> None:
    interview = begin(
        table(
            "begin_repeat | r | R | | | 50 |",
            "integer | n | N | | | |",
            f"calculate | near | | indexed-repeat(${{sum}}, ${{r}}, position(..) {neighbour}) | | |",
            "calculate | mid | | coalesce(${near}, 0) | | |",
            "calculate | sum | | ${mid} + ${n} | | |",
            "end_repeat | | | | | |",
        )
    )
    assert answered(interview, *["2"] * 50).value(last) == "100"


def test_rows_that_need_one_another_in_a_circle_say_something_and_end(begin: Begin) -> None:
    other = "indexed-repeat(${sum}, ${r}, (position(..) mod 50) + 1)"
    interview = begin(
        table(
            "begin_repeat | r | R | | | 50 |",
            "integer | n | N | | | |",
            f"calculate | sum | | coalesce({other}, 0) + ${{n}} | | |",
            "end_repeat | | | | | |",
        )
    )
    assert answered(interview, *["2"] * 50).value("r[1]/sum") != ""


def test_a_change_may_set_a_value_whose_change_sets_the_next(begin: Begin) -> None:
    rows = chained("text | q0 | A", 300, "calculate | q{n} | | concat({before}, 'x') | | | {before}")
    interview = begin(table(*rows)).answer("a")
    assert interview.value("q300") == "a" + 300 * "x"
    assert interview.change("q0").answer("b").value("q300") == "b" + 300 * "x"


def test_a_computed_value_triggers_when_it_changes(begin: Begin) -> None:
    interview = begin(
        table(
            "integer | age | A | | | |",
            "calculate | adult | | ${age} > 17 | | |",
            "calculate | told | | concat('was ', ${age}) | | | ${adult}",
        )
    ).answer("10")
    assert interview.value("told") == "", "no adult before, and none now: nothing changed that it waits for"
    interview = interview.change("age").answer("20")
    assert interview.value("told") == "was 20"
    assert interview.change("age").answer("30").value("told") == "was 20"


EXPRESSIONS: Sequence[tuple[str, str]] = [
    (" + ".join(["${q0}"] * 2000), "2000"),
    (" or ".join(["${q0} = 7"] * 500), "false"),
    ("".join(f"if(${{q0}} = {n + 2}, '{n}', " for n in range(100)) + "'none'" + ")" * 100, "none"),
    ("concat(" + ", ".join(["${q0}"] * 2000) + ")", "1" * 2000),
]


@pytest.mark.parametrize(("expression", "expected"), EXPRESSIONS)
def test_an_expression_may_be_long(expression: str, expected: str, begin: Begin) -> None:
    interview = begin(table("integer | q0 | A", f"calculate | it | | {expression} | | |", "text | t | T")).answer("1")
    assert asked(interview).name == "t" and interview.value("it") == expected
    stored = interview.form.from_json(interview.form.to_json())
    assert Interview.resume(stored, interview.to_json(), interview.moment.today, "default").value("it") == expected
