"""Words and where they stand: finds documents by words, by their beginnings, and by words that are nearly right.

In memory only. Documents are numbers; what they are is the caller's business. A word is first looked up as it is and
as a beginning; only where nothing begins so are misspellings tried: up to one wrong letter (missing, added, changed
or swapped) in a word of four, two in a word of eight.
"""

from array import array
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log
from typing import Final

WEIGHT_BITS: Final = 3
HEAVIEST: Final = (1 << WEIGHT_BITS) - 1
MOST_BEGINNINGS: Final = 24
"""Words that a beginning stands for; the most used ones."""
MOST_CANDIDATES: Final = 400
SHORTEST_BEGINNING: Final = 2
SHORTEST_LATIN_BEGINNING: Final = 4
"""Of a shorter Latin word only the plural is found: "car" begins too many others."""
SWAPPED_AT_WILL: Final = 6
"""Of a shorter word nobody mistakes the first letter: it would be another word ("camp", "lamp")."""
EXACT, BEGINNING, MISSPELT = 1.0, 0.8, 0.6
LEAST_SHARE: Final = 0.4
"""A document with less than this share of the best one's score is not an answer."""


class Index:
    """Postings of words. `add` is quick; nothing is ever taken out, the caller forgets documents and rebuilds."""

    def __init__(self) -> None:
        self._postings: dict[str, array[int]] = {}
        self._sorted: list[str] = []
        self._new: list[str] = []
        self._by_pair: defaultdict[str, list[str]] = defaultdict(list)
        self._documents = 0

    def add(self, document: int, words: Mapping[str, int]) -> None:
        """The document holds these words, each with a weight from 1 to HEAVIEST."""
        self._documents += 1
        for word, weight in words.items():
            posting = self._postings.get(word)
            if posting is None:
                posting = self._postings[word] = array("L")
                self._new.append(word)
                for pair in pairs(word):
                    self._by_pair[pair].append(word)
            posting.append(document << WEIGHT_BITS | min(weight, HEAVIEST))

    def knows(self, word: str) -> bool:
        """Whether some document holds the word, or one that begins with it."""
        return word in self._postings or bool(self._beginning_with(word))

    def find(self, words: Iterable[str]) -> dict[int, float]:
        """Documents and how well they answer, the clearly worse ones left out. Half the words must be there."""
        wanted = list(dict.fromkeys(words))
        scores: dict[int, float] = {}
        hits: Counter[int] = Counter()
        for word in wanted:
            best = self._best(word)
            hits.update(best.keys())
            for document, score in best.items():
                scores[document] = scores.get(document, 0.0) + score
        needed = (len(wanted) + 1) // 2
        enough = {document: score * hits[document] for document, score in scores.items() if hits[document] >= needed}
        least = max(enough.values(), default=0.0) * LEAST_SHARE
        return {document: score for document, score in enough.items() if score >= least}

    def _best(self, word: str) -> dict[int, float]:
        alike = self._alike(word)
        if len(alike) == 1:
            posting, rarity = self._weighed(*alike[0])
            return {entry >> WEIGHT_BITS: (entry & HEAVIEST) * rarity for entry in posting}
        best: dict[int, float] = {}
        for known, quality in alike:
            posting, rarity = self._weighed(known, quality)
            for entry in posting:
                document = entry >> WEIGHT_BITS
                score = (entry & HEAVIEST) * rarity
                if score > best.get(document, 0.0):
                    best[document] = score
        return best

    def _weighed(self, word: str, quality: float) -> "tuple[array[int], float]":
        posting = self._postings[word]
        return posting, quality * log(1 + self._documents / len(posting))

    def _alike(self, word: str) -> list[tuple[str, float]]:
        exact = [(word, EXACT)] if word in self._postings else []
        found = exact + [(known, BEGINNING) for known in self._beginning_with(word)]
        return found or self._nearly(word)

    def _nearly(self, word: str) -> list[tuple[str, float]]:
        """Words that are nearly it, and longer ones that begin with those."""
        near = self._misspelt(word)
        longer = [(more, far) for known, far in near for more in self._beginning_with(known)]
        return list({known: MISSPELT / far for known, far in (*longer, *near)}.items())

    def _beginning_with(self, word: str) -> list[str]:
        if len(word) < SHORTEST_BEGINNING:
            return []
        self._sort()
        start = bisect_left(self._sorted, word)
        end = bisect_left(self._sorted, word + "\U0010ffff")
        longer = [known for known in self._sorted[start:end] if known != word and _is_longer(word, known)]
        return sorted(longer, key=lambda known: -len(self._postings[known]))[:MOST_BEGINNINGS]

    def _misspelt(self, word: str) -> list[tuple[str, int]]:
        allowed = errors_allowed(word)
        if not allowed:
            return []
        shared: Counter[str] = Counter()
        for pair in pairs(word):
            shared.update(self._by_pair.get(pair, ()))
        least = max(1, len(word) + 1 - 3 * allowed)
        near = [(known, count) for known, count in shared.items() if count >= least]
        near = [each for each in near if len(word) >= SWAPPED_AT_WILL or each[0][0] == word[0]]
        near.sort(key=lambda each: -each[1])
        measured = [(known, distance(word, known, allowed)) for known, _ in near[:MOST_CANDIDATES]]
        close = [(known, far) for known, far in measured if far is not None and far > 0]
        nearest = min((far for _, far in close), default=0)
        return [(known, far) for known, far in close if far == nearest]

    def _sort(self) -> None:
        if len(self._new) > 64:
            self._sorted = sorted([*self._sorted, *self._new])
        else:
            for word in self._new:
                insort(self._sorted, word)
        self._new = []


def _is_longer(word: str, known: str) -> bool:
    """Whether a word may be the beginning of that one, for whoever meant it."""
    return not word.isascii() or len(word) >= SHORTEST_LATIN_BEGINNING or known in (f"{word}s", f"{word}es", f"{word}x")


def pairs(word: str) -> set[str]:
    """Neighbouring letters, the word's ends among them."""
    framed = f"^{word}$"
    return {framed[start : start + 2] for start in range(len(framed) - 1)}


def errors_allowed(word: str) -> int:
    """How many letters may be wrong."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


def distance(one: str, other: str, most: int) -> int | None:
    """Letters to add, drop, change or swap with the neighbour, to come from one to the other (optimal string
    alignment distance); None for more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return None
        before, last = last, now
    return last[-1] if last[-1] <= most else None
