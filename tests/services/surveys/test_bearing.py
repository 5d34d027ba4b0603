"""Promises of questions on which answers to others bear: the sums of both tell of nobody."""

from pathlib import Path

import pytest

from services.surveys.counts import counted
from tests.support.forms.attacking import written
from tests.support.forms.surveying import round_of


def test_a_number_that_another_one_limits_is_not_shown(tmp_path: Path) -> None:
    """Of 20 households with three people and more, 14 have three women and more: so 6 have fewer."""
    form = written(
        tmp_path,
        [
            "|  | type | name | label | constraint |",
            "|  | integer | all | How many are you? |  |",
            "|  | integer | women | How many are women? | . <= ${all} |",
        ],
    )
    papers = [{"all": "1", "women": "1"}] * 30 + [{"all": "4", "women": "1"}] * 20 + [{"all": "4", "women": "4"}] * 20
    found = {each.path: each for each in counted(round_of(form, *papers), "en")}
    assert not found["all"].is_withheld
    assert found["women"].would_tell


def test_a_second_choice_that_may_not_be_the_first_is_not_shown(tmp_path: Path) -> None:
    """Whoever did not choose p first, and q second, chose one of few pairs."""
    form = written(
        tmp_path,
        [
            "|  | type | name | label | constraint |",
            "|  | select_one abc | first | Whom do you fear most? |  |",
            "|  | select_one abc | second | And second? | . != ${first} |",
        ],
        ["|  | list_name | name | label |", *(f"|  | abc | {each} | {each} |" for each in "pqr")],
    )
    pairs = {"pq": 14, "pr": 6, "qp": 1, "qr": 9, "rp": 9, "rq": 6}
    papers = [{"first": pair[0], "second": pair[1]} for pair, times in pairs.items() for _ in range(times)]
    found = {each.path: each for each in counted(round_of(form, *papers), "en")}
    assert not found["first"].is_withheld
    assert found["second"].would_tell


@pytest.mark.parametrize(
    "rule",
    [
        "${home} = 'yes' and ${road} = 'yes'",
        "${home} = 'yes' or ${road} = 'yes'",
        "(${home} = 'yes') + (${road} = 'yes') > 1",
    ],
)
def test_a_question_after_answers_to_two_others_is_not_shown(tmp_path: Path, rule: str) -> None:
    """Of 25 threatened at home 24 are asked who were threatened on the road as well: so it was one at home alone."""
    form = written(
        tmp_path,
        [
            "|  | type | name | label | relevant | required |",
            *(f"|  | select_one yn | {each} | Threatened? |  | true() |" for each in ("home", "road")),
            f"|  | select_one yn | told | Did you tell somebody? | {rule} | true() |",
        ],
        ["|  | list_name | name | label |", "|  | yn | yes | Yes |", "|  | yn | no | No |"],
    )
    papers = [
        {"home": "yes", "road": "yes", "told": told} for told in ["yes", "yes", "yes", "no", "no"] for _ in range(5)
    ]
    papers += [{"home": "yes", "road": "no"}, {"home": "no", "road": "yes"}]
    papers += [{"home": "no", "road": "no"}] * 14
    found = {each.path: each for each in counted(round_of(form, *papers), "en")}
    assert not found["home"].is_withheld
    assert found["told"].would_tell


def test_a_question_in_a_group_may_hang_on_another_one_in_it(tmp_path: Path) -> None:
    """Both are only asked after an answer to a third; that alone is no reason to hide them."""
    form = written(
        tmp_path,
        [
            "|  | type | name | label | relevant |",
            "|  | select_one yn | gone | Have you gone? |  |",
            "|  | begin_group | going | Going | ${gone} = 'yes' |",
            "|  | select_one yn | road | By road? |  |",
            "|  | select_one yn | safe | Was it safe? | ${road} = 'yes' |",
            "|  | end_group |  |  |  |",
        ],
        ["|  | list_name | name | label |", "|  | yn | yes | Yes |", "|  | yn | no | No |"],
    )
    by_road = {"gone": "yes", "going/road": "yes"}
    papers = [{**by_road, "going/safe": safe} for safe in ("yes", "no") for _ in range(12)]
    papers += [{"gone": "yes", "going/road": "no"}] * 12 + [{"gone": "no"}] * 12
    found = {each.path: [cell.count for cell in each.cells] for each in counted(round_of(form, *papers), "en")}
    assert found["going/safe"] == [12, 12]
