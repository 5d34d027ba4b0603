"""Promises of counts that are looked at again: what came in between is hidden as well as all the rest."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from pathlib import Path

import pytest

from bot.settings import CHECKOUT
from services.disclosure.attack import Figure, attack
from services.disclosure.suppression import MOST, Shown
from services.forms import Form, load_form
from services.surveys.answers import Answers, Round
from services.surveys.counts import Counted, counted
from services.surveys.growth import Standing, _Step, _step
from services.surveys.tallies import NO_ANSWER, Tally
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
        steps.append(_step({"going": found}, steps))
    return tuple(tuple(step.shown["going"].row.values()) if step.shown else None for step in steps)


def is_pinned(possible: Sequence[int], least: int) -> bool:
    return 0 < min(possible) < least and max(possible) - min(possible) < least


@pytest.mark.parametrize(("least", "first", "between"), [(2, 7, 6), (3, 9, 8)])
def test_who_knows_the_rules_pins_no_hidden_count_of_a_step_nor_of_those_in_between(
    form: Form, least: int, first: int, between: int
) -> None:
    """Every way to answer one question in two steps, by what is seen of it; also where nothing was to be seen."""
    alike: dict[Seen, list[World]] = defaultdict(list)
    for one in splits(first, len(ANSWERS)):
        for other in splits(between, len(ANSWERS)):
            alike[seen(form, (one, other), least)].append((one, other))
    assert sum(None not in looked for looked in alike) > 2
    for looked, worlds in alike.items():
        for place in range(len(ANSWERS)):
            earlier, later = [one[place] for one, _ in worlds], [other[place] for _, other in worlds]
            both = [one[place] + other[place] for one, other in worlds]
            assert not any(is_pinned(each, least) for each in (earlier, later, both)), (looked, worlds)


@dataclass(frozen=True, slots=True)
class Several:
    """How many of so many people gave each of several answers, of whom so many gave one at least."""

    counts: tuple[int, ...]
    gave: int
    people: int

    def givers(self, after: int) -> dict[str, frozenset[int]]:
        """People to whom that applies, by answer, who come after so many others."""
        found, next_ = {}, 0
        for name, count in zip("abc", self.counts, strict=False):
            found[name] = frozenset(after + (next_ + place) % self.gave for place in range(count))
            next_ += count
        return {**found, NO_ANSWER: frozenset(range(after + self.gave, after + self.people))}

    def rows(self) -> tuple[int, ...]:
        """How many gave each answer, gave none, and did not give each."""
        return (*self.counts, self.people - self.gave, *(self.people - count for count in self.counts))


def several_of(people: int, answers: int) -> Iterator[Several]:
    for counts in product(range(people + 1), repeat=answers):
        for gave in range(max(counts), min(people, sum(counts)) + 1):
            yield Several(counts, gave, people)


def seen_of_several(form: Form, world: tuple[Several, Several], least: int) -> Seen:
    one, other = world
    steps: list[_Step] = []
    later = other.givers(one.people)
    both = {name: those | later[name] for name, those in one.givers(0).items()}
    for givers, people in ((one.givers(0), one.people), (both, one.people + other.people)):
        tally = Tally(form, form.items["why"], givers, frozenset(), frozenset(), least)
        steps.append(_step({"why": Standing(tally, tally.hidden_or_not(people), people, False)}, steps))
    return tuple(tuple(step.shown["why"].row.values()) if step.shown else None for step in steps)


def test_who_knows_the_rules_pins_nobody_by_several_answers_in_two_steps(form: Form) -> None:
    """Who gave one, who did not, who gave none: of both steps, and of those in between."""
    least, first, between = 2, 6, 5
    alike: dict[Seen, list[tuple[Several, Several]]] = defaultdict(list)
    for world in product(several_of(first, answers=2), several_of(between, answers=2)):
        alike[seen_of_several(form, world, least)].append(world)
    assert sum(None not in looked for looked in alike) > 2
    for looked, worlds in alike.items():
        rows = [(one.rows(), other.rows()) for one, other in worlds]
        for place in range(len(rows[0][0])):
            earlier, later = [one[place] for one, _ in rows], [other[place] for _, other in rows]
            both = [one[place] + other[place] for one, other in rows]
            assert not any(is_pinned(each, least) for each in (earlier, later, both)), (looked, place, worlds)


def test_what_was_most_at_first_gets_its_number_later(tmp_path: Path) -> None:
    """All of the first 40 gave an answer, and half of the next 60."""
    form = home_form(tmp_path, more=[("select_multiple why", "reasons", "Why?", "لماذا؟", "", "")])
    later = [{"reasons": "work family"}] * 30 + [{"reasons": "family"}] * 10 + [{}] * 20
    papers = [{"reasons": "work"}] * 40 + later
    answers = tuple(
        Answers(number.to_bytes(16, "big"), "2026-W10" if number < 40 else "2026-W11", form.hash, paper)
        for number, paper in enumerate(papers)
    )
    found = {}
    for people in (40, 100):
        counts = counted(Round(NAME, answers[:people], {form.hash: form}), "en")
        reasons = next(each for each in counts if each.path == "reasons")
        found[people] = {cell.name: cell.count for cell in reasons.cells}
    assert found[40]["work"] == MOST
    assert (found[100]["work"], found[100]["family"]) == (70, 40)


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
            number.to_bytes(16, "big"), f"2026-W{10 + number // 60}", shipped.hash, answered_at_random(shipped, chance)
        )
        for number in range(240)
    )
    found = counted(Round(NAME, answers, {shipped.hash: shipped}), "en")
    assert {each.people for each in found if not each.is_withheld} & {180, 240}
    assert sum(cell.count is not None for each in found for cell in each.cells) > 20
