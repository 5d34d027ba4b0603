"""Which reports may be about one thing: by zone, concern, time and wording. A guess, for people to look at.

Words are folded as those of services are (`services.directory.folding`), and of a longer word its first letters count,
which makes one of most of its forms in whatever language. A word tells more the fewer of the compared reports it stands
in. Between two languages words tell nothing; there zone, concern and days have to be the same.

Not all pairs are compared: only reports of the same zone or concern, of the days around, and of those a bounded number.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from math import log, sqrt
from typing import Final

from services.directory.folding import words_written
from services.reports.case import Case
from services.reports.deeds.incident import COMPARED

DAYS: Final = 14
"""Days between two reports, at most."""
MOST_COMPARED: Final = 400
MOST_SHOWN: Final = 6
STEM: Final = 5
"""Letters of a word that count."""
ENOUGH: Final = 0.36
"""From what likeness on two reports are shown beside each other."""
OF_WORDS, OF_ZONE, OF_CONCERN, OF_DAYS = 0.55, 0.2, 0.1, 0.15
LEAST_WORDING: Final = 0.12
"""With less than that in common in one language, the same place and day alone tell nothing."""
NEAR: Final = 1
"""Days apart, at most, where there are no words to compare."""


Place = tuple[str, str, date]
"""Where a report is found again: a zone or a concern by its name, and the day."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a report: `zone` and `concern` are names, '' where none was chosen."""

    zone: str
    concern: str
    day: date
    language: str
    words: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Alike:
    """How much another report is like one: `score` from 0 to 1, and in what."""

    id: bytes
    score: float
    zone: bool
    concern: bool
    days: int
    words: bool


def traits_of(case: Case) -> Traits:
    """Those of the report of a case; what was added later tells nothing of what happened."""
    words = frozenset(word[:STEM] for word in words_written(case.answer("what_happened")))
    return Traits(case.zone, case.category, case.received, case.language, words)


def alike(one: Traits, others: Mapping[bytes, Traits]) -> list[Alike]:
    """Those of the others that may be about the same, the most alike first. Depends on nothing else."""
    weights = _weights([one, *others.values()])
    length = _length(one.words, weights)
    found = (_compared(id, one, other, weights, length) for id, other in others.items())
    return sorted((each for each in found if each.score >= ENOUGH), key=lambda each: (-each.score, each.id))


class Likenesses:
    """The traits of the reports that are open to a member. It learns a report when it is first compared."""

    def __init__(self) -> None:
        self._places: dict[bytes, list[Place]] = {}
        self._there: dict[Place, dict[bytes, None]] = defaultdict(dict)
        self._traits: dict[bytes, Traits] = {}

    def near(self, case: Case, cases: Mapping[bytes, Case]) -> list[Alike]:
        """The cases that may be about the same as one of them: at most six, none of a compartment but COMPARED."""
        if case.compartment != COMPARED:
            return []
        self._file(cases)
        ids = self._candidates(case)
        found = alike(self._of(case), {id: self._of(cases[id]) for id in ids if _may_be_alike(case, cases[id])})
        return found[:MOST_SHOWN]

    def _file(self, cases: Mapping[bytes, Case]) -> None:
        if cases.keys() == self._places.keys():
            return
        for gone in self._places.keys() - cases.keys():
            self._traits.pop(gone, None)
            for place in self._places.pop(gone):
                self._there[place].pop(gone)
        for id in cases.keys() - self._places.keys():
            self._places[id] = _places_of(cases[id]) if cases[id].compartment == COMPARED else []
            for place in self._places[id]:
                self._there[place][id] = None

    def _candidates(self, case: Case) -> Iterable[bytes]:
        """The nearest in time of the same zone, and of the same concern."""
        ids = dict[bytes, None]()
        for kind, name, day in _places_of(case):
            days = dict.fromkeys(day + timedelta(days=apart * sign) for apart in range(DAYS + 1) for sign in (-1, 1))
            near = (id for each in days for id in self._there.get((kind, name, each), ()) if id != case.id)
            ids |= dict.fromkeys(islice(near, MOST_COMPARED // 2))
        return ids

    def _of(self, case: Case) -> Traits:
        if case.id not in self._traits:
            self._traits[case.id] = traits_of(case)
        return self._traits[case.id]


def _may_be_alike(case: Case, other: Case) -> bool:
    """False for what was taken back or set aside, and for what is known to be of the same incident."""
    if other.withdrawn or other.standing.aside:
        return False
    return case.standing.incident is None or case.standing.incident != other.standing.incident


def _places_of(case: Case) -> list[Place]:
    named = (("zone", case.zone), ("concern", case.category))
    return [(kind, name, case.received) for kind, name in named if name]


def _weights(all_traits: Sequence[Traits]) -> Mapping[str, float]:
    counts = Counter(word for traits in all_traits for word in traits.words)
    return {word: log(1 + len(all_traits) / count) ** 2 for word, count in counts.items()}


def _length(words: Iterable[str], weights: Mapping[str, float]) -> float:
    return sqrt(sum(weights[word] for word in words))


def _compared(id: bytes, one: Traits, other: Traits, weights: Mapping[str, float], length: float) -> Alike:
    days = abs((one.day - other.day).days)
    zone, concern = bool(one.zone) and one.zone == other.zone, bool(one.concern) and one.concern == other.concern
    have_words = one.language == other.language and bool(one.words) and bool(other.words)
    wording = 0.0
    if have_words and (shared := one.words & other.words):
        wording = sum(weights[word] for word in shared) / (length * _length(other.words, weights))
    if days > DAYS or (have_words and wording < LEAST_WORDING):
        score = 0.0
    elif have_words:
        score = OF_WORDS * wording + OF_ZONE * zone + OF_CONCERN * concern + OF_DAYS * (1 - days / DAYS)
    else:
        score = ENOUGH + OF_DAYS * (1 - days) if zone and concern and days <= NEAR else 0.0
    return Alike(id, score, zone, concern, days, wording >= LEAST_WORDING)
