"""Promises of a round as a whole: what each question hides, no other one tells."""

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from bot.settings import CHECKOUT
from services.disclosure.suppression import MOST, Shown
from services.forms import Form, load_form
from services.surveys.counts import Counted, counted
from services.surveys.inference import Inference
from services.surveys.tallies import is_sensitive, tallies
from tests.support.forms.answering import answered_at_random
from tests.support.forms.attacking import Paper, assert_that_nobody_is_pinned, written
from tests.support.forms.surveying import home_form, round_of


def counts(form: Form, papers: Sequence[Paper]) -> dict[str, Counted]:
    return {each.path: each for each in counted(round_of(form, *papers), "en")}


def cells(question: Counted) -> dict[str, Shown]:
    return {cell.name: cell.count for cell in question.cells}


@pytest.fixture
def cascade(tmp_path: Path) -> Form:
    return written(
        tmp_path,
        [
            "|  | type | name | label | choice_filter |",
            "|  | select_one district | district | District |  |",
            "|  | select_one camp | camp | Camp | district = ${district} |",
        ],
        [
            "|  | list_name | name | label | district |",
            *(f"|  | district | {name} | {name} |  |" for name in ("north", "south")),
            *(f"|  | camp | {name} | {name} | {name[:5]} |" for name in ("north_1", "south_1", "south_2")),
        ],
    )


def test_a_hidden_district_is_not_given_away_by_its_camps(cascade: Form) -> None:
    """12 live in the south and 3 did not say, so both are hidden; its camps would tell the 12, and with it the 3."""
    papers = (
        [{"district": "north", "camp": "north_1"}] * 20
        + [{"district": "south", "camp": "south_1"}] * 7
        + [{"district": "south", "camp": "south_2"}] * 5
        + [{}] * 3
    )
    found = counts(cascade, papers)
    assert cells(found["district"]) == {"north": 20, "south": None, "": None}
    assert found["camp"].would_tell


def test_camps_are_shown_where_in_none_are_few(cascade: Form) -> None:
    papers = [{"district": "north", "camp": "north_1"}] * 20 + [{"district": "south", "camp": "south_1"}] * 12
    assert set(cells(counts(cascade, papers)["camp"]).values()) == {None}
    papers += [{"district": "south", "camp": "south_2"}] * 8
    assert cells(counts(cascade, papers)["camp"]) == {"north_1": 20, "south_1": 12, "south_2": 8}


def test_a_follow_up_to_one_of_several_answers_does_not_tell_who_did_not_give_it(tmp_path: Path) -> None:
    """37 of 40 chose work: "most". 37 answered what is only asked after it."""
    more = [("select_one yes_no", "near", "Is it near?", "هل هو قريب؟", "selected(${reasons}, 'work')", "")]
    reasons = [("select_multiple why", "reasons", "Why?", "لماذا؟", "", "")]
    form = home_form(tmp_path, more=[*reasons, *more])
    papers = (
        [{"reasons": "work", "near": "yes"}] * 20 + [{"reasons": "work", "near": "no"}] * 17 + [{"reasons": "land"}] * 3
    )
    found = counts(form, papers)
    assert cells(found["reasons"])["work"] == MOST
    assert found["near"].would_tell


def test_that_nearly_nobody_answered_a_question_with_several_answers_is_no_trouble(tmp_path: Path) -> None:
    form = home_form(tmp_path, more=[("select_multiple why", "reasons", "Why?", "لماذا؟", "", "")])
    found = counts(form, [{"reasons": "work"}] * 2 + [{}] * 20)
    assert set(cells(found["reasons"]).values()) == {None}


def test_where_an_answer_is_required_those_who_gave_none_do_not_help_to_hide(tmp_path: Path) -> None:
    """Nobody may be known to have given none: then 2 and 4 who are hidden are each somebody. Of several answers, in
    sight has to be room for everybody."""
    form = written(
        tmp_path,
        [
            "|  | type | name | label | required |",
            "|  | select_one abc | a | A | true() |",
            *(f"|  | select_multiple abc | {name} | {name} | {rule} |" for name, rule in (("b", ""), ("c", "true()"))),
        ],
        ["|  | list_name | name | label |", *(f"|  | abc | {each} | {each} |" for each in "abc")],
    )
    found = counts(form, [dict.fromkeys("abc", name) for name in "a" * 14 + "b" * 2 + "c" * 4])
    assert [set(cells(found[name]).values()) for name in "abc"] == [{None}, {14, None}, {None}]


def ways(parent: Sequence[str], leads: Sequence[str], child: Sequence[str]) -> Iterator[Paper]:
    """Every paper: an answer to a question, and one to its follow-up where it leads there."""
    for above in parent:
        for below in child if above in leads else ("",):
            yield {path: value for path, value in (("above", above), ("below", below)) if value}


