"""Which answers of a round are counted and handed out today: whole weeks, and at least ten more each time.

Whoever sees counts grow by one answer knows what it was. So counts and files of a round that is still open hold whole
weeks that are over, and take in further ones only when these bring ten answers. It is told from the answers alone,
whenever and however often somebody looks. What is left at the end of the round, fewer than ten, is taken in only where
nothing was shown before: else the difference would tell of these few.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Final

from services.keys.epochs import week_of
from services.surveys.answers import Answers, Round
from services.surveys.surveys import Survey

AT_ONCE: Final = 10


def part_to_show(round: Round, surveys: Iterable[Survey], now: datetime) -> Round | None:
    """The round with the answers that may be counted today; None where there are too few as yet."""
    is_over = not any((each.key, each.round) == tuple(round.name) and now.date() <= each.closes for each in surveys)
    found = _whole_weeks(round.answers, None if is_over else week_of(now))
    return replace(round, answers=tuple(sorted(found, key=lambda each: each.id))) if found else None


def _whole_weeks(answers: Iterable[Answers], before: str | None) -> list[Answers]:
    """Those of the weeks before that one, ten and more at a time; None: the round is over."""
    shown: list[Answers] = []
    waiting: list[Answers] = []
    for week, those in groupby(sorted(answers, key=lambda each: each.week), key=lambda each: each.week):
        if before is not None and week >= before:
            break
        waiting += those
        if len(waiting) >= AT_ONCE:
            shown, waiting = shown + waiting, []
    return waiting if before is None and not shown else shown
