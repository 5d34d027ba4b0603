"""Somebody copies the file every hour: an afternoon in which a case is worked on is nothing that stands out."""

from bisect import bisect_left
from dataclasses import replace
from datetime import timedelta
from random import Random

from services.dummies.plan import LETTER, Plan, for_this_week
from tests.support.clocks import NOW

YEARS, WEEKS = 12, 52
AN_AFTERNOON = 3 * 3600.0
MUCH_WORK = 10
"""Letters: notes, a status, a reply or two, and what the person writes back."""
MONDAY = NOW - timedelta(days=NOW.weekday(), hours=NOW.hour, minutes=NOW.minute)


def most_of_an_afternoon(dues: list[float]) -> int:
    """The most letters within three hours."""
    return max((bisect_left(dues, due + AN_AFTERNOON) - place for place, due in enumerate(dues)), default=0)


def busiest_afternoons(chance: Random) -> list[int]:
    """Of each week of a year in which nobody complained."""
    planned, found = Plan(), []
    for week in range(WEEKS):
        planned = for_this_week(replace(planned, waiting=()), MONDAY + week * timedelta(7), chance)
        letters = [deed.due for deed in planned.waiting if (deed.kind, deed.compartment) == (LETTER, "psea")]
        found.append(most_of_an_afternoon(sorted(letters)))
    return found


def test_in_most_years_without_a_complaint_much_is_written_in_many_an_afternoon() -> None:
    chance = Random(3)
    years = [busiest_afternoons(chance) for _ in range(YEARS)]
    busy = [sum(letters >= MUCH_WORK for letters in weeks) for weeks in years]
    assert sum(weeks >= 5 for weeks in busy) > YEARS / 2


def test_how_often_that_is_differs_from_year_to_year_so_that_a_few_more_tell_nothing() -> None:
    chance = Random(4)
    busy = sorted(sum(letters >= MUCH_WORK for letters in busiest_afternoons(chance)) for _ in range(YEARS))
    assert busy[-1] - busy[0] > 12
