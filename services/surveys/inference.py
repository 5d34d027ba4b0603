"""What the counts of a round tell together: an attack on all its questions, for the questions hang together.

Who was asked a follow-up gave an answer that leads to it; who chose a camp named the district it lies in. So a count
that is safe in its own row can give away one of another. Somebody who knows the form is assumed to know besides which
answers lead where, and to guess rightly where everybody who was asked answered.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import inf

from services.disclosure.bounds import Contradiction, Relation, UnknownCounts
from services.disclosure.suppression import MOST, Shown, enough
from services.surveys.tallies import NO_ANSWER, Tally, leading

ANSWERED = None
"""Stands in the place of an answer for all who answered."""
WITHOUT = "without"
"""Stands behind the place of an answer for those of everybody who did not give it."""

ANOTHER = "another"
"""Stands there for those who answered, but did not give it."""

Count = tuple[str | None, ...]
"""The path of a question, the place of an answer, and WITHOUT, ANOTHER or nothing."""


class Inference:
    """What is known once so many questions of a round are shown, to a reader who knows `people`, how many answered."""

    def __init__(self, people: int) -> None:
        self._people = people
        self._tallies: dict[str, Tally] = {}
        self._shown: dict[str, Mapping[str, Shown]] = {}
        self._relations: list[Relation] = []

    def take(self, tally: Tally, shown: Mapping[str, Shown]) -> None:
        """Take a question as shown like this."""
        self._tallies[tally.item.path] = tally
        self._shown[tally.item.path] = shown
        self._relations += [*_of_its_own(tally, self._people), *self._of_others(tally)]

    def add(self, tally: Tally, shown: Mapping[str, Shown]) -> bool:
        """Take a question as shown; False, and nothing of it is taken as shown, where a small count would follow."""
        self.take(tally, shown)
        if all(count is None for count in shown.values()) or tally.is_for_everybody:
            return True
        if self._leads_are_shown(tally) and self._is_whole(tally) and not self.tells():
            return True
        self._shown[tally.item.path] = dict.fromkeys(shown)
        return False

    def _leads_are_shown(self, tally: Tally) -> bool:
        """Whether of each answer that leads to this question the number is shown: else there is something to learn of
        it, for whoever knows besides by which rules it was hidden. Never, where somebody may have given several of
        them: how many they are is not known. Never, where two questions lead there together: how many gave both of two
        answers is nowhere shown."""
        if tally.hangs_on_several:
            return False
        above = [(self._tallies[path], self._shown[path]) for path in tally.depends_on & self._tallies.keys()]
        leads = (row[name] for other, row in above for name in leading(tally, other))
        return not any(other.takes_several for other, _ in above) and all(isinstance(count, int) for count in leads)

    def _is_whole(self, tally: Tally) -> bool:
        """Whether, where other answers decide what can be chosen or written, nobody is few: nobody in any place, and
        nobody of those who gave none. Each has to belong to one of these other answers alone, or the sums of both
        questions would tell how many gave which two. Who chose from a list of their own adds up to a shown number, so
        that to hide some would not do; and that nothing is shown says only that somewhere there are few, or nobody."""
        if not tally.narrowed_by:
            return True
        if tally.takes_several:
            return False
        above = [self._tallies[path] for path in tally.narrowed_by & self._tallies.keys()]
        lists = [other.givers[name] for other in above for name in leading(tally, other)]
        return (
            all(len(those) >= tally.least for those in tally.givers.values())
            and all(not 0 < len(those - tally.answered) < tally.least for those in lists)
            and all(those <= each for those in tally.givers.values() for each in lists if those & each)
        )

    def tells(self) -> bool:
        """Whether a small count is known to be somebody and more narrowly than may be, or that cannot be said."""
        relations = [*self._relations, *self._seen()]
        try:
            counts = UnknownCounts({each for relation in relations for each in relation.terms}, relations)
            return not all(counts.may_be_far_apart(those, least) for those, least in self._small())
        except Contradiction:
            return True

    def _small(self) -> Iterator[tuple[Sequence[Count], int]]:
        """What must not be known more narrowly than so many numbers apart."""
        for tally in self._tallies.values():
            yield from ((those, tally.least) for those in _small_sums(tally, self._people))

    def _seen(self) -> Iterator[Relation]:
        """The counts as they are shown."""
        for path, shown in self._shown.items():
            tally = self._tallies[path]
            if any(count is not None for count in shown.values()):
                yield Relation({(path, ANSWERED): 1}, 0 if tally.is_for_everybody else 2 * tally.least + 1)
            for name, count in shown.items():
                if isinstance(count, int):
                    yield Relation({(path, name): 1}, count, count)
                elif count == MOST and tally.is_for_everybody:
                    yield Relation({(path, name): 1}, self._people - tally.least + 1, self._people)
                elif count == MOST:
                    yield Relation({(path, name): 1, (path, ANSWERED): -1}, 1 - tally.least)

    def _of_others(self, tally: Tally) -> Iterator[Relation]:
        """What earlier questions have to do with this one."""
        for path in tally.depends_on & self._tallies.keys():
            other = self._tallies[path]
            leads = leading(tally, other)
            reached = frozenset().union(*(other.givers[name] for name in leads))
            if leads and tally.answered <= reached:
                part: set[Count] = {(tally.item.path, ANSWERED)}
                whole: set[Count] = {(path, name) for name in leads}
                is_all = reached == tally.answered and (len(leads) == 1 or not other.takes_several)
                yield _part_of(part, whole, is_all)
            if path in tally.narrowed_by and not other.takes_several:
                yield from _narrowed(tally, other)


def _small_sums(tally: Tally, people: int) -> Iterator[Sequence[Count]]:
    """What must not be known of a question: each small count, how many there are in all of them, and of several
    answers each that all but a few gave."""
    path, least = tally.item.path, tally.least
    small = [name for name, those in tally.givers.items() if len(those) < least]
    yield from ([(path, name)] for name in small if tally.givers[name])
    if tally.takes_several:
        whole = people if tally.is_for_everybody else 0
        few_else = [name for name, those in tally.givers.items() if 0 < whole - len(those) < least]
        yield from ([(path, ANSWERED) if name == NO_ANSWER else (path, name, WITHOUT)] for name in few_else)
        others = [name for name, those in tally.givers.items() if 0 < len(tally.answered - those) < least]
        yield from ([(path, name, ANOTHER)] for name in others if name != NO_ANSWER)
        return
    few = sum(len(tally.givers[name]) for name in small)
    needed = enough(least) if tally.is_for_everybody else least
    if 0 < few < min(needed, people):
        yield [(path, name) for name in small]


def _of_its_own(tally: Tally, people: int) -> Iterator[Relation]:
    """How the counts of one question hang together."""
    path = tally.item.path
    answered: Count = (path, ANSWERED)
    named: dict[Count, int] = {(path, name): 1 for name in tally.givers if name != NO_ANSWER}
    yield Relation({answered: 1}, 0, people)
    if tally.is_for_everybody:
        yield Relation({answered: 1, (path, NO_ANSWER): 1}, people, people)
        if tally.is_required and not tally.givers[NO_ANSWER]:
            yield Relation({(path, NO_ANSWER): 1}, 0, 0)
    if not tally.takes_several:
        yield Relation({**named, answered: -1}, 0, 0)
        return
    yield Relation({**named, answered: -1}, 0)
    for each in named:
        yield Relation({each: 1, (*each, ANOTHER): 1, answered: -1}, 0, 0)
        if tally.is_for_everybody:
            yield Relation({each: 1, (*each, WITHOUT): 1}, people, people)


def _narrowed(tally: Tally, other: Tally) -> Iterator[Relation]:
    """Those who chose what only one answer to the other question offers gave that answer."""
    for name, people in other.givers.items():
        only = [place for place, givers in tally.givers.items() if givers and givers <= people]
        groups = [[place] for place in only] if tally.takes_several else [only] if only else []
        for group in groups:
            reached = frozenset().union(*(tally.givers[place] for place in group))
            part: set[Count] = {(tally.item.path, place) for place in group}
            yield _part_of(part, {(other.item.path, name)}, reached == people)


def _part_of(part: set[Count], whole: set[Count], is_all: bool) -> Relation:
    """The part is at most the whole; exactly, where nobody of the whole is left out."""
    terms = {**dict.fromkeys(whole, 1), **dict.fromkeys(part, -1)}
    return Relation(terms, 0, 0 if is_all else inf)