ONE, SEVERAL = ("", "a", "b"), ("", "a", "b", "a b")
FOLLOW_UPS = {
    "one after one": (("select_one", "select_one", "${above} != ''", ""), ONE, ("a", "b"), 6),
    "one after several": (("select_multiple", "select_one", "selected(${above}, 'a')", ""), SEVERAL, ("a", "a b"), 5),
    "several after one": (("select_one", "select_multiple", "${above} = 'a'", ""), ONE, ("a",), 7),
    "several after several": (
        ("select_multiple", "select_multiple", "selected(${above}, 'a')", ""),
        SEVERAL,
        ("a", "a b"),
        7,
    ),
    "by a filter": (("select_one", "select_multiple", "", "only = ${above}"), ONE, ("a", "b"), 6),
}
PAPERS: Mapping[str, list[Paper]] = {
    "several after several": [
        *({}, {"above": "a"}, {"above": "b"}, {"above": "a b"}),
        *({"above": "a", "below": "k"}, {"above": "a b", "below": "l"}, {"above": "a", "below": "k l"}),
    ],
    "by a filter": [{}, {"above": "a"}, {"above": "a", "below": "k"}, {"above": "b"}, {"above": "b", "below": "l"}],
}


@pytest.mark.parametrize("name", FOLLOW_UPS)
def test_who_knows_the_rules_pins_nobody_by_a_question_and_its_follow_up(tmp_path: Path, name: str) -> None:
    """All ways in which a few people can answer, with two as the least number; also who was asked and did not."""
    (above, below, relevant, narrowed), parent, leads, people = FOLLOW_UPS[name]
    form = written(
        tmp_path,
        [
            "|  | type | name | label | relevant | choice_filter |",
            f"|  | {above} ab | above | Above |  |  |",
            f"|  | {below} kl | below | Below | {relevant} | {narrowed} |",
        ],
        [
            "|  | list_name | name | label | only |",
            *(f"|  | ab | {each} | {each} |  |" for each in "ab"),
            *(f"|  | kl | {each} | {each} | {only} |" for each, only in ("ka", "lb")),
        ],
    )
    answers = ("", "k", "l") if below == "select_one" else ("", "k", "l", "k l")
    papers = PAPERS.get(name) or list(ways(parent, leads, answers))
    assert_that_nobody_is_pinned(form, papers, (), people)


YES_OR_NO = ({"a": "no"}, {"a": "yes", "b": "l"})
CHAINS = {
    "a chain, several in its middle": (
        ("${a} = 'yes'", "", "selected(${b}, 'k')"),
        (*YES_OR_NO, *({"a": "yes", "b": b, "c": c} for b in ("k", "k l") for c in "xy")),
        (2,),
        8,
    ),
    "a list of its own for each answer": (
        ("", "only = ${a}", "false()"),
        ({}, {"a": "no"}, {"a": "yes"}, {"a": "yes", "b": "k"}, {"a": "no", "b": "l"}),
        (),
        10,
    ),
}


@pytest.mark.parametrize("name", CHAINS)
def test_who_knows_the_rules_pins_no_answer_along_a_chain_of_follow_ups(tmp_path: Path, name: str) -> None:
    """All ways in which a few people can answer, with two as the least number; the first number is seen anyhow."""
    (relevant, narrowed, last), papers, first, others = CHAINS[name]
    form = written(
        tmp_path,
        [
            "|  | type | name | label | relevant | choice_filter |",
            "|  | select_one yn | a | A |  |  |",
            f"|  | select_{'one' if narrowed else 'multiple'} kl | b | B | {relevant} | {narrowed} |",
            f"|  | select_one xy | c | C | {last} |  |",
        ],
        [
            "|  | list_name | name | label | only |",
            *(f"|  | yn | {each} | {each} |  |" for each in ("yes", "no")),
            *(f"|  | kl | {each} | {each} | {only} |" for each, only in (("k", "yes"), ("l", "no"))),
            *(f"|  | xy | {each} | {each} |  |" for each in "xy"),
        ],
    )
    assert_that_nobody_is_pinned(form, papers, first, others)


