"""Promises of how many answers may be chosen together: known of rules that only forbid, unknown of any other."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bot.settings import CHECKOUT
from services.disclosure.suppression import Shown
from services.forms import Form, Kind, load_form
from services.surveys.counts import counted
from services.surveys.inference import Inference
from services.surveys.tallies import tallies
from services.surveys.together import at_once
from tests.support.forms.surveying import round_of

ALONE = "not(selected(., 'c') and count-selected(.) > 1)"


@pytest.mark.parametrize(
    ("rule", "most"),
    [
        ("", 4),
        ("count-selected(.) <= 3", 3),
        (ALONE, 4),
        (f"count-selected(.) <= 2 and {ALONE}", 2),
        (f"{ALONE} and count-selected(.) <= 2", 2),
        ("not(count-selected(.) > 1 and (selected(., 'c') or selected(., 'd')))", 4),
        ("not(selected(., 'a') and selected(., 'b')) and count-selected(.) <= 3", 3),
        ("count-selected(.) = 1", 1),
    ],
)
def test_what_a_rule_only_forbids_is_known(tmp_path: Path, rule: str, most: int) -> None:
    assert most_of(tmp_path, rule) == most


@pytest.mark.parametrize(
    "rule",
    [
        "count-selected(.) >= 2",
        "count-selected(.) = 2",
        "count-selected(.) <= 3 and count-selected(.) >= 2",
        "count-selected(.) <= 3 or selected(., 'a')",
        "not(selected(., 'a') and not(selected(., 'b')))",
        "not(selected(., 'a') and selected(., 'b') and selected(., 'c'))",
        "selected(., 'a')",
        "count-selected(.) <= ${people}",
        "count-selected(.) <= 3 and selected(${others}, 'a')",
        "count-selected(${others}) <= 2",
    ],
)
def test_of_any_other_rule_it_is_not_known_what_it_implies(tmp_path: Path, rule: str) -> None:
    assert most_of(tmp_path, rule) is None


def most_of(folder: Path, rule: str) -> int | None:
    return at_once(form_with(folder, rule).items["needs"], 4)


def form_with(folder: Path, rule: str) -> Form:
    """Two questions with the same four answers: one that everybody is asked, and one after an answer to another."""
    rows = [
        "| survey |",
        "|  | type | name | label | relevant | constraint |",
        "|  | integer | people | People |  |  |",
        "|  | select_multiple abcd | others | Others |  |  |",
        f"|  | select_multiple abcd | needs | Needs |  | {rule} |",
        f"|  | select_multiple abcd | more | More | ${{people}} > 0 | {rule} |",
        "| choices |",
        "|  | list_name | name | label |",
        *(f"|  | abcd | {name} | {name} |" for name in "abcd"),
        "| settings |",
        "|  | form_id |",
        "|  | camps |",
    ]
    (folder / "form.md").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return load_form(folder / "form.md")


@pytest.mark.parametrize(("path", "none"), [("needs", ("",)), ("more", ())])
def test_where_a_rule_may_imply_anything_nothing_is_told_where_anybody_is_few(
    tmp_path: Path, path: str, none: tuple[str, ...]
) -> None:
    """Who gives exactly two answers is counted twice: so what is hidden would follow from the rest."""
    form = form_with(tmp_path, "count-selected(.) = 2")
    enough = [{"people": "1", path: two} for two in ("a b", "c d", "a c", "b d") for _ in range(12)]
    enough += [{"people": "0"}] * 12
    assert shown(form, enough, path) == {**dict.fromkeys("abcd", 24), **dict.fromkeys(none)}
    few = [{"people": "1", path: two} for two in ("a b", "a c", "b c") for _ in range(14)]
    few += [{"people": "1", path: "a d"}, *[{"people": "0"}] * 12]
    assert shown(form, few, path) == dict.fromkeys(("a", "b", "c", "d", *none))


def shown(form: Form, papers: Sequence[Mapping[str, str]], path: str) -> dict[str, Shown]:
    found = counted(round_of(form, *papers), "en")
    return {cell.name: cell.count for each in found if each.path == path for cell in each.cells}


def test_the_attacker_of_a_round_knows_who_gave_an_answer_but_not_this_one(tmp_path: Path) -> None:
    """42 of 60 gave one, and 40 of these the first: shown like that, it would be told of 2."""
    papers = [{"needs": "a b"}] * 25 + [{"needs": "a"}] * 15 + [{"needs": "b"}] * 2 + [{}] * 18
    tally = next(each for each in tallies(round_of(form_with(tmp_path, ""), *papers)) if each.item.path == "needs")
    inference = Inference(len(papers))
    inference.take(tally, {"a": 40, "b": 27, "c": None, "d": None, "": 18})
    assert inference.tells()


@pytest.mark.parametrize("name", ["return_survey", "needs_survey"])
def test_of_every_shipped_question_with_several_answers_it_is_known(name: str) -> None:
    form = load_form(CHECKOUT / "content" / "forms" / f"{name}.md")
    several = [item for item in form.items.values() if item.kind is Kind.MANY]
    assert several
    assert all(at_once(item, 9) is not None for item in several)
