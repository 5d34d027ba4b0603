"""Promises of which answers may be chosen together: a rule is tried out, however it is written."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import pytest

from bot.settings import CHECKOUT
from services.disclosure.suppression import Shown
from services.disclosure.together import Together, of_any
from services.forms import Form, Kind, load_form
from services.surveys.counts import counted
from services.surveys.inference import Inference
from services.surveys.tallies import tallies
from services.surveys.together import together
from tests.support.forms.attacking import written
from tests.support.forms.surveying import round_of


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        ("count-selected(.) <= 1", "a b c d"),
        ("count-selected(.) = 3", "abc abd acd bcd"),
        ("not(selected(., 'c') and count-selected(.) > 1)", "a b c d ab ad bd abd"),
        ("not(selected(${needs}, 'c') and count-selected(${needs}) > 1)", "a b c d ab ad bd abd"),
        ("not(selected(., 'c')) or count-selected(.) = 1", "a b c d ab ad bd abd"),
        ("if(selected(., 'c'), count-selected(.) = 1, true())", "a b c d ab ad bd abd"),
        ("count-selected(.) < 3 and (selected(., 'c') = false() or count-selected(.) = 1)", "a b c d ab ad bd"),
        ("not(selected(., 'a') and selected(., 'b')) and count-selected(.) <= 2", "a b c d ac ad bc bd cd"),
        ("not(selected(., 'a') and not(selected(., 'b'))) and count-selected(.) < 3", "b c d ab bc bd cd"),
        ("selected(., 'a') and count-selected(.) <= 2", "a ab ac ad"),
        ("selected(., 'x')", ""),
    ],
)
def test_what_a_rule_allows_is_known_however_it_is_written(tmp_path: Path, rule: str, allowed: str) -> None:
    found = tried_out(tmp_path, rule)
    assert found is not None
    assert sets_of(found) == {frozenset(each) for each in allowed.split()}


def sets_of(found: Together) -> set[frozenset[str]]:
    """Every way, with the answers that take each other's place by name."""
    others = [place for place in range(found.answers) if place not in found.named]
    every = ((chosen, more) for chosen, number in found.ways for more in combinations(others, number))
    return {frozenset("abcd"[place] for place in (*chosen, *more)) for chosen, more in every}


@pytest.mark.parametrize("place", range(4))
def test_naming_an_answer_changes_nothing_of_what_is_allowed(tmp_path: Path, place: int) -> None:
    found = tried_out(tmp_path, "count-selected(.) <= 2 and not(selected(., 'c') and count-selected(.) > 1)")
    assert found is not None
    assert place in found.naming(place).named
    assert sets_of(found.naming(place)) == sets_of(found)


@pytest.mark.parametrize(
    ("rule", "only_forbids"),
    [
        ("", True),
        ("count-selected(.) <= 3", True),
        ("not(selected(., 'c') and count-selected(.) > 1)", True),
        ("count-selected(.) >= 2", False),
        ("not(selected(., 'a') and not(selected(., 'b')))", False),
    ],
)
def test_it_is_known_of_a_rule_whether_it_only_forbids(tmp_path: Path, rule: str, only_forbids: bool) -> None:
    found = tried_out(tmp_path, rule)
    assert found is not None
    assert found.only_forbids == only_forbids


@pytest.mark.parametrize(
    "rule",
    [
        "count-selected(.) <= ${people}",
        "count-selected(.) <= 3 and selected(${others}, 'a')",
        "count-selected(${others}) <= 2",
        "regex(., 'a.*')",
        "selected-at(., 0) = 'a'",
        ". = 'a b'",
        "selected(., ${people})",
        "today() > date('2026-01-01')",
    ],
)
def test_where_a_rule_looks_at_anything_else_it_is_not_known_what_it_implies(tmp_path: Path, rule: str) -> None:
    form = form_with(tmp_path, rule)
    assert together(form.items["needs"], "abcd") is None
    enough = [{"people": "1", "needs": two} for two in ("a b", "c d", "a c", "b d") for _ in range(12)]
    assert set(shown(form, enough, "needs").values()) == {None}


def tried_out(folder: Path, rule: str) -> Together | None:
    return together(form_with(folder, rule).items["needs"], "abcd")


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


@pytest.mark.parametrize("path", ["needs", "more"])
def test_where_a_rule_may_imply_anything_nothing_is_told_where_anybody_is_few(tmp_path: Path, path: str) -> None:
    """Who gives exactly two answers is counted twice: so what is hidden would follow from the rest."""
    form = form_with(tmp_path, "count-selected(.) = 2")
    pairs = ("a b", "a c", "a d", "b c", "b d", "c d")
    enough = [{"people": "1", path: two} for two in pairs for _ in range(12)] + [{"people": "0"}] * 12
    assert [shown(form, enough, path)[name] for name in "abcd"] == [36] * 4
    few = [{"people": "1", path: two} for two in ("a b", "a c", "b c") for _ in range(14)]
    few += [{"people": "1", path: "a d"}, *[{"people": "0"}] * 12]
    assert set(shown(form, few, path).values()) == {None}


@pytest.mark.parametrize(
    ("rule", "ways"),
    [
        ("not(selected(., 'a') and count-selected(.) > 1)", {"a": 20, "b": 38, "c": 2}),
        ("not(selected(., 'a') and selected(., 'b'))", {"a": 20, "b": 38, "c": 2}),
        ("not(selected(., 'a') and not(selected(., 'b')))", {"a b": 11, "b": 1, "c": 20, "d": 28}),
        ("if(selected(., 'a'), selected(., 'b'), true())", {"a b": 11, "b": 1, "c": 20, "d": 28}),
    ],
)
def test_what_follows_from_two_counts_of_one_question_is_told_of_nobody(
    tmp_path: Path, rule: str, ways: Mapping[str, int]
) -> None:
    """Two who neither work nor need nothing; one who is threatened, but not by the gang."""
    papers = [{"people": "1", "needs": way} for way, times in ways.items() for _ in range(times)]
    assert set(shown(form_with(tmp_path, rule), papers, "needs").values()) == {None}
    assert any(shown(form_with(tmp_path, ""), papers, "needs").values())


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
    for item in several:
        found = together(item, [choice.name for choice in form.choices[item.choices]])
        assert found is not None
        assert found.only_forbids
        assert len(found.named) > 1


def test_who_fills_in_several_rows_may_give_what_a_rule_forbids_in_each(tmp_path: Path) -> None:
    """But not what it calls for."""
    for rule, is_known in (("count-selected(.) = 1", True), ("count-selected(.) > 1", False)):
        rows = [
            "|  | type | name | label | constraint |",
            "|  | begin_repeat | child | Child |  |",
            f"|  | select_multiple abc | needs | Needs | {rule} |",
            "|  | end_repeat |  |  |  |",
        ]
        form = written(
            tmp_path, rows, ["|  | list_name | name | label |", *(f"|  | abc | {each} | {each} |" for each in "abc")]
        )
        (tally,) = (each for each in tallies(round_of(form, {})) if each.item.name == "needs")
        assert tally.together == (of_any(3) if is_known else None)
