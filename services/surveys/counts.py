"""How many gave which answer to each question of a round, as it may be shown.

Small numbers are hidden (`services.disclosure.suppression`). A question that is only asked after certain answers to
another one is shown without a total; it is not shown at all where the whole round, attacked with it
(`services.surveys.inference`), would give a hidden number away. What was shown earlier of a round that grows is known,
too (`services.surveys.growth`).
"""

from dataclasses import dataclass, field

from services.disclosure.attack import LEAST
from services.disclosure.suppression import Shown
from services.errors import Refusal
from services.forms import Kind
from services.forms.definition.labels import label_of
from services.forms.telling_apart import choice_labels
from services.surveys.answers import Round
from services.surveys.growth import Standing, standing
from services.surveys.tallies import People, Tally


class CountsWithheld(Refusal):
    """None of the counts of this round is shown."""


class WouldTell(CountsWithheld):
    """Together, the counts of this round would tell what a few people answered, so none of them is shown."""


class LacksMonths(CountsWithheld):
    """Some answers may lie in months that this member cannot open. Counts without them, next to those of a colleague,
    would tell what a few people answered."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer and how many people gave it. `name` is '' for none of those that are counted."""

    name: str
    label: str
    count: Shown


@dataclass(frozen=True, slots=True)
class Counted:
    """One question, as those `who` are counted answered it: people by their places in the order in which they came
    (`rounds.of_these`). `is_withheld`: nothing of it is shown. `would_tell`: because it would give away another one,
    which is not to be told from too few answers, for it says that few gave another answer."""

    path: str
    label: str
    kind: Kind
    cells: tuple[Cell, ...]
    who: People = field(repr=False)
    would_tell: bool = False

    @property
    def people(self) -> int:
        """How many are counted."""
        return len(self.who)

    @property
    def is_withheld(self) -> bool:
        return all(cell.count is None for cell in self.cells)


def shown(people: int) -> int | None:
    """How many answered a round, as it may be shown."""
    return None if 0 < people < LEAST else people


def counted(round: Round, language: str) -> tuple[Counted, ...]:
    """Every question of what may be shown of a round, in the order of the form; those of older versions after it.
    Nothing if too few.

    Raises WouldTell, LacksMonths.
    """
    if round.lacks_months:
        raise LacksMonths
    if not round.answers or shown(len(round.answers)) is None:
        return ()
    found = tuple(_counted(each, language) for each in standing(round))
    if all(each.would_tell for each in found):
        raise WouldTell
    return found


def _counted(each: Standing, language: str) -> Counted:
    tally = each.tally
    labels = _labels(tally, language)
    cells = tuple(Cell(name, labels.get(name, name), count) for name, count in each.row.items())
    label = label_of(tally.form, tally.item, language)
    return Counted(tally.item.path, label, tally.item.kind, cells, each.who, each.would_tell)


def _labels(tally: Tally, language: str) -> dict[str, str]:
    labels = dict(choice_labels(tally.form, tally.item, language))
    return {name: f"1. {label}" for name, label in labels.items()} if tally.item.kind is Kind.RANK else labels
