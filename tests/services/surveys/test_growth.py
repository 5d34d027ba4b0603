"""Promises of counts that are looked at again: what came in between is hidden as well as all the rest."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, product
from pathlib import Path

import pytest

from bot.settings import CHECKOUT
from services.disclosure.suppression import MOST, Shown
from services.forms import Form, load_form
from services.surveys.answers import Answers, Round
from services.surveys.counts import Counted, counted
from services.surveys.growth import Blocks, _stand, take_in
from services.surveys.tallies import NO_ANSWER, Tally
from tests.support.forms.answering import answered_at_random
from tests.support.forms.surveying import NAME, home_form

ANSWERS = ("yes", "no", "")
Seen = tuple[tuple[Shown, ...], ...]
"""At each look of how many people, and how many gave each answer."""


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


def test_nobody_is_counted_again_where_questions_hang_together_for_a_while(form: Form) -> None:
    """A later version of a form may join a question to another one, and the next one part them again."""
    going, hit = (
        Tally(form, form.items[path], {"yes": frozenset(range(100)), "no": frozenset()}, frozenset(), frozenset(), 5)
        for path in ("going", "hit")
    )
    blocks: Blocks = {}
    for family, people in (([going], 20), ([hit], 30), ([going, hit], 60), ([going], 100)):
        take_in(blocks, family, people)
    counted = [person for block in blocks["going"] for person in block.who]
    assert len(counted) == len(set(counted)) == 90


def splits(whole: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        yield from ((first, *rest) for rest in splits(whole - first, parts - 1))


def looked_at(tally: Tally, ends: Iterable[int]) -> Seen:
    """What is seen of a question whenever that many people have answered: its counts, and of how many people."""
    blocks: Blocks = {}
    looks = []
    for people in ends:
        take_in(blocks, [tally.among(frozenset(range(people)))], people)
        (found,) = _stand([tally], blocks, people)
        looks.append((len(found.who), *found.row.values()))
    return tuple(looks)


def seen(form: Form, world: Sequence[Sequence[int]], least: int, answers: Sequence[str] = ANSWERS) -> Seen:
    places = [name for counts in world for name, count in zip(answers, counts, strict=True) for _ in range(count)]
    givers = {name: frozenset(i for i, place in enumerate(places) if place == name) for name in answers}
    tally = Tally(form, form.items["going"], givers, frozenset(), frozenset(), least)
    return looked_at(tally, accumulate(map(sum, world)))


def is_pinned(possible: Sequence[int], least: int) -> bool:
    return 0 < min(possible) < least and max(possible) - min(possible) < least


@pytest.mark.parametrize(
    ("least", "answers", "sizes"),
    [
        (2, ANSWERS, (7, 6)),
        (2, ANSWERS[1:], (6, 6, 6)),
        (2, ANSWERS[1:], (6, 5, 3, 6)),
        (3, ANSWERS[1:], (7, 7, 8)),
        (5, ANSWERS[1:], (12, 11)),
    ],
)
def test_who_knows_the_rules_pins_no_count_of_anybody_who_came_between_two_looks(
    form: Form, least: int, answers: Sequence[str], sizes: Sequence[int]
) -> None:
    """Every way to answer one question by two, three and four looks, by all that was seen of it, also where nothing
    was to be seen."""
    alike: dict[Seen, list[tuple[tuple[int, ...], ...]]] = defaultdict(list)
    for world in product(*(splits(people, len(answers)) for people in sizes)):
        alike[seen(form, world, least, answers)].append(world)
    assert any(isinstance(count, int) for looks in alike for _, *row in looks for count in row)
    for looks, worlds in alike.items():
        for first, last in combinations(range(len(sizes) + 1), 2):
            for place in range(len(answers)):
                possible = [sum(counts[place] for counts in world[first:last]) for world in worlds]
                assert not is_pinned(possible, least), (looks, worlds)


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
        """How many gave each answer, gave none, did not give each, and gave one but not that."""
        others = (whole - count for whole in (self.people, self.gave) for count in self.counts)
        return (*self.counts, self.people - self.gave, *others)


def several_of(people: int, answers: int) -> Iterator[Several]:
    for counts in product(range(people + 1), repeat=answers):
        for gave in range(max(counts), min(people, sum(counts)) + 1):
            yield Several(counts, gave, people)


def test_who_knows_the_rules_pins_nobody_by_a_question_with_several_answers_in_three_looks(form: Form) -> None:
    """Who gave one, who did not, who gave none."""
    least = 2
    alike: dict[Seen, list[tuple[Several, ...]]] = defaultdict(list)
    for world in product(*(several_of(people, answers=1) for people in (6, 6, 6))):
        ends = list(accumulate(each.people for each in world))
        parts = [each.givers(end - each.people) for each, end in zip(world, ends, strict=True)]
        givers = {name: frozenset().union(*(part[name] for part in parts)) for name in parts[0]}
        tally = Tally(form, form.items["why"], givers, frozenset(), frozenset(), least)
        alike[looked_at(tally, ends)].append(world)
    for looks, worlds in alike.items():
        for first, last in combinations(range(4), 2):
            for place in range(len(worlds[0][0].rows())):
                possible = [sum(each.rows()[place] for each in world[first:last]) for world in worlds]
                assert not is_pinned(possible, least), (looks, worlds)


def test_a_block_says_nothing_of_another(form: Form) -> None:
    """What is seen of those who came later is the same whatever those before them answered."""
    later = (9, 11, 4)
    firsts = ((24, 0, 0), (0, 24, 0), (4, 4, 16))
    assert {seen(form, (first, later), 5)[1] for first in firsts} == {(24, None, 11, None)}


def test_what_was_most_at_first_gets_its_number_later(tmp_path: Path) -> None:
    """All of the first 40 gave an answer, and half of the next 60: of these it is told."""
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
    assert (found[100]["work"], found[100]["family"]) == (30, 40)


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
    assert {each.people for each in found if not each.is_withheld} & {120, 180, 240}
    assert sum(cell.count is not None for each in found for cell in each.cells) > 20
