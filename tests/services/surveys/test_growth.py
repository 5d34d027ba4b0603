"""Promises of counts that are looked at again: what came in between is hidden as well as all the rest."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import pytest

from bot.settings import CHECKOUT
from services.disclosure.attack import Figure, attack
from services.disclosure.suppression import MOST, Shown
from services.forms import Form, load_form
from services.surveys.answers import Answers, Round
from services.surveys.counts import Counted, counted
from services.surveys.growth import Standing, _as_may_be_shown, _Step
from services.surveys.tallies import Tally
from tests.support.forms.answering import answered_at_random
from tests.support.forms.surveying import NAME, home_form

ANSWERS = ("yes", "no", "")
World = tuple[tuple[int, ...], tuple[int, ...]]
"""How many gave each answer in the first step, and in between."""
Seen = tuple[tuple[Shown, ...] | None, ...]


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return home_form(tmp_path_factory.mktemp("form"))


def grown(form: Form, *weeks: Sequence[int]) -> Counted:
    """The question "going" after weeks in which so many gave each answer."""
    given = [
        (f"2026-W{10 + week}", {"going": name} if name else {})
        for week, counts in enumerate(weeks)
        for name, count in zip(ANSWERS, counts, strict=True)
        for _ in range(count)
    ]
    answers = tuple(
        Answers(number.to_bytes(16, "big"), week, form.hash, paper) for number, (week, paper) in enumerate(given)
    )
    return next(each for each in counted(Round(NAME, answers, {form.hash: form}), "en") if each.path == "going")


def numbers(question: Counted) -> list[Shown]:
    return [cell.count for cell in question.cells if cell.name in ANSWERS]


def test_a_later_count_does_not_undo_the_hiding_of_an_earlier_one(form: Form) -> None:
    """15, and two hidden, then 24, 6, 5: of the ten in between exactly one gave the third answer."""
    assert numbers(grown(form, (15, 6, 4))) == [15, None, None]
    found = grown(form, (15, 6, 4), (9, 0, 1))
    assert (numbers(found), found.people) == ([15, None, None], 25)


def test_ten_alike_in_between_are_not_told_apart(form: Form) -> None:
    found = grown(form, (15, 10, 0), (10, 0, 0))
    assert (numbers(found), found.people) == ([15, 10, 0], 25)


def test_a_question_that_waited_is_counted_once_enough_came(form: Form) -> None:
    found = grown(form, (15, 10, 0), (10, 0, 0), (5, 8, 0))
    assert (numbers(found), found.people) == ([30, 18, 0], 48)


def splits(whole: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        yield from ((first, *rest) for rest in splits(whole - first, parts - 1))


def seen(form: Form, world: World, least: int) -> Seen:
    """What is seen of a question at both steps; None where it waits or nothing is shown of it."""
    steps: list[_Step] = []
    for weeks in (world[:1], world):
        places = [name for counts in weeks for name, count in zip(ANSWERS, counts, strict=True) for _ in range(count)]
        givers = {name: frozenset(i for i, place in enumerate(places) if place == name) for name in ANSWERS}
        tally = Tally(form, form.items["going"], givers, frozenset(), frozenset(), least)
        people = len(places)
        found = Standing(tally, tally.hidden_or_not(people), people, would_tell=False)
        steps.append(_Step(people, _as_may_be_shown({"going": found}, steps)))
    return tuple(tuple(step.shown["going"].row.values()) if step.shown else None for step in steps)


def hidden(
    earlier: tuple[Shown, ...] | None, later: tuple[Shown, ...] | None, worlds: Sequence[World]
) -> Iterator[list[int]]:
    """What each number that is not shown is in the worlds that look alike: of the steps that show something, and of
    those in between."""
    for place in range(len(ANSWERS)):
        if earlier and not isinstance(earlier[place], int):
            yield [one[place] for one, _ in worlds]
        if later and not isinstance(later[place], int):
            yield [one[place] + other[place] for one, other in worlds]
        if earlier and later:
            yield [other[place] for _, other in worlds]


@pytest.mark.parametrize(("least", "first", "between"), [(2, 7, 6), (2, 8, 9), (3, 11, 9)])
def test_who_knows_the_rules_pins_no_hidden_count_of_a_step_nor_of_those_in_between(
    form: Form, least: int, first: int, between: int
) -> None:
    """Every way to answer one question in two steps, by what is seen of it."""
    alike: dict[Seen, list[World]] = defaultdict(list)
    for one in splits(first, len(ANSWERS)):
        for other in splits(between, len(ANSWERS)):
            alike[seen(form, (one, other), least)].append((one, other))
    assert sum(None not in looked for looked in alike) > 2
    for (earlier, later), worlds in alike.items():
        for counts in hidden(earlier, later, worlds):
            assert not (0 < min(counts) < least and max(counts) - min(counts) < least), (earlier, later, worlds)


@pytest.mark.parametrize("seed", range(4))
def test_all_that_was_ever_shown_of_a_question_pins_nothing(form: Form, seed: int) -> None:
    """Four weeks at random, attacked by the judge of what is published elsewhere."""
    chance = random.Random(seed)
    weeks = [tuple(chance.choice((0, 2, 6, 11, 20)) for _ in ANSWERS) for _ in range(4)]
    weeks[0] = (15, 6, 4)
    figures = []
    ends = list(accumulate(sum(week) for week in weeks))
    for number, people in enumerate(ends, 1):
        everybody = frozenset((name, week) for name in ANSWERS for week in range(number))
        figures.append(Figure(everybody, people, people))
        found = grown(form, *weeks[:number])
        until = ends.index(found.people) + 1 if found.people in ends else number
        for name, count in zip(ANSWERS, numbers(found), strict=True):
            cells = frozenset((name, week) for week in range(until))
            if isinstance(count, int):
                figures.append(Figure(cells, count, count))
            elif count == MOST:
                figures.append(Figure(cells, found.people - 4, found.people))
    assert not [each for each in attack(figures) if each.is_few()]


@pytest.mark.parametrize("name", ["needs_survey", "return_survey"])
def test_a_round_of_a_shipped_form_is_still_counted_as_it_grows(name: str) -> None:
    shipped: Form = load_form(Path(CHECKOUT) / "content" / "forms" / f"{name}.md")
    chance = random.Random(1)
    answers = tuple(
        Answers(
            number.to_bytes(16, "big"), f"2026-W{10 + number // 40}", shipped.hash, answered_at_random(shipped, chance)
        )
        for number in range(160)
    )
    found = counted(Round(NAME, answers, {shipped.hash: shipped}), "en")
    assert {each.people for each in found if not each.is_withheld} & {120, 160}
    assert sum(cell.count is not None for each in found for cell in each.cells) > 20
