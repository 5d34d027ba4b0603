"""Distance and area of traces ('latitude longitude altitude accuracy;...'), on a sphere as Collect computes them.

Amana asks for no coordinates; forms that only compute with such text still have to give the right numbers.
"""

from __future__ import annotations

import math
from itertools import pairwise

from services.forms.xpath.functions import function
from services.forms.xpath.values import NOT_A_NUMBER, Value, each, to_number, to_text

RADIUS_METRES = 6_378_100.0
METRES_OF_A_DEGREE = 2 * math.pi * RADIUS_METRES / 360
Point = tuple[float, float]


def points(values: tuple[Value, ...]) -> list[Point] | None:
    """The latitudes and longitudes in degrees; None when one cannot be read."""
    found: list[Point] = []
    written = (part for value in each(values) for part in to_text(value).split(";"))
    for text in filter(str.strip, written):
        parts = [to_number(part) for part in text.split()[:2]]
        if len(parts) < 2 or not (abs(parts[0]) <= 90 and abs(parts[1]) <= 180):
            return None
        found.append((parts[0], parts[1]))
    return found


@function("distance")
def distance(*values: Value) -> float:
    """Metres along the points, in their order."""
    found = points(values)
    if found is None:
        return NOT_A_NUMBER
    return sum((_between(one, other) for one, other in pairwise(found)), 0.0)


def _between(one: Point, other: Point) -> float:
    if one == other:
        return 0.0
    (latitude, longitude), (other_latitude, other_longitude) = one, other
    phi, other_phi = math.radians(latitude), math.radians(other_latitude)
    turn = math.radians(other_longitude - longitude)
    cosine = math.sin(phi) * math.sin(other_phi) + math.cos(phi) * math.cos(other_phi) * math.cos(turn)
    return math.acos(max(-1.0, min(1.0, cosine))) * RADIUS_METRES


@function("area")
def area(*values: Value) -> float:
    """Square metres inside the points: the flat triangles seen from the first one."""
    found = points(values)
    if found is None:
        return NOT_A_NUMBER
    flat = [_metres_from(found[0], point) for point in found[1:]]
    triangles = [(y1 * x2 - x1 * y2) / 2 for (x1, y1), (x2, y2) in pairwise(flat)]
    return abs(sum(triangles, 0.0))


def _metres_from(first: Point, point: Point) -> tuple[float, float]:
    north = (point[0] - first[0]) * METRES_OF_A_DEGREE
    east = (point[1] - first[1]) * METRES_OF_A_DEGREE * math.cos(math.radians(point[0]))
    return east, north
