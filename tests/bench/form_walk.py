"""Loads every XLSForm in a folder and walks each to its end with random answers, steps back and changes at the review.

    python tests/bench/form_walk.py FOLDER [--seeds 3] [--skip TYPE,TYPE,...]

Prints for each form: refused with every reason, or loaded with the time, then for each walk the questions asked and
the CPU milliseconds of a step as a message causes it (restore from JSON, answer, find the next question, store).
The last line counts the forms that load, and those that every walk took to the end. --skip leaves types empty that
Amana does not know.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import astuple
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from services.errors import Refusal
from services.forms import AnswerRefused, AnswerRequired, Form, FormBroken, Interview, Kind, Question, Review, load_form
from services.forms.xlsform.files import is_form_file

TODAY = date(2026, 6, 1)
ENDINGS = {".xlsx", ".xls", ".csv", ".md"}
MOST_STEPS = 5_000
TRIES = 400
STEPS_BACK = 0.15
MOST_CHANGES = 5


class Stuck(Exception):
    """The walk cannot go on."""


def some_answer(question: Question, chance: random.Random) -> str:
    """An answer that fits the kind of question; whether the form takes it is another matter."""
    names = [choice.name for choice in question.choices]
    match question.kind:
        case Kind.RANGE if question.steps is not None:
            first, last, step = (Decimal(part) for part in astuple(question.steps))
            return str(first + step * chance.randint(0, int((last - first) / step)))
        case Kind.ONE | Kind.RANGE:
            return chance.choice(names) if names else ""
        case Kind.MANY | Kind.RANK:
            return " ".join(chance.sample(names, chance.randint(1, min(3, len(names))))) if names else ""
        case Kind.ANOTHER:
            return chance.choice(["yes", "no"]) if question.rows < 5 else "no"
        case kind:
            return TYPED.get(kind, some_words)(chance)


def some_words(chance: random.Random) -> str:
    digits = "".join(chance.choices("0123456789", k=chance.randint(1, 12)))
    return chance.choice(["some words", digits, "Ünïcødé ١٢٣"])


def some_number(chance: random.Random) -> str:
    return str(chance.choice([0, 1, 2, 3, 5, 8, chance.randint(0, 100), chance.randint(0, 5000)]))


def some_day(chance: random.Random) -> str:
    return (TODAY - timedelta(days=chance.randint(-10, 4000))).isoformat()


def some_time(chance: random.Random) -> str:
    return f"{chance.randint(0, 23)}:{chance.randint(0, 59):02}"


TYPED: dict[Kind, Callable[[random.Random], str]] = {
    Kind.INTEGER: some_number,
    Kind.DECIMAL: some_number,
    Kind.DATE: some_day,
    Kind.TIME: some_time,
    Kind.DATE_TIME: lambda chance: f"{some_day(chance)} {some_time(chance)}",
    Kind.GEOPOINT: lambda chance: f"{chance.uniform(-90, 90):.6f}, {chance.uniform(-180, 180):.6f}",
    Kind.ACKNOWLEDGE: lambda _: "OK",
}


def answered(interview: Interview, question: Question, chance: random.Random) -> Interview:
    """The interview after an answer that the form takes, or after a skip where none is found."""
    for _ in range(TRIES):
        try:
            return interview.answer(some_answer(question, chance))
        except AnswerRefused:
            continue
    try:
        return interview.skip()
    except AnswerRequired:
        raise Stuck(f"no random answer fits {question.path}, which has to be answered") from None


def changed_at_review(interview: Interview, review: Review, chance: random.Random) -> Interview | None:
    """The interview at one of the questions of the review, to be answered once more."""
    return interview.change(chance.choice(review.rows).path) if review.rows else None


def walk(form: Form, seed: int) -> tuple[int, list[float], int]:
    """How many questions were asked, how long each step took in ms, and the size of the largest state in bytes."""
    chance, changes = random.Random(seed), MOST_CHANGES
    stored = Interview.begin(form, TODAY, form.languages[-1], seed=str(seed)).to_json()
    times: list[float] = []
    largest = 0
    while len(times) < MOST_STEPS:
        interview = Interview.resume(form, stored, TODAY, form.languages[-1])
        step = interview.current()
        if isinstance(step, Review):
            changed = changed_at_review(interview, step, chance) if changes > 0 else None
            if changed is None:
                interview.finish()
                return len(times), times, largest
            changes -= 1
            stored = changed.to_json()
            continue
        assert isinstance(step, Question)
        if interview.can_go_back and chance.random() < STEPS_BACK:
            stored = interview.back().to_json()
            continue
        taken = answered(interview, step, chance)
        decided = taken.state.answers.get(step.path, "")
        times.append(timed_step(form, stored, decided))
        stored = taken.to_json()
        largest = max(largest, len(json.dumps(stored)))
    raise Stuck(f"no end after {MOST_STEPS} steps")


def timed_step(form: Form, stored: dict[str, object], value: str) -> float:
    """One step as a message causes it, in CPU time: the machine may be busy with other things."""
    text = json.dumps(stored)
    began = time.thread_time()
    interview = Interview.resume(form, json.loads(text), TODAY, form.languages[-1])
    after = interview.answer(value) if value else interview.skip()
    after.current()
    json.dumps(after.to_json())
    return (time.thread_time() - began) * 1000


def report(path: Path, seeds: int, skipping: list[str]) -> tuple[bool, bool]:
    """Whether the form loads, and whether every walk came to its end."""
    began = time.perf_counter()
    try:
        form = load_form(path, skipping)
        form.make_ready()
    except FormBroken as broken:
        print(f"{path.name}: refused, {len(broken.problems)} problem(s)")
        for problem in broken.problems[:8]:
            print(f"    {problem.sentence}")
        return False, False
    loaded = time.perf_counter() - began
    again = time.perf_counter()
    form = Form.from_json(form.to_json())
    restored = time.perf_counter() - again
    gc.collect()
    gc.freeze()  # what reading spreadsheets left behind is no part of a step
    print(f"{path.name}: loaded in {loaded:.2f} s, from JSON in {restored * 1000:.1f} ms, {len(form.items)} rows")
    is_whole = True
    for seed in range(seeds):
        try:
            steps, times, largest = walk(form, seed)
        except (Stuck, Refusal) as stuck:
            print(f"    seed {seed}: stuck, {type(stuck).__name__} {stuck}")
            is_whole = False
            continue
        times = times or [0.0]
        print(
            f"    seed {seed}: walked to the end, {steps} steps, CPU ms a step: median {statistics.median(times):.3f}, "
            f"p95 {sorted(times)[int(len(times) * 0.95)]:.3f}, worst {max(times):.3f}; state at most {largest} bytes"
        )
    return True, is_whole


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--seeds", type=int, default=3)
    arguments.add_argument("--skip", default="")
    given = arguments.parse_args()
    skipping = [name for name in given.skip.split(",") if name]
    files = [path for path in sorted(given.folder.iterdir()) if is_form_file(path)]
    done = [report(path, given.seeds, skipping) for path in files]
    print(f"{len(files)} forms: {sum(loads for loads, _ in done)} load, {sum(ends for _, ends in done)} run to the end")


if __name__ == "__main__":
    main()
