"""Promises of counting a survey: small numbers are hidden, and no question gives away another."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from services.forms import Form, Kind
from services.surveys.counts import Counted, cells_of, counted, shown
from tests.support.forms.surveying import home_form, round_of

Paper = Mapping[str, str]


@pytest.fixture
def form(tmp_path: Path) -> Form:
    return home_form(tmp_path)


def counts(form: Form, *answers: Paper, language: str = "en") -> dict[str, Counted]:
    return {each.path: each for each in counted(round_of(form, *answers), language)}


def cells(question: Counted) -> dict[str, int | None]:
    return {cell.name: cell.count for cell in question.cells}


def test_each_choice_is_counted_under_its_label_and_no_answer_too(form: Form) -> None:
    papers = [{"going": "yes"}] * 10 + [{"going": "no"}] * 6 + [{"people": "3"}] * 5
    going = counts(form, *papers)["going"]
    assert cells(going) == {"yes": 10, "no": 6, "not_say": 0, "": 5}
    assert [cell.label for cell in going.cells] == ["Yes", "No", "Rather not", ""]
    assert [cell.label for cell in counts(form, *papers, language="ar")["going"].cells][:2] == ["نعم", "لا"]


def test_a_small_count_is_hidden_and_cannot_be_had_by_subtracting(form: Form) -> None:
    papers = [{"going": "yes"}] * 20 + [{"going": "no"}] * 2 + [{"going": "not_say"}] * 7
    assert cells(counts(form, *papers)["going"]) == {"yes": 20, "no": None, "not_say": None, "": 0}


def test_where_violence_is_spoken_of_ten_are_needed(form: Form) -> None:
    papers = [{"hit": "yes"}] * 9 + [{"hit": "no"}] * 30 + [{}] * 12
    assert cells(counts(form, *papers)["hit"]) == {"yes": None, "no": 30, "not_say": 0, "": None}


def test_a_round_of_fewer_than_five_shows_nothing_at_all(form: Form) -> None:
    assert counts(form, *[{"going": "yes"}] * 4) == {}
    assert shown(4) is None
    assert (shown(0), shown(5)) == (0, 5)


def test_a_question_asked_after_an_answer_has_no_total_from_which_that_answer_would_follow(form: Form) -> None:
    papers = [{"going": "yes", "why": "work family"}] * 20 + [{"going": "no"}] * 30
    why = counts(form, *papers)["why"]
    assert "" not in cells(why)
    assert cells(why) == {"work": 20, "family": 20, "land": 0}


def test_a_question_that_says_more_than_the_one_before_it_is_withheld(form: Form) -> None:
    """43 stay, 1 rather not; 6 go, and that is hidden. All 6 go for work: the 6 would show, and the 1 with it."""
    papers = [{"going": "yes", "why": "work"}] * 6 + [{"going": "no"}] * 43 + [{"going": "not_say"}]
    found = counts(form, *papers)
    assert cells(found["going"]) == {"yes": None, "no": 43, "not_say": None, "": 0}
    assert found["why"].is_withheld
    assert set(cells(found["why"]).values()) == {None}


def test_numbers_are_counted_in_spans_and_texts_only_as_written_or_not(form: Form) -> None:
    papers = [{"people": str(number % 8), "words": f"secret {number}"} for number in range(48)]
    found = counts(form, *papers)
    assert cells(found["people"]) == {
        "0": 6, "1–2": 12, "3–5": 18, "6–10": 12, "11–20": 0, "21–50": 0, "51+": 0, "": 0
    }  # fmt: skip
    assert cells(found["words"]) == {"wrote": 48, "": 0}


def test_rows_of_a_repeat_are_counted_together(form: Form) -> None:
    papers = [{"child[1]/age": "1", "child[2]/age": "12"}] * 5
    assert cells(counts(form, *papers)["child/age"])["1–2"] == 5
    assert cells(counts(form, *papers)["child/age"])["11–20"] == 5


def test_an_answer_that_is_on_no_list_is_shown_by_its_name(form: Form) -> None:
    assert cells(counts(form, *[{"going": "perhaps"}] * 6)["going"])["perhaps"] == 6


def test_questions_of_an_older_version_come_after_the_newest_form(form: Form, tmp_path: Path) -> None:
    newer = home_form(tmp_path, "2", [("text", "hope", "What do you hope?", "ماذا تأمل؟", "", "")])
    old = round_of(form, *[{"going": "yes"}] * 5)
    new = round_of(newer, *[{"hope": "x"}] * 5)
    both = type(old)(old.name, old.answers + new.answers, {**old.forms, **new.forms})
    assert [each.path for each in counted(both, "en")] == [
        "going", "why", "hit", "people", "words", "child/age", "hope"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        (Kind.INTEGER, "-3", "< 0"),
        (Kind.DECIMAL, "2.5", "3–5"),
        (Kind.INTEGER, "900", "51+"),
        (Kind.DATE, "2026-03-05", "2026-03"),
        (Kind.INTEGER, "many", "many"),
        (Kind.RANGE, "7", "7"),
        (Kind.TIME, "14:30:00.000+03:00", "14:00"),
        (Kind.DATE_TIME, "2026-03-05T14:30:00.000+03:00", "2026-03"),
        (Kind.GEOPOINT, "36.19 44.01 0 800", "wrote"),
    ],
)
def test_where_an_answer_is_counted(kind: Kind, value: str, cell: str) -> None:
    assert cells_of(kind, value) == (cell,)


def test_where_only_zeros_could_be_shown_the_question_is_withheld(form: Form) -> None:
    found = counts(form, *[{"going": "yes", "why": "work"}] * 3, *[{"going": "no"}] * 30)
    assert found["why"].is_withheld
    assert not counts(form, *[{"going": "no"}] * 30)["words"].is_withheld


BY_WAY_OF_A_SUM = (
    ("calculate", "leaves", "", "", "", ""),
    ("select_multiple why", "after", "Why then?", "لماذا إذًا؟", "${leaves} = 1", ""),
)
IN_A_GROUP = (
    ("begin_group", "leaving", "Leaving", "المغادرة", "${going} = 'yes'", ""),
    ("select_multiple why", "after", "Why then?", "لماذا إذًا؟", "", ""),
    ("end_group", "", "", "", "", ""),
)


@pytest.mark.parametrize(
    ("rows", "path"), [(BY_WAY_OF_A_SUM, "after"), (IN_A_GROUP, "leaving/after")], ids=["a sum", "a group"]
)
def test_a_question_that_depends_by_a_detour_tells_no_more_than_one_that_depends_at_once(
    tmp_path: Path, rows: Sequence[Sequence[str]], path: str
) -> None:
    """43 stay, 1 rather not; 6 go, which is hidden. All 6 have a reason: shown, it would give the 6 and the 1 away."""
    form = home_form(tmp_path, more=rows, calculation={"leaves": "if(${going} = 'yes', 1, 0)"})
    papers = [{"going": "yes", path: "work"}] * 6 + [{"going": "no"}] * 43 + [{"going": "not_say"}]
    found = counts(form, *papers)
    assert cells(found["going"]) == {"yes": None, "no": 43, "not_say": None, "": 0}
    assert found[path].is_withheld
    assert set(cells(found[path]).values()) == {None}