LISTS = {
    "two and two": ((("k", "a"), ("l", "a"), ("m", "b"), ("n", "b")), ({"a": "a", "b": "k"}, {"a": "a", "b": "l"}), 11),
    "two and one": (
        (("k", "a"), ("l", "a"), ("m", "b")),
        ({}, {"a": "a"}, {"a": "a", "b": "k"}, {"a": "a", "b": "l"}),
        9,
    ),
    "one on both": (
        (("k", "a"), ("m", "a b"), ("l", "b")),
        ({"a": "a", "b": "k"}, {"a": "a", "b": "m"}, {"a": "b", "b": "m"}),
        12,
    ),
    "several may be chosen": (
        (("k", "a"), ("l", "a"), ("m", "b")),
        ({"a": "a"}, *({"a": "a", "b": b} for b in ("k", "l", "k l"))),
        9,
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_who_knows_the_rules_pins_nobody_where_each_answer_has_a_list_of_its_own(tmp_path: Path, name: str) -> None:
    offered, papers, people = LISTS[name]
    form = written(
        tmp_path,
        [
            "|  | type | name | label | choice_filter |",
            "|  | select_one ab | a | A |  |",
            f"|  | select_{'multiple' if name.startswith('several') else 'one'} kl | b | B | only = ${{a}} |",
        ],
        [
            "|  | list_name | name | label | only |",
            *(f"|  | ab | {each} | {each} |  |" for each in "ab"),
            *(f"|  | kl | {each} | {each} | {only} |" for each, only in offered),
        ],
    )
    others = tuple({"a": "b", "b": each} for each, only in offered if only == "b")
    assert_that_nobody_is_pinned(form, (*papers, *others), (), people)


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        ("relevant", "${beaten} = 'yes'"),
        ("required", "${beaten} = 'yes'"),
        ("constraint", ". < 9 or ${beaten} = 'yes'"),
        ("calculation", "if(${beaten} = 'yes', 1, 0)"),
    ],
)
def test_a_question_that_a_sensitive_one_bears_on_is_sensitive_by_whatever_rule(
    tmp_path: Path, column: str, rule: str
) -> None:
    form = written(
        tmp_path,
        [
            f"|  | type | name | label | appearance | {column} |",
            "|  | select_one yes_no | beaten | Beaten? | sensitive |  |",
            f"|  | integer | times | How often? |  | {rule} |",
            "|  | integer | others | Of others? |  |  |",
        ],
        ["|  | list_name | name | label |", "|  | yes_no | yes | Yes |", "|  | yes_no | no | No |"],
    )
    assert is_sensitive(form, form.items["times"])
    assert not is_sensitive(form, form.items["others"])


def test_the_number_of_rows_and_the_list_to_choose_from_hand_the_mark_on(tmp_path: Path) -> None:
    form = written(
        tmp_path,
        [
            "|  | type | name | label | appearance | repeat_count | choice_filter |",
            "|  | integer | hurt | How many were hurt? | sensitive |  |  |",
            "|  | begin_repeat | person | Person |  | ${hurt} |  |",
            "|  | integer | age | Age |  |  |  |",
            "|  | end_repeat |  |  |  |  |  |",
            "|  | select_one place | where | Where? |  |  | kind = ${hurt} |",
        ],
        ["|  | list_name | name | label | kind |", "|  | place | here | Here | 1 |"],
    )
    assert is_sensitive(form, form.items["person/age"])
    assert is_sensitive(form, form.items["where"])


def test_a_marked_group_hands_the_mark_to_its_questions_and_to_what_follows_from_them(tmp_path: Path) -> None:
    form = written(
        tmp_path,
        [
            "|  | type | name | label | appearance | relevant |",
            "|  | begin_group | violence | Violence | sensitive |  |",
            "|  | integer | blows | How often? |  |  |",
            "|  | end_group |  |  |  |  |",
            "|  | text | more | What else? |  | ${blows} > 0 |",
        ],
    )
    assert is_sensitive(form, form.items["violence/blows"])
    assert is_sensitive(form, form.items["more"])
    papers = [{"violence/blows": "1"}] * 9 + [{"violence/blows": "12"}] * 30
    assert cells(counts(form, papers)["violence/blows"])["1–2"] is None


def test_follow_ups_of_the_shipped_forms_have_the_mark() -> None:
    form = load_form(CHECKOUT / "content" / "forms" / "return_survey.md")
    assert is_sensitive(form, form.items["why_return_other"])
    assert is_sensitive(form, form.items["why_not_other"])
    assert not is_sensitive(form, form.items["tried"])


@pytest.mark.parametrize("name", ["return_survey", "needs_survey", "answer_survey"])
@pytest.mark.parametrize("people", [12, 40, 150])
def test_no_round_of_a_shipped_form_tells_a_small_number(name: str, people: int) -> None:
    """Whoever answers, and however: what is shown is taken together once more, by an attacker of its own."""
    form = load_form(CHECKOUT / "content" / "forms" / f"{name}.md")
    chance = random.Random(people)
    for _ in range(3):
        round = round_of(form, *(answered_at_random(form, chance) for _ in range(people)))
        shown = {each.path: cells(each) for each in counted(round, "en")}
        everything = Inference(people)
        for tally in tallies(round):
            assert everything.add(tally, shown[tally.item.path])
        assert not everything.tells()
        assert any(count is not None for each in shown.values() for count in each.values()) or people == 12
