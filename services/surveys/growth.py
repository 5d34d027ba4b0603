"""The counts of a round as it grows: what was shown before is still known, so what is shown next must go with it.

Two counts of one question tell the difference: how many of those who came in between gave which answer. A round grows
in steps (`services.surveys.rounds`). At each, what is new of a question is shown only

- where there are enough people for so many answers, and enough came since it was last counted;
- where a count differs from every one that was shown before, or was hidden, by what could be shown of those in between
  alone;
- where all that was shown of it before can be shown again;
- where all that was shown of it and of the questions it hangs together with, at all steps, tells no small count: not
  one of a step, nor of those in between (`services.surveys.inference`).

Else the question stands as it was, and waits for the next step. All is worked out from the answers, whenever somebody
looks; nothing of what was shown is kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from services.disclosure.bounds import Relation
from services.disclosure.suppression import MOST, Shown
from services.surveys.answers import Round
from services.surveys.inference import ANSWERED, WITHOUT, Inference, tell_together
from services.surveys.rounds import as_it_grew
from services.surveys.tallies import NO_ANSWER, People, Tally, tallies

MOST_PLACES: Final = 8
"""A question is first counted once there are the least number of people for each of its places, of so many at most:
what was hidden of few people has to stay hidden of many."""

Row = Mapping[str, Shown]


@dataclass(frozen=True, slots=True)
class Standing:
    """One question as it stands: its counts among the first so many people. `would_tell`: nothing is shown, because it
    would give away another one."""

    tally: Tally
    row: Row
    people: int
    would_tell: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """What was shown at one step, by the path of the question; and what was counted of which nothing was, which says
    something too."""

    people: int
    shown: dict[str, Standing] = field(default_factory=dict)
    empty: dict[str, Standing] = field(default_factory=dict)

    def of(self, path: str) -> Standing | None:
        """The question as anybody saw it at this step; None where it was not counted anew."""
        return self.shown.get(path) or self.empty.get(path)


def standing(round: Round) -> list[Standing]:
    """Every question of the round as it stands after its last step, in the order of `tallies`. Empty where all of it
    together would tell a small count."""
    steps: list[_Step] = []
    newest: dict[str, Standing] = {}
    for part in as_it_grew(round):
        found = _counted_alone(tallies(part), len(part.answers))
        if found:
            newest = found
            steps.append(_step(found, steps))
    return [_latest(each, steps) for each in newest.values()]


def _latest(each: Standing, steps: Sequence[_Step]) -> Standing:
    path = each.tally.item.path
    shown = (step.shown[path] for step in reversed(steps) if path in step.shown)
    return next(shown, Standing(each.tally, dict.fromkeys(each.row), each.people, each.would_tell))


def _counted_alone(questions: Iterable[Tally], people: int) -> dict[str, Standing]:
    """The questions of what there is after one step, as if nothing had been shown before. Nothing where it tells."""
    inference = Inference(people)
    found = {}
    for tally in questions:
        row = tally.hidden_or_not(people)
        may_be_shown = inference.add(tally, row)
        row = row if may_be_shown else dict.fromkeys(row)
        found[tally.item.path] = Standing(tally, row, people, would_tell=not may_be_shown)
    return {} if inference.tells() else found


def _step(found: Mapping[str, Standing], steps: Sequence[_Step]) -> _Step:
    """What is shown anew, after what was shown at these steps."""
    new = _Step(max(each.people for each in found.values()))
    for family in _families(found):
        before = [step for step in steps if any(path in step.shown for path in family)]
        due = [path for path in family if _is_due(found[path], steps)]
        anew = {path: _apart(found[path], steps) for path in due}
        anew = {path: each for path, each in anew.items() if _seen(each)}
        if before and (_shown_less(family, anew, before[-1]) or _tells(family, found, anew, before)):
            continue
        new.shown.update(anew)
        seen = new.shown.keys() | {path for step in before for path in step.shown}
        new.empty.update({path: _nothing_of(found[path]) for path in due if path not in seen})
    return new


def _is_due(each: Standing, steps: Sequence[_Step]) -> bool:
    """Whether they are enough for so many places, and enough came since it was last counted. It follows from the number
    of people alone, so that it says nothing itself."""
    least, path = each.tally.least, each.tally.item.path
    last = max((step.people for step in steps if step.of(path)), default=0)
    return each.people >= least * min(len(each.row), MOST_PLACES) and each.people - last > 2 * least


def _nothing_of(each: Standing) -> Standing:
    return replace(each, row=dict.fromkeys(each.row))


def _families(found: Mapping[str, Standing]) -> Iterator[list[str]]:
    """The questions that hang together, each with all it hangs together with."""
    families: dict[str, list[str]] = {}
    for path, each in found.items():
        mine = [path]
        for other in (each.tally.depends_on | each.tally.narrowed_by) & families.keys():
            mine += [one for one in families[other] if one not in mine]
        families |= dict.fromkeys(mine, mine)
    return iter({id(family): family for family in families.values()}.values())


def _shown_less(family: Sequence[str], anew: Mapping[str, Standing], before: _Step) -> bool:
    """Whether of a question something would not be seen that is seen now."""
    known = {path: before.shown[path] for path in family if path in before.shown}
    return any(path not in anew or _seen(each) - _seen(anew[path]) for path, each in known.items())


def _seen(each: Standing) -> set[str]:
    return {name for name, count in each.row.items() if count is not None}


def _apart(each: Standing, before: Sequence[_Step]) -> Standing:
    """Only counts that differ from the earlier ones by what could be shown itself, whatever was hidden then. Where
    counts add up, those that were hidden are shown all at once, or none of them."""
    row = dict(each.row)
    for step in before:
        if earlier := step.of(each.tally.item.path):
            between = _between(each, earlier)
            row = {
                name: count if count == MOST or (_is_number(between[name]) and _fits(name, each, earlier)) else None
                for name, count in row.items()
            }
            if not each.tally.takes_several and None in row.values():
                row = {name: count if earlier.row.get(name) is not None else None for name, count in row.items()}
    return Standing(each.tally, row, each.people, each.would_tell)


def _between(each: Standing, earlier: Standing) -> Row:
    """What could be shown of those who came in between. Of several answers of which not all were numbers then, each on
    its own: how many gave them together is not known."""
    people = frozenset(range(earlier.people, each.people))
    tally = each.tally.among(people)
    if tally.takes_several and not all(map(_is_number, earlier.row.values())):
        return tally.each_alone(len(people))
    return tally.hidden_or_not(len(people))


def _fits(name: str, each: Standing, earlier: Standing) -> bool:
    """Whether a number says nothing of one that was hidden: it leaves enough for those in between, whatever of all that
    the hidden one can have been it was. It is told from what was shown alone, so that it says nothing itself."""
    low, high = _could_be(name, earlier)
    count, least = each.row[name], each.tally.least
    if low == high or not isinstance(count, int):
        return True
    if each.tally.takes_several:
        rest = (each.people - count) - (earlier.people - low)
        return each.tally.is_for_everybody and count - high >= least and rest >= least
    return not count or count - high >= least


def _could_be(name: str, earlier: Standing) -> tuple[int, int]:
    """Between what and what a count can have been, for all that was shown of it."""
    count, few = earlier.row.get(name), earlier.tally.least - 1
    if name == NO_ANSWER and earlier.tally.takes_several and count is None:
        return 0, earlier.people
    if isinstance(count, int):
        return count, count
    if count == MOST:
        return earlier.people - few, earlier.people
    if earlier.tally.takes_several or MOST in earlier.row.values():
        return 0, few
    return 0, earlier.people - sum(other for other in earlier.row.values() if isinstance(other, int))


def _is_number(count: Shown) -> bool:
    return isinstance(count, int)


def _tells(
    family: Sequence[str], found: Mapping[str, Standing], anew: Mapping[str, Standing], before: Sequence[_Step]
) -> bool:
    """Whether all that was shown of these questions, with what is new, tells a small count."""
    newest = max(each.people for each in found.values())
    steps = [*before, _Step(newest, dict(anew))]
    own = {path: found[path].tally for path in family}
    stages = [_stage(own, frozenset(range(step.people)), step.shown) for step in steps]
    links: list[Relation] = []
    for place, (earlier, later) in enumerate(pairwise(steps)):
        between = len(stages)
        stages.append(_stage(own, frozenset(range(earlier.people, later.people)), {}))
        links += _sums(own, place, between)
    return tell_together(stages, links)


def _stage(own: Mapping[str, Tally], people: People, shown: Mapping[str, Standing]) -> Inference:
    inference = Inference(len(people))
    for path, tally in own.items():
        row = shown[path].row if path in shown else {}
        inference.take(tally.among(people), {name: row.get(name) for name in tally.givers})
    return inference


def _sums(own: Mapping[str, Tally], earlier: int, between: int) -> Iterator[Relation]:
    """Each count of the later step is that of the one before, with that of those in between."""
    for path, tally in own.items():
        counts: list[tuple[str | None, ...]] = [(path, ANSWERED), *((path, name) for name in tally.givers)]
        if tally.takes_several:
            counts += [(path, name, WITHOUT) for name in tally.givers if name != NO_ANSWER]
        for each in counts:
            yield Relation({(earlier + 1, *each): 1, (earlier, *each): -1, (between, *each): -1}, 0, 0)
