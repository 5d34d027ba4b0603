"""Promises of rows that are handed out: by what neighbours see of somebody, nobody is alone among fewer than five."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.forms import Form
from services.surveys.answers import Answers, Round
from services.surveys.recognisable import without_what_few_share
from tests.support.forms.surveying import NAME, home_form

SEEN = ("zone", "gender", "age", "people")
MORE = [
    ("select_one yes_no", "zone", "Zone", "المنطقة", "", ""),
    ("select_one yes_no", "gender", "Gender", "الجنس", "", ""),
    ("integer", "age", "Age", "العمر", "", ""),
]
ROOMS = ("select_one yes_no", "rooms", "Enough rooms?", "هل تكفي الغرف؟", "", "")
USUAL = {"zone": "yes", "gender": "yes", "age": "30", "people": "4"}
PEOPLE = st.fixed_dictionaries(
    {
        "zone": st.sampled_from(["", "yes", "no"]),
        "gender": st.sampled_from(["", "yes"]),
        "age": st.sampled_from(["", "7", "30"]),
        "people": st.sampled_from(["4", "9"]),
        "child[1]/age": st.sampled_from(["", "3"]),
    }
)
ROWS = st.lists(
    st.tuples(PEOPLE, st.sampled_from(["2026-W40", "2026-W41"]), st.booleans(), st.integers(1, 14)),
    min_size=1,
    max_size=9,
)
"""So many who look the same to their neighbours: what they see, the week, whether the form was new, how many."""


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Form]:
    folder: Path = tmp_path_factory.mktemp("forms")
    both = home_form(folder, "1", MORE), home_form(folder, "2", [*MORE, ROOMS])
    return {form.hash: form for form in both}


def round_of_rows(forms: Mapping[str, Form], *rows: tuple[Mapping[str, str], str, bool, int]) -> Round:
    old, new = forms
    answers = [
        (week, new if is_new else old, {**paper, "rooms": "yes"} if is_new else paper)
        for paper, week, is_new, times in rows
        for _ in range(times)
    ]
    return Round(NAME, tuple(Answers(bytes([number]) * 16, *each) for number, each in enumerate(answers)), forms)


def combinations(round: Round) -> Counter[tuple[str, ...]]:
    """How many share what can be seen of them; what only the new form asks tells the version."""
    paths = (*SEEN, "child[1]/age", "rooms")
    return Counter(
        (each.week, each.form_hash, *(each.answers.get(path, "") for path in paths)) for each in round.answers
    )


@given(rows=ROWS)
def test_every_combination_of_what_can_be_seen_belongs_to_nobody_or_to_five(
    forms: dict[str, Form], rows: list[tuple[Mapping[str, str], str, bool, int]]
) -> None:
    round = round_of_rows(forms, *rows)
    left = without_what_few_share(round)
    assert [each.id for each in left.answers] == [each.id for each in round.answers]
    if len(round.answers) >= 5:
        assert min(combinations(left).values()) >= 5


def test_one_odd_row_among_twenty_is_not_marked_by_being_empty(forms: dict[str, Form]) -> None:
    rows = (USUAL, "2026-W40", False, 20), ({**USUAL, "age": "7"}, "2026-W40", False, 1)
    left = without_what_few_share(round_of_rows(forms, *rows))
    assert sorted(combinations(left).values()) == [5, 16]


def test_the_only_answer_of_a_week_is_not_told_by_the_week(forms: dict[str, Form]) -> None:
    rows = (USUAL, "2026-W40", False, 1), (USUAL, "2026-W41", False, 13)
    left = without_what_few_share(round_of_rows(forms, *rows))
    assert Counter(each.week for each in left.answers)["2026-W40"] == 0
    assert sorted(combinations(left).values()) == [5, 9]


def test_the_only_answer_to_a_new_version_is_told_neither_by_it_nor_by_its_columns(forms: dict[str, Form]) -> None:
    rows = (USUAL, "2026-W40", False, 13), (USUAL, "2026-W40", True, 1)
    round = round_of_rows(forms, *rows)
    left = without_what_few_share(round)
    old, new = forms
    assert Counter(each.form_hash for each in left.answers)[new] == 0
    assert not any("rooms" in each.answers for each in left.answers)
    assert list(left.forms) == [old]
    whole = without_what_few_share(round_of_rows(forms, rows[0], (USUAL, "2026-W40", True, 5)))
    assert list(whole.forms) == [old, new]
    assert whole.answers[-1].answers["rooms"] == "yes"
