"""Finding one of many labels by a part of it, written in whatever way."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from services.directory.folding import folded

SHORTEST_INSIDE = 3
"""Letters from which a word is also looked for within longer ones."""
ALIKE = 0.75
"""Of 1: how much of a word has to be the same, where no word begins like it."""
NOT_ALIKE = 1_000


def find_labels(labels: Sequence[str], text: str) -> list[int]:
    """The places of the labels that hold every word of the text, the likeliest first: whole words, then beginnings,
    then parts, then words that are spelt a little otherwise. Letters count as the search of services folds them."""
    wanted = folded(text).split()
    if not wanted:
        return []
    ranked = ((_rank(wanted, folded(label).split()), place) for place, label in enumerate(labels))
    return [place for rank, place in sorted(one for one in ranked if one[0] is not None)]


def _rank(wanted: Sequence[str], words: Sequence[str]) -> int | None:
    """How far the words are from what is wanted; None where one of them is not there at all."""
    ranks = [min((_distance(each, word) for word in words), default=NOT_ALIKE) for each in wanted]
    return None if NOT_ALIKE in ranks else sum(ranks)


def _distance(wanted: str, word: str) -> int:
    if word == wanted:
        return 0
    if word.startswith(wanted):
        return 1
    if len(wanted) >= SHORTEST_INSIDE and wanted in word:
        return 2
    if wanted.isdecimal() or word.isdecimal():
        return NOT_ALIKE
    return 3 if SequenceMatcher(None, wanted, word).ratio() >= ALIKE else NOT_ALIKE
