"""Outlines on a map: which are sound, and how they lie. Longitude and latitude, in degrees."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

Point = tuple[float, float]
Ring = tuple[Point, ...]
"""Closed: the last point is the first."""
Polygon = tuple[Ring, ...]
"""The outline, then its holes."""
Segment = tuple[Point, Point]
MOST_POSITIONS: Final = 2_000


@dataclass(frozen=True, slots=True)
class ZoneShape:
    """The outline of a zone, in as many parts as it has."""

    zone: str
    polygons: tuple[Polygon, ...]

    @property
    def rings(self) -> Iterator[Ring]:
        """Every line of it."""
        return (ring for polygon in self.polygons for ring in polygon)

    @property
    def positions(self) -> int:
        """How many points it has."""
        return sum(len(ring) for ring in self.rings)


def has_area(ring: Ring) -> bool:
    """False for a line and a point."""
    return abs(area(ring)) > 0


def area(ring: Ring) -> float:
    """In square degrees; more than nothing where it runs against the clock, as RFC 7946 has outlines."""
    (x0, y0), *_ = ring
    return sum((x - x0) * (v - y0) - (u - x0) * (y - y0) for (x, y), (u, v) in pairwise(ring)) / 2


def crossing(polygon: Polygon) -> Point | None:
    """A point near which two lines of it cross; None where none do."""
    segments = sorted((_from_left(each) for ring in polygon for each in pairwise(ring)), key=lambda each: each[0][0])
    active: list[Segment] = []
    for segment in segments:
        active = [each for each in active if each[1][0] >= segment[0][0]]
        if any(_cross(segment, each) for each in active):
            return segment[0]
        active.append(segment)
    return None


def _from_left(segment: Segment) -> Segment:
    return min(segment), max(segment)


def _cross(one: Segment, other: Segment) -> bool:
    """Whether they have a point in common in which neither begins or ends."""
    return _side(one, other[0]) * _side(one, other[1]) < 0 and _side(other, one[0]) * _side(other, one[1]) < 0


def _side(segment: Segment, point: Point) -> int:
    (x, y), (u, v) = segment
    turn = (u - x) * (point[1] - y) - (v - y) * (point[0] - x)
    return (turn > 0) - (turn < 0)
