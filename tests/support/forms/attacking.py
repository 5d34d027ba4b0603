"""Attacking the counts of a round by brute force: all ways to fill in a form, by what is shown of each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

from services.disclosure.suppression import Shown
from services.forms import Form, load_form
from services.surveys.growth import _counted_alone
from services.surveys.tallies import Tally, tallies
from tests.support.forms.surveying import round_of

Paper = Mapping[str, str]


def written(folder: Path, survey: Sequence[str], choices: Sequence[str] = ()) -> Form:
    """A form of these rows."""
    lists = ["| choices |", *choices] if choices else []
    lines = ["| survey |", *survey, *lists, "| settings |", "|  | form_id |", "|  | camps |"]
    (folder / "form.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_form(folder / "form.md")


def splits(whole: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        yield from ((first, *rest) for rest in splits(whole - first, parts - 1))


def assert_that_nobody_is_pinned(
    form: Form, papers: Sequence[Paper], first: Sequence[int], others: int, least: Sequence[int] = (2, 2, 2)
) -> None:
    """In no way in which so many people can fill in these papers, the first of them so often. `least`: the least
    number of each question."""
    alike: dict[tuple[tuple[Shown, ...], ...], list[dict[tuple[str, ...], int]]] = defaultdict(list)
    least_of = dict(zip((item.path for item in form.items.values()), least, strict=False))
    people = sum(first) + others
    for rest in splits(others, len(papers) - len(first)):
        numbers = (*first, *rest)
        round = round_of(form, *(paper for paper, times in zip(papers, numbers, strict=True) for _ in range(times)))
        questions = [replace(each, least=least_of[each.item.path]) for each in tallies(round)]
        shown = tuple(tuple(each.row.values()) for each in _counted_alone(questions, frozenset(range(people))))
        alike[shown].append(dict(_true_counts(questions, people)))
    assert any(isinstance(count, int) for shown in alike for row in shown for count in row)
    for shown, worlds in alike.items():
        for cell in worlds[0]:
            possible, few = [each[cell] for each in worlds], least_of[cell[0]]
            assert not (0 < min(possible) < few and max(possible) - min(possible) < few), (shown, cell)


def _true_counts(each_question: Sequence[Tally], people: int) -> Iterator[tuple[tuple[str, ...], int]]:
    for tally in each_question:
        if not tally.is_for_everybody:
            yield (tally.item.path, "silent"), len(tally.silent)
        asked = people if tally.is_for_everybody else len(tally.answered)
        for name, givers in tally.givers.items():
            yield (tally.item.path, name), len(givers)
            if tally.takes_several:
                yield (tally.item.path, name, "without"), asked - len(givers)
                yield (tally.item.path, name, "another"), len(tally.answered - givers)
    for one, other in combinations(each_question, 2):
        if other.item.depends_on_answers:
            yield from _with_both(one, other)


def _with_both(one: Tally, other: Tally) -> Iterator[tuple[tuple[str, ...], int]]:
    for (name, givers), (second, those) in product(one.givers.items(), other.givers.items()):
        yield (other.item.path, second, "with", name), len(givers & those)
