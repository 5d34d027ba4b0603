"""The counts of a round as it grows: those who came together are counted together, once and for good.

Two counts of one question tell the difference: how many of those who came in between gave which answer. And that a
count is not shown yet tells something, too. So nobody is counted again. A round grows in steps
(`services.surveys.rounds`); questions that hang together take in whole steps until there are people enough for a
block, by their number alone. A block is counted as a round of its own, with all that is hidden of it
(`services.surveys.inference`), and never again. People of one block say nothing of those of another, so that all
blocks together tell no more than each.

What is seen of a question are sums over its newest blocks: of so many of them that most answers can be seen; an answer
that is hidden in one of them is hidden in the sum. Whatever is chosen follows from what may be known.

All is worked out from the answers, whenever somebody looks; nothing of what was shown is kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from services.disclosure.suppression import MOST, Shown
from services.surveys.answers import Round
from services.surveys.inference import Inference
from services.surveys.rounds import as_it_grew
from services.surveys.tallies import People, Tally, tallies

MOST_PLACES: Final = 8
"""A block holds the least number of people for each place of a question, of so many at most: of fewer, hardly an answer
could be shown."""
SHARE: Final = 2
"""A block holds at least this part of all who were in blocks before it, so that sums are never over many of them."""

Row = Mapping[str, Shown]


@dataclass(frozen=True, slots=True)
class Standing:
    """One question as it stands: its counts among those `who` are counted, by their places in the order in which they
    came (`rounds.as_it_grew`). `would_tell`: nothing is shown, because it would give away another one."""

    tally: Tally
    row: Row
    who: People = field(repr=False)
    would_tell: bool


Blocks = dict[str, list[Standing]]
"""What may be known of each question, by its path: a row for each block."""


def standing(round: Round) -> list[Standing]:
    """Every question of the round as it stands after its last step, in the order of `tallies`."""
    blocks: Blocks = {}
    newest: dict[str, Tally] = {}
    people = 0
    for part in as_it_grew(round):
        people = len(part.answers)
        newest = {each.item.path: each for each in tallies(part)}
        for family in families(newest.values()):
            take_in(blocks, family, people)
    return [each for family in families(newest.values()) for each in _stand(family, blocks, people)]


def take_in(blocks: Blocks, family: Sequence[Tally], people: int) -> None:
    """Count a block of these questions, which hang together, once so many people make one."""
    counted = 1 + max((max(each.who) for tally in family for each in blocks.get(tally.item.path, ())), default=-1)
    if people - counted < max(counted / SHARE, *map(_enough, family)):
        return
    block = frozenset(range(counted, people))
    for each in _counted_alone([tally.among(block) for tally in family], block):
        blocks.setdefault(each.tally.item.path, []).append(each)


def families(questions: Iterable[Tally]) -> Iterator[list[Tally]]:
    """The questions that hang together, each with all it hangs together with."""
    found: dict[str, list[Tally]] = {}
    for tally in questions:
        mine: list[Tally] = []
        for other in (tally.depends_on | tally.narrowed_by) & found.keys():
            mine += [one for one in found[other] if one not in mine]
        mine.append(tally)
        found.update((each.item.path, mine) for each in mine)
    return iter({id(family): family for family in found.values()}.values())


def _enough(tally: Tally) -> int:
    return max(tally.least * min(len(tally.givers), MOST_PLACES), 2 * tally.least + 1)


def _counted_alone(questions: Iterable[Tally], who: People) -> list[Standing]:
    """Questions as they may be shown of these people, as if there were nobody else. Nothing of them where together
    they tell a small count."""
    inference = Inference(len(who))
    found = []
    for tally in questions:
        row = tally.hidden_or_not(len(who))
        may_be_shown = inference.add(tally, row)
        found.append(Standing(tally, row if may_be_shown else dict.fromkeys(row), who, would_tell=not may_be_shown))
    return [_nothing(each) for each in found] if inference.tells() else found


def _nothing(each: Standing) -> Standing:
    return Standing(each.tally, dict.fromkeys(each.row), each.who, would_tell=True)


def _stand(family: Sequence[Tally], blocks: Blocks, people: int) -> list[Standing]:
    """The sums over as many of the newest blocks as show most, and of as many people."""
    most = max(len(blocks.get(each.item.path, ())) for each in family)
    sums = [[_sum(each, blocks.get(each.item.path, ())[-last:]) for each in family] for last in range(1, most + 1)]
    if not sums:
        everybody = frozenset(range(people))
        return [Standing(each, dict.fromkeys(each.givers), everybody, would_tell=False) for each in family]
    return max(
        reversed(sums), key=lambda those: sum(count is not None for each in those for count in each.row.values())
    )


def _sum(tally: Tally, blocks: Sequence[Standing]) -> Standing:
    row = {name: _added([each.row.get(name) for each in blocks]) for name in tally.givers}
    who = frozenset[int]().union(*(each.who for each in blocks))
    return Standing(tally, row, who, would_tell=any(each.would_tell for each in blocks))


def _added(counts: Sequence[Shown]) -> Shown:
    numbers = [count for count in counts if isinstance(count, int)]
    if len(numbers) == len(counts):
        return sum(numbers)
    return MOST if all(count == MOST for count in counts) else None
