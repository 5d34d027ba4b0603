"""Which answers of a round are counted and handed out today: whole weeks, and at least ten more each time.

Whoever sees counts grow by one answer knows what it was. So counts and files hold whole weeks that are over, and take
in further ones only when these bring ten answers: a step. The steps follow from the weeks of the answers alone. When
the round ends changes nothing: an end can be put off, and who began in time may send a moment after it. So whoever
looks again, whenever and after whatever, finds the same steps and perhaps one more.

The first step may be smaller: fewer than ten, but not fewer than may be shown, are taken in once nobody answered for a
whole week. What comes later waits until there are ten again, and what does not become ten is never counted.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from services.disclosure.attack import LEAST
from services.keys.epochs import week_after, week_of
from services.surveys.answers import Answers, Round

AT_ONCE: Final = 10
AFTER_THE_WEEK: Final = timedelta(hours=6)
"""How long after a week it counts as over: an answer that was given at its very end may be laid down a moment later.
Whoever looked in between would see one more at the next look."""


def part_to_show(round: Round, now: datetime) -> Round | None:
    """The round with the answers that may be counted today, and the forms they were given to; None where there are too
    few as yet."""
    found = [each for step in _steps(round.answers, week_of(now - AFTER_THE_WEEK)) for each in step]
    return _of(round, sorted(found, key=lambda each: each.id)) if found else None


def as_it_grew(part: Round) -> Iterator[Round]:
    """From what may be counted, as it is now: what could be counted after each step, the whole last. Who answered
    earlier comes first."""
    found: list[Answers] = []
    for step in _steps(part.answers, before=None):
        found += step
        yield _of(part, found)


def of_these(part: Round, people: Collection[int]) -> Round:
    """Of what may be counted only these people, by their places in the order of `as_it_grew`."""
    *_, whole = as_it_grew(part)
    return _of(part, (each for place, each in enumerate(whole.answers) if place in people))


def _of(round: Round, answers: Iterable[Answers]) -> Round:
    kept = tuple(answers)
    hashes = {each.form_hash for each in kept}
    return replace(round, answers=kept, forms={hash: form for hash, form in round.forms.items() if hash in hashes})


def _steps(answers: Iterable[Answers], before: str | None) -> Iterator[list[Answers]]:
    """What each step takes in, of the weeks before that one; None: all were found to be in a step, so the last ones
    are."""
    weeks = [(week, list(those)) for week, those in groupby(sorted(answers, key=_when), key=lambda each: each.week)]
    over = [(week, those) for week, those in weeks if before is None or week < before]
    nexts = [*(week for week, _ in over), before][1:]
    is_first, waiting = True, list[Answers]()
    for (week, those), following in zip(over, nexts, strict=True):
        waiting += those
        was_quiet = following is None or following > week_after(week)
        if len(waiting) >= AT_ONCE or (is_first and was_quiet and len(waiting) >= LEAST):
            yield waiting
            is_first, waiting = False, []


def _when(answers: Answers) -> tuple[str, bytes]:
    return answers.week, answers.id
