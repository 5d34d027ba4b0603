"""Promises of counting a survey: small numbers are hidden, and no question gives away another."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from services.disclosure.suppression import MOST, Shown
from services.forms import Form
from services.surveys.counts import Counted, counted, shown
from tests.support.forms.surveying import home_form, round_of

Paper = Mapping[str, str]


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return home_form(tmp_path)


def counts(form: Form, *answers: Paper, language: str = "en") -> dict[str, Counted]:
    return {each.path: each for each in counted(round_of(form, *answers), language)}


def cells(question: Counted) -> dict[str, Shown]:
    return {cell.name: cell.count for cell in question.cells}


def test_each_choice_is_counted_under_its_label_and_no_answer_too(form: Form) -> None:
    papers = [{"going": "yes"}] * 10 + [{"going": "no"}] * 6 + [{"people": "3"}] * 5
    going = counts(form, *papers)["going"]
    assert cells(going) == {"yes": 10, "no": 6, "not_say": 0, "": 5}
    assert [cell.label for cell in going.cells] == ["Yes", "No", "Rather not", ""]
    assert [cell.label for cell in counts(form, *papers, language="ar")["going"].cells][:2] == ["نعم", "لا"]


def test_a_small_count_is_hidden_and_cannot_be_had_by_subtracting(form: Form) -> None:
    papers = [{"going": "yes"}] * 20 + [{"going": "no"}] * 2 + [{"going": "not_say"}] * 7
    assert cells(counts(form, *papers)["going"]) == {"yes": 20, "no": None, "not_say": None, "": None}


def test_where_violence_is_spoken_of_ten_are_needed(form: Form) -> None:
    papers = [{"hit": "yes"}] * 9 + [{"hit": "no"}] * 30 + [{}] * 12
    assert cells(counts(form, *papers)["hit"]) == {"yes": None, "no": 30, "not_say": None, "": None}


def test_what_nearly_all_answered_is_most_and_what_nobody_did_is_a_dash(form: Form) -> None:
    """ "Was somebody hit: yes 45, no 0" would say of each of the 45 that somebody hit them."""
    hit = counts(form, *[{"hit": "yes"}] * 45)["hit"]
    assert cells(hit) == {"yes": MOST, "no": None, "not_say": None, "": None}
    assert not hit.is_withheld


def test_a_round_of_fewer_than_five_shows_nothing_at_all(form: Form) -> None:
    assert counts(form, *[{"going": "yes"}] * 4) == {}
    assert shown(4) is None
    assert (shown(0), shown(5)) == (0, 5)


def test_a_question_asked_after_an_answer_has_no_total_from_which_that_answer_would_follow(form: Form) -> None:
    papers = (
        [{"going": "yes", "why": "work"}] * 12 + [{"going": "yes", "why": "family land"}] * 9 + [{"going": "no"}] * 30
    )
    why = counts(form, *papers)["why"]
    assert cells(why) == {"work": 12, "family": 9, "land": 9}


def test_a_question_that_says_more_than_the_one_before_it_is_withheld(tmp_path: Path) -> None:
    """40 stay; 11 go, 3 rather not, and both are hidden. 11 are asked why, and all are seen: so the 3 would show."""
    form = home_form(tmp_path, more=[("select_one why", "first", "Why first?", "لماذا أولًا؟", "${going} = 'yes'", "")])
    papers = (
        [{"going": "yes", "first": "work"}] * 6
        + [{"going": "yes", "first": "land"}] * 5
        + [{"going": "no"}] * 40
        + [{"going": "not_say"}] * 3
    )
    found = counts(form, *papers)
    assert cells(found["going"]) == {"yes": None, "no": 40, "not_say": None, "": None}
    assert found["first"].would_tell
    assert found["first"].is_withheld


def test_numbers_are_counted_in_spans_and_texts_only_as_written_or_not(form: Form) -> None:
    papers = [{"people": str(number % 8), "words": f"secret {number}"} for number in range(48)] + [{}] * 7
    found = counts(form, *papers)
    assert cells(found["people"]) == {
        "≤ 0": 6, "1–2": 12, "3–5": 18, "6–10": 12, "11–20": 0, "21–50": 0, "51+": 0, "": 7
    }  # fmt: skip
    assert cells(found["words"]) == {"wrote": 48, "": 7}


def test_of_a_repeat_people_are_counted_and_not_rows(form: Form) -> None:
    """One household with thirty children is one household."""
    one = {f"child[{number}]/age": "1" for number in range(1, 31)}
    found = counts(form, one, *[{}] * 30)["child/age"]
    assert cells(found)["1–2"] is None
    papers = [{"child[1]/age": "1", "child[2]/age": "2"}] * 9 + [{"child[1]/age": "12"}] * 8
    found = counts(form, *papers, *[{}] * 20)["child/age"]
    assert (cells(found)["1–2"], cells(found)["11–20"]) == (9, 8)


def test_a_rare_value_has_no_line_of_its_own_not_even_an_empty_one(tmp_path: Path) -> None:
    more = [("date", "left", "When did you leave?", "متى غادرت؟", "", ""), ("time", "hour", "When?", "متى؟", "", "")]
    form = home_form(tmp_path, more=more)
    usual, rare = {"left": "2026-01-05", "hour": "14:30", "people": "3"}, {"left": "1987-05-06", "hour": "03:10"}
    found = counts(form, *[usual] * 30, {**rare, "people": "-3", "going": "perhaps"})
    same = counts(form, *[usual] * 31)
    for path in ("left", "hour", "people", "going"):
        assert list(cells(found[path])) == list(cells(same[path]))
    assert list(cells(found["left"])) == ["≤ 2016", "2017–2021", "2022–2025", "2026", "2027+", ""]
    assert list(cells(found["hour"])) == ["00:00–05:59", "06:00–11:59", "12:00–17:59", "18:00–23:59", ""]


def test_questions_of_an_older_version_come_after_the_newest_form(form: Form, tmp_path: Path) -> None:
    newer = home_form(tmp_path, "2", [("text", "hope", "What do you hope?", "ماذا تأمل؟", "", "")])
    old = round_of(form, *[{"going": "yes"}] * 5)
    new = round_of(newer, *[{"hope": "x"}] * 5)
    both = type(old)(old.name, old.answers + new.answers, {**old.forms, **new.forms})
    assert [each.path for each in counted(both, "en")] == [
        "going", "why", "hit", "people", "words", "child/age", "hope"
    ]  # fmt: skip


BY_WAY_OF_A_SUM = (
    ("calculate", "leaves", "", "", "", ""),
    ("select_one why", "after", "Why then?", "لماذا إذًا؟", "${leaves} = 1", ""),
)
IN_A_GROUP = (
    ("begin_group", "leaving", "Leaving", "المغادرة", "${going} = 'yes'", ""),
    ("select_one why", "after", "Why then?", "لماذا إذًا؟", "", ""),
    ("end_group", "", "", "", "", ""),
)


@pytest.mark.parametrize(
    ("rows", "path"), [(BY_WAY_OF_A_SUM, "after"), (IN_A_GROUP, "leaving/after")], ids=["a sum", "a group"]
)
def test_a_question_that_depends_by_a_detour_tells_no_more_than_one_that_depends_at_once(
    tmp_path: Path, rows: Sequence[Sequence[str]], path: str
) -> None:
    """40 stay; 11 go, 3 rather not, and both are hidden. 11 gave a reason: shown, it would give the 3 away."""
    form = home_form(tmp_path, more=rows, calculation={"leaves": "if(${going} = 'yes', 1, 0)"})
    papers = (
        [{"going": "yes", path: "work"}] * 6
        + [{"going": "yes", path: "land"}] * 5
        + [{"going": "no"}] * 40
        + [{"going": "not_say"}] * 3
    )
    found = counts(form, *papers)
    assert cells(found["going"]) == {"yes": None, "no": 40, "not_say": None, "": None}
    assert found[path].would_tell
