"""What is passed on as a page or a file: sums of whole blocks of the ledger, and nothing that is not.

Whoever has kept every one knows what the blocks show and not more: each number here is added up from what blocks show,
none from reports. The same blocks give the same numbers, in whatever language and format.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from services.errors import Refusal
from services.picture.ledger import Block

MOST_PLACES: Final = 14
"""More than that stand on no page; the smallest are told together."""


class NothingPublished(Refusal):
    """There is nothing yet that may be passed on."""


class NotToBeDrawn(Refusal):
    """No font has all letters of a page."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where reports were, as a block tells it: in these zones; `kind` is 'zones', 'several' or 'whole_site'."""

    kind: str
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shared:
    """About how many people in all, by category and by place, the most first; of which weeks."""

    about: int
    first: int
    last: int
    categories: tuple[tuple[str, int], ...]
    places: tuple[tuple[Place, int], ...]


def shared(blocks: Iterable[Block]) -> Shared:
    """What these blocks show together. Raises NothingPublished."""
    every = list(blocks)
    if not every:
        raise NothingPublished
    categories, places = Counter[str](), Counter[Place]()
    for block in every:
        categories[block.category] += block.shown
        places[place_of(block)] += block.shown
    return Shared(
        sum(categories.values()),
        min(part.first for block in every for part in block.parts),
        max(block.last for block in every),
        tuple(sorted(categories.items(), key=lambda each: (-each[1], each[0]))),
        tuple(sorted(places.items(), key=lambda each: (-each[1], each[0].kind, each[0].zones))),
    )


def fitting(found: Shared) -> Shared:
    """The same for one page: the places with the most, and those that do not fit added up as several."""
    if len(found.places) <= MOST_PLACES:
        return found
    shown = [each for each in found.places if each[0].kind != "several"][: MOST_PLACES - 1]
    rest = found.about - sum(count for _, count in shown)
    return replace(found, places=(*shown, (Place("several"), rest)))


def place_of(block: Block) -> Place:
    """Where its reports were, as it is told."""
    if block.is_sensitive:
        return Place("whole_site")
    if block.is_of_several:
        return Place("several")
    return Place("zones", tuple(sorted({part.zone for part in block.parts})))
