"""What the counts of surveys show, and what an attacker who knows the program makes of them.

    python tests/bench/survey_numbers.py [--rounds 5] [--seed 1] [--brute 13]

For each shipped form, rounds of 15, 40, 150 and 600 people who answer at random, some answers much likelier than
others, and the same who come in four weeks and were looked at after each: how many cells are shown as a number or as
"most people", how many questions are withheld because they would tell of another one, how many small numbers follow,
and the time for a round. Then every way in which so many people (--brute) can answer a question and its follow-up: in
how many the counts shown, with the program at hand, leave a small number to be nobody no more and less than five
numbers apart, or known exactly.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.disclosure.suppression import MOST
from services.forms import Form, load_form
from services.surveys.answers import Round
from services.surveys.counts import Counted, CountsWithheld, counted
from tests.support.forms.answering import answered_at_random
from tests.support.forms.surveying import round_of

FORMS = Path(__file__).parents[2] / "content" / "forms"
NAMES = ("needs_survey", "return_survey", "answer_survey")
FOLLOW_UP = """
| survey |
|  | type | name | label | relevant |
|  | select_one yn | go | Go |  |
|  | select_one ab | why | Why | ${go} = 'yes' |
| choices |
|  | list_name | name | label |
|  | yn | yes | Yes |
|  | yn | no | No |
|  | ab | a | A |
|  | ab | b | B |
| settings |
|  | form_id |
|  | follow_up |
"""
WAYS: tuple[dict[str, str], ...] = (
    {"go": "yes", "why": "a"},
    {"go": "yes", "why": "b"},
    {"go": "yes"},
    {"go": "no"},
    {},
)


def rounds_of(name: str, people: int, rounds: int, chance: random.Random, weeks: int) -> None:
    form = load_form(FORMS / f"{name}.md")
    cells = numbers = most = questions = withheld = held_back = 0
    took = 0.0
    for _ in range(rounds):
        round = in_weeks(round_of(form, *(answered_at_random(form, chance) for _ in range(people))), weeks)
        started = time.process_time()
        try:
            found = counted(round, "en")
        except CountsWithheld:
            held_back += 1
            continue
        took = max(took, time.process_time() - started)
        counts = [cell.count for question in found for cell in question.cells]
        cells += len(counts)
        numbers += sum(isinstance(count, int) for count in counts)
        most += counts.count(MOST)
        questions += len(found)
        withheld += sum(question.would_tell for question in found)
    print(
        f"{name}, {people} people in {weeks} weeks: {numbers} of {cells} cells shown and {most} most;"
        f" {withheld} of {questions} questions withheld, {held_back} of {rounds} rounds held back;"
        f" {took * 1000:.0f} ms of CPU a round at most"
    )


def in_weeks(round: Round, weeks: int) -> Round:
    """As many of them in each week."""
    number = len(round.answers)
    answers = (replace(each, week=f"2026-W{10 + place * weeks // number}") for place, each in enumerate(round.answers))
    return replace(round, answers=tuple(answers))


def brute_force(people: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "form.md"
        file.write_text(FOLLOW_UP)
        form = load_form(file)
    alike: dict[tuple[object, ...], list[dict[tuple[str, str], int]]] = defaultdict(list)
    for numbers in splits(people, len(WAYS)):
        shown, true = looked_at(form, numbers)
        alike[shown].append(true)
    narrow = exact = rounds = 0
    for same in alike.values():
        spans = [(min(each[cell] for each in same), max(each[cell] for each in same)) for cell in same[0]]
        small = [(low, high) for low, high in spans if 0 < low < 5 and high - low < 5]
        rounds += len(same)
        narrow += len(same) if small else 0
        exact += len(same) if any(low == high for low, high in small) else 0
    print(f"all {rounds} rounds of {people} people: a small number is narrowed in {narrow}, exact in {exact}")


def looked_at(form: Form, numbers: tuple[int, ...]) -> tuple[tuple[object, ...], dict[tuple[str, str], int]]:
    """What is seen of a round, and what is true of the cells that are hidden."""
    papers = [paper for paper, times in zip(WAYS, numbers, strict=True) for _ in range(times)]
    found: tuple[Counted, ...] = counted(round_of(form, *papers), "en")
    both, other, unsaid, no, nothing = numbers
    true = {
        **{("go", "yes"): both + other + unsaid, ("go", "no"): no, ("go", ""): nothing},
        **{("why", "a"): both, ("why", "b"): other},
    }
    seen = {(question.path, cell.name): cell.count for question in found for cell in question.cells}
    hidden = {cell: count for cell, count in true.items() if seen[cell] is None}
    return tuple(seen.values()), hidden


def splits(whole: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        for rest in splits(whole - first, parts - 1):
            yield (first, *rest)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--brute", type=int, default=13)
    given = parser.parse_args()
    print(f"seed {given.seed}")
    for name in NAMES:
        for people in (15, 40, 150, 600):
            for weeks in (1, 4):
                rounds_of(name, people, given.rounds, random.Random(given.seed), weeks)
    brute_force(given.brute)


if __name__ == "__main__":
    main()
