"""Rows by which somebody could be recognised: what few share of who they are is left out of exports.

Neighbours know somebody's area, gender, age, and how many live in the household. In a table of answers most rows are
the only ones with their combination of these, so the row with the rest of the answers would be found. Where fewer than
five rows share a combination, the numbers and dates are emptied in them first, then age, gender and area, until five
share what is left.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from services.disclosure.attack import LEAST
from services.forms import Kind
from services.surveys.answers import Answers, Round
from services.surveys.tallies import questions

SEEN_BY_NEIGHBOURS: Final = ("age", "gender", "zone")
"""Questions that are called so, in any form; what is emptied last comes last."""
MEASURED: Final = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.RANGE, Kind.DATE, Kind.DATE_TIME, Kind.TIME})


def without_what_few_share(round: Round) -> list[Answers]:
    """The answers of a round, in their order, with the cells emptied by which few could be recognised."""
    measured = [item.path for form, item in questions(round) if item.kind in MEASURED]
    named = [path for path in SEEN_BY_NEIGHBOURS if any(path in form.items for form in round.forms.values())]
    told = [*(path for path in measured if path not in named), *named]
    rows = [dict(each.answers) for each in round.answers]
    for path in told:
        shared = Counter(_told(row, told) for row in rows)
        for row in [row for row in rows if shared[_told(row, told)] < LEAST]:
            row.pop(path, None)
    return [replace(each, answers=row) for each, row in zip(round.answers, rows, strict=True)]


def _told(row: Mapping[str, str], paths: list[str]) -> tuple[str, ...]:
    return tuple(row.get(path, "") for path in paths)
