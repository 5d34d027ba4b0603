"""A form that would hold everybody up is refused with the place and the remedy, or runs within bounds."""

from pathlib import Path

import pytest

from services.forms import ConstraintBroken, FormRule, read_form
from tests.support.forms.form_tables import Begin, MakeForm, ProblemsOf
from tests.support.forms.interviewing import answered, asked

COLUMNS = "type | name | label | calculation | constraint | choice_filter | appearance"


def table(*rows: str, choices: int = 0) -> str:
    lines = ["| survey |", f"| | {COLUMNS} |", *(f"| | {row} |" for row in rows)]
    if choices:
        lines += ["| choices |", "| | list_name | name | label | district |"]
        lines += [f"| | place | p{n} | Place {n} | d{n % 500} |" for n in range(choices)]
    return "\n".join(lines)


def test_a_pattern_takes_no_longer_than_the_text(begin: Begin) -> None:
    interview = begin(table("text | q | Q | | regex(., '(x+x+)+y') | |"))
    with pytest.raises(ConstraintBroken):
        interview.answer("x" * 20_000)
    assert interview.answer("xxxxy").value("q") == "xxxxy"


@pytest.mark.parametrize("pattern", ["^(?=.*[0-9]).+$", "^(?!ab).*$", r"(ab)\1", "(?<=a)b"])
def test_a_pattern_that_may_never_end_is_refused(pattern: str, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(table("text | q | Q | | " + f"regex(., '{pattern}')" + " | |"))
    assert (problem.rule, problem.row, problem.column) == (FormRule.PATTERN_LOOKS_AROUND, 2, "constraint")
    assert "two conditions" in problem.remedy


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"^\w+ \w+$", "سارا خالد"),
        (r"^[\w ]+$", "Zoë Ó"),
        (r"^[\u0600-\u06FF ]+$", "سلام عليكم"),
        (r"^\d{4}$", "١٢٣٤"),
        (r"\p{L}+", "Ça"),
        (r"^[A-Z]{2}\-\d+\Z", "AB-12"),
        (r"^[0-9\_]+$", "1_2"),
        (r"[^\s@]+@[^\s@]+", "a@b"),
    ],
)
def test_patterns_of_other_tools_fit_what_they_fit_there(pattern: str, text: str, begin: Begin) -> None:
    interview = begin(table(f"text | q | Q | | regex(., '{pattern}') | |"))
    assert interview.answer(text).value("q") == text
    with pytest.raises(ConstraintBroken):
        interview.answer("!!!")


