"""What a form leaves to chance stays as it is for one person, and is another for the next."""

from datetime import UTC, date, datetime

import pytest

from services.forms import FormRule, Interview
from services.forms.xpath.mixing import mixed as mixed_by_rule
from services.forms.xpath.mixing import seed_of
from services.forms.xpath.values import to_number
from tests.support.forms.form_tables import Begin, MakeForm, ProblemsOf
from tests.support.forms.interviewing import answered, asked

TODAY = date(2026, 3, 5)
LETTERS = "abcdefghij"


def mixed(parameters: str) -> str:
    return "\n".join(
        [
            "| survey |",
            "| | type | name | label | parameters |",
            "| | integer | number | Number? | |",
            f"| | select_one letter | it | Which? | {parameters} |",
            f"| | rank letter | order | Order? | {parameters} |",
            "| choices |",
            "| | list_name | name | label |",
            *(f"| | letter | {letter} | {letter.upper()} |" for letter in LETTERS),
        ]
    )


def shown(interview: Interview) -> str:
    return "".join(choice.name for choice in asked(interview).choices)


def test_choices_are_mixed_otherwise_for_each_person_and_stay_so(begin: Begin) -> None:
    one, other = (begin(mixed("randomize=true"), seed=seed).skip() for seed in ("one", "other"))
    assert sorted(shown(one)) == sorted(shown(other)) == list(LETTERS)
    assert len({shown(one), shown(other), LETTERS}) == 3
    again = Interview.resume(one.form, one.to_json(), TODAY, "default")
    assert shown(again) == shown(one) == shown(one.answer("c").back())
    assert shown(one.answer("c")) != shown(one), "each question has an order of its own"


def test_a_seed_gives_everybody_the_order_that_other_tools_show(begin: Begin) -> None:
    one, other = (begin(mixed("randomize=true seed=42"), seed=seed).skip() for seed in ("one", "other"))
    assert shown(one) == shown(other) == shown(one.answer("c")) == "afjbiegdhc"


def test_a_seed_may_be_an_answer(begin: Begin) -> None:
    begun = begin(mixed("randomize=true seed=${number}"), seed="one")
    assert shown(begun.answer("42")) == "afjbiegdhc" != shown(begun.answer("43"))
    assert sorted(shown(begun.skip())) == list(LETTERS), "without the answer it is left to chance"


@pytest.mark.parametrize(
    ("seed", "order"), [("42", "AFCBDE"), ("-42", "EDAFBC"), ("1.9", "BFEACD"), ("0", "CBEAFD"), ("", "CBEAFD")]
)
def test_seeds_of_every_kind_give_the_order_of_other_tools(seed: str, order: str) -> None:
    assert "".join(mixed_by_rule("ABCDEF", seed_of(seed, to_number(seed)))) == order


def test_nothing_is_mixed_where_the_form_does_not_say_so(begin: Begin) -> None:
    assert shown(begin(mixed("randomize=false"), seed="one").skip()) == LETTERS


def test_an_archived_form_mixes_as_before(begin: Begin) -> None:
    one = begin(mixed("randomize=true seed=42"), seed="one")
    archived = one.form.from_json(one.form.to_json())
    assert archived.hash == one.form.hash
    assert shown(Interview.begin(archived, TODAY, "default", seed="two").skip()) == "afjbiegdhc"


def test_a_seed_that_is_no_question_is_named(problems_of: ProblemsOf) -> None:
    problems = problems_of(mixed("randomize=true seed=${nobody}"))
    assert {(one.rule, one.row) for one in problems} >= {(FormRule.REFERENCE_UNKNOWN, 3)}


ONCE = """
    | survey |
    |        | type      | name  | label | calculation         |
    |        | text      | who   | Who?  |                     |
    |        | calculate | first |       | once(${who})        |
    |        | calculate | began |       | once(string(now())) |
    |        | text      | more  | More? |                     |
"""


def test_what_is_found_once_stays(make_form: MakeForm) -> None:
    interview = Interview.begin(make_form(ONCE), TODAY, "default", now=datetime(2026, 3, 5, 8, tzinfo=UTC))
    interview = answered(interview, "", "words")
    began = interview.value("began")
    assert (interview.value("first"), began[:13]) == ("", "2026-03-05T08")
    later = datetime(2026, 3, 5, 20, tzinfo=UTC)
    interview = Interview.resume(interview.form, interview.to_json(), TODAY, "default", now=later)
    interview = interview.change("who").answer("Ava").change("who").answer("Ben")
    assert (interview.value("first"), interview.value("began")) == ("Ava", began)


@pytest.mark.parametrize(("length", "expected"), [("6", 6), ("0", 0), ("40", 40)])
def test_an_identifier_may_be_as_long_as_is_wanted(length: str, expected: int, begin: Begin) -> None:
    table = f"""
        | survey |
        |        | type      | name | label | calculation    |
        |        | calculate | key  |       | uuid({length}) |
        |        | text      | t    | T     |                |
    """
    assert len(begin(table, seed="one").value("key")) == expected
