"""A filter that is taken apart lets the same choices through as one that is looked at row by row."""

import pytest

from services.forms import Form, Interview, Question
from tests.support.forms.form_tables import Begin

TABLE = """
    | survey  |
    |         | type              | name   | label  | choice_filter  | required |
    |         | text              | wanted | Which? |                |          |
    |         | integer           | least  | Least? |                |          |
    |         | select_one place  | where  | Where? | {filter}       |          |
    | choices |
    |         | list_name | name  | label       | district | people |
    |         | place     | alpha | Alpha hill  | north    | 12     |
    |         | place     | beta  | Beta hill   | south    | 7      |
    |         | place     | gamma | Gamma river | north    |        |
    |         | place     | delta | Delta river | ١٢       | 40     |
"""
APART = [
    "contains(label, ${wanted})",
    "contains(label, concat(${wanted}, ' '))",
    "regex(name, concat('.*', ${wanted}, '.*')) and people >= ${least}",
    "not(starts-with(district, ${wanted}))",
    "district = ${wanted} or people > ${least}",
    "people = ''",
    "people = ${least}",
    "string-length(district) > ${least}",
    "if(${wanted} = 'a', people > 10, district = 'north')",
    "selected(${wanted}, district)",
    "number(people) + 1 > ${least}",
    "regex(district, '\\\\d+')",
    "-number(people) < ${least}",
]
ROW_BY_ROW = ["position(..) = 1 or contains(name, ${wanted})", "contains(name, ${wanted}) and random() < 2"]
ANSWERS = [("a", "1"), ("north", "12"), ("north south", "40"), ("hill", "7"), ("", "0")]


def let_through(form_begun: Interview, wanted: str, least: str) -> list[str]:
    interview = form_begun.answer(wanted) if wanted else form_begun.skip()
    step = interview.answer(least).current()
    return [choice.name for choice in step.choices] if isinstance(step, Question) else []


@pytest.mark.parametrize("filter", APART)
def test_taken_apart_or_not_the_same_choices_are_left(
    begin: Begin, monkeypatch: pytest.MonkeyPatch, filter: str
) -> None:
    begun = begin(TABLE.replace("{filter}", filter))
    assert begun.form.row_filters, "it is taken apart"
    quickly = [let_through(begun, *each) for each in ANSWERS for _ in range(2)]
    monkeypatch.setattr(Form, "row_filters", {})
    assert quickly == [let_through(begun, *each) for each in ANSWERS for _ in range(2)]


@pytest.mark.parametrize("filter", ROW_BY_ROW)
def test_what_asks_for_more_than_columns_is_not_taken_apart(begin: Begin, filter: str) -> None:
    begun = begin(TABLE.replace("{filter}", filter))
    assert not begun.form.row_filters


def test_for_the_same_answers_no_row_is_looked_at_again_and_no_answer_is_kept(begin: Begin) -> None:
    begun = begin(TABLE.replace("{filter}", "contains(label, ${wanted})"))
    first = let_through(begun, "hill", "1")
    kept = begun.form.passing._found
    assert (first, list(kept.values())) == (["alpha", "beta"], [(0, 1)])
    kept[next(iter(kept))] = (3,)
    assert let_through(begun, "hill", "2") == ["delta"], "found where it was kept"
    assert not any(b"hill" in key for key in kept)