@pytest.mark.parametrize(
    "expression", ["concat(" * 100 + "${q}" + ")" * 100, "-" * 4000 + "1", "(" * 4000 + ")" * 4000]
)
def test_what_stands_too_deep_within_itself_is_refused(expression: str, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(table("text | q | Q", f"calculate | it | | {expression} | | |"))
    assert (problem.rule, problem.row, problem.column) == (FormRule.EXPRESSION_TOO_DEEP, 3, "calculation")
    assert "calculate row" in problem.remedy and len(problem.sentence) < 400


def test_groups_within_groups_without_end_are_refused(problems_of: ProblemsOf) -> None:
    groups = [f"begin_group | g{n} | G" for n in range(400)]
    (problem,) = problems_of(table(*groups, "text | q | Q", *["end_group | | "] * 400))
    assert (problem.rule, problem.row) == (FormRule.GROUPS_TOO_DEEP, 23)


def test_a_circle_of_any_length_is_named_where_it_begins(problems_of: ProblemsOf) -> None:
    rows = [f"calculate | c{n} | | ${{c{(n + 1) % 900}}} + 1 | | |" for n in range(900)]
    (problem,) = problems_of(table("text | q | Q", *rows))
    assert (problem.rule, problem.row) == (FormRule.REFERENCE_CIRCLE, 3)
    assert "c0 → c1" in problem.sentence and "c899 → c0" in problem.sentence and "Break the circle" in problem.remedy


def test_a_circle_within_a_row_of_a_repeat_is_named(problems_of: ProblemsOf) -> None:
    rows = ["calculate | a | | ${b} + 1 | | |", "calculate | b | | ${a} + 1 | | |"]
    (problem,) = problems_of(table("begin_repeat | r | R", "text | q | Q", *rows, "end_repeat | |"))
    assert (problem.rule, problem.row) == (FormRule.REFERENCE_CIRCLE, 4)


def test_rows_that_count_on_from_the_row_before_are_no_circle(make_form: MakeForm) -> None:
    before = "indexed-repeat(${sum}, ${r}, position(..) - 1)"
    rows = [f"calculate | before | | {before} | | |", "calculate | sum | | ${before} + ${n} | | |"]
    assert make_form(table("begin_repeat | r | R", "integer | n | N", *rows, "end_repeat | |"))


def doubling(many: int) -> str:
    rows = [f"calculate | c{n} | | concat(${{c{n - 1}}}, ${{c{n - 1}}}) | | |" for n in range(1, many)]
    return table("text | c0 | Q", *rows, "note | told | It is ${c" + str(many - 1) + "}", "text | last | Q")


def test_no_value_grows_without_end(begin: Begin) -> None:
    interview = begin(doubling(60)).answer("word " * 200)
    assert asked(interview).notes[0].label.startswith("It is word word")
    assert len(interview.value("c59")) == 10_000
    sent = interview.answer("the end").submission()
    assert sent["c0"] and sent["last"] == "the end", "what people said is all there"
    assert sum(len(value) for value in sent.values()) < 25_000


def test_the_check_says_which_value_may_grow_too_long(tmp_path: Path) -> None:
    (tmp_path / "form.md").write_text(doubling(10), encoding="utf-8")
    grown = [one for one in read_form(tmp_path / "form.md").remarks if one.rule is FormRule.MAY_GROW]
    assert [(one.row, one.column) for one in grown] == [(n, "calculation") for n in range(8, 12)]


def test_looking_at_everything_for_everything_is_refused(problems_of: ProblemsOf) -> None:
    expression = "count(//*[count(//*[count(//*) > 0]) > 0])"
    questions = [f"text | q{n} | Q" for n in range(60)]
    (problem,) = problems_of(table(*questions, f"calculate | it | | {expression} | | |"))
    assert (problem.rule, problem.row) == (FormRule.TOO_MUCH_WORK, 62)


def test_too_many_choices_at_once_are_refused_and_run_when_they_are_narrowed(
    problems_of: ProblemsOf, begin: Begin
) -> None:
    (problem,) = problems_of(table("select_one place | q | Q", choices=10_000))
    assert (problem.rule, problem.row) == (FormRule.TOO_MANY_CHOICES, 2) and "choice_filter" in problem.remedy
    narrowed = "select_one place | q | Q | | | district = ${d} and name != 'p7' |"
    label = "calculate | label | | instance('place')/root/item[name = ${q}]/label | | |"
    interview = answered(begin(table("text | d | D", narrowed, label, choices=10_000)), "d7")
    assert [choice.name for choice in asked(interview).choices] == [f"p{n}" for n in range(507, 10_000, 500)]
    assert interview.answer("p1007").value("label") == "Place 1007"


def test_choices_that_collect_searches_are_refused_with_what_to_write_instead(problems_of: ProblemsOf) -> None:
    row = "select_one place | q | Q | | | | search('villages', 'matches', 'd', ${d})"
    problems = problems_of(table("text | d | D", row, choices=2))
    assert [(one.rule, one.row) for one in problems] == [(FormRule.CHOICES_SEARCHED, 3)]
    assert "select_one_from_file villages.csv" in problems[0].remedy and "choice_filter" in problems[0].remedy


WORKING = [
    [f"calculate | c{n} | | count(/data/r[q != 'x' and ../a != '{n}']) | | |" for n in range(60)],
    [f"calculate | c{n} | | regex(${{a}}, '(.*a){{1,99}}{n}b') | | |" for n in range(60)],
]


@pytest.mark.parametrize("rows", WORKING)
def test_what_each_row_may_do_and_all_together_may_not_is_refused(rows: list[str], problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(table("text | a | A", "begin_repeat | r | R", "text | q | Q", *rows, "end_repeat | |"))
    assert (problem.rule, problem.row) == (FormRule.TOO_MUCH_TOGETHER, 5)


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ("select_one place | q | Q | | | name != '' |", "Place"),
        ("select_one place | q | Q | | | district = ${d} |", "Place"),
        ("select_one place | q | Q | | | |", "${d}"),
    ],
)
def test_choices_that_a_filter_lets_through_or_that_speak_of_answers_are_bounded_too(
    row: str, label: str, problems_of: ProblemsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.forms.xlsform.work.MOST_FILTERED", 200)
    choices = [f"| | place | q{n} | {label} {n} | d |" for n in range(201)]
    (problem,) = problems_of("\n".join([table("text | d | D", row, choices=1), *choices]))
    assert (problem.rule, problem.row) == (FormRule.TOO_MANY_CHOICES, 3) and "at most 200" in problem.sentence


def test_rows_within_rows_that_look_at_their_own_row_are_no_work(make_form: MakeForm) -> None:
    asked = [f"integer | q{n} | Q | | ${{q{n - 1}}} > 0 | | |" for n in range(1, 60)]
    inner = ["begin_repeat | s | S", "integer | q0 | Q", *asked, "end_repeat | |"]
    assert make_form(table("begin_repeat | r | R", "text | t | T", *inner, "end_repeat | |"))
