"""How many gave which answer to each question of a round, as it may be shown.

Small numbers are hidden (`services.disclosure.suppression`). A question that is only asked after certain answers to
another one is shown without a total; it is not shown at all where the whole round, attacked with it
(`services.surveys.inference`), would give a hidden number away.
"""

from dataclasses import dataclass

from services.disclosure.attack import LEAST
from services.disclosure.suppression import Shown, in_a_row, several_each
from services.errors import Refusal
from services.forms import Kind
from services.forms.definition.labels import label_of
from services.forms.telling_apart import choice_labels
from services.surveys.answers import Round
from services.surveys.inference import Inference
from services.surveys.tallies import Tally, tallies


class WouldTell(Refusal):
    """Together, the counts of this round would tell what a few people answered, so none of them is shown."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer and how many people gave it. `name` is '' for none of those that are counted."""

    name: str
    label: str
    count: Shown


@dataclass(frozen=True, slots=True)
class Counted:
    """One question. `is_withheld`: nothing of it is shown. `would_tell`: because it would give away another one, which
    is not to be told from too few answers, for it says that few gave another answer."""

    path: str
    label: str
    kind: Kind
    cells: tuple[Cell, ...]
    would_tell: bool = False

    @property
    def is_withheld(self) -> bool:
        return all(cell.count is None for cell in self.cells)


def shown(people: int) -> int | None:
    """How many answered a round, as it may be shown."""
    return None if 0 < people < LEAST else people


def counted(round: Round, language: str) -> tuple[Counted, ...]:
    """Every question of the round, in the order of the form; those of older versions after it. Nothing if too few.

    Raises WouldTell.
    """
    people = len(round.answers)
    if not people or shown(people) is None:
        return ()
    inference = Inference(people)
    found = tuple(_counted(tally, people, inference, language) for tally in tallies(round))
    if inference.tells():
        raise WouldTell
    return found


def _counted(tally: Tally, people: int, inference: Inference, language: str) -> Counted:
    counts = _hidden_or_not(tally, people)
    may_be_shown = inference.add(tally, counts)
    labels = _labels(tally, language)
    cells = tuple(Cell(name, labels.get(name, name), count if may_be_shown else None) for name, count in counts.items())
    label = label_of(tally.form, tally.item, language)
    return Counted(tally.item.path, label, tally.item.kind, cells, would_tell=not may_be_shown)


def _hidden_or_not(tally: Tally, people: int) -> dict[str, Shown]:
    counts = {name: len(those) for name, those in tally.givers.items()}
    if not tally.takes_several:
        return dict(zip(counts, in_a_row(list(counts.values()), tally.least), strict=True))
    whole = people if tally.is_for_everybody else len(tally.answered)
    return dict(zip(counts, several_each(list(counts.values()), whole, tally.least), strict=True))


def _labels(tally: Tally, language: str) -> dict[str, str]:
    labels = dict(choice_labels(tally.form, tally.item, language))
    return {name: f"1. {label}" for name, label in labels.items()} if tally.item.kind is Kind.RANK else labels
