"""The map of zones: outlines as a drawing for a page, without a script. North is above, east to the right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Final

from services.content.outlines import Point, Polygon, Ring, ZoneShape, area

WIDTH: Final = 600
TALLEST: Final = 600
MARGIN: Final = 8
LINES_LOOKED_AT: Final = 15


@dataclass(frozen=True, slots=True)
class Outline:
    """A zone as it is drawn: `path` as SVG has it, and where its mark stands."""

    zone: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ZoneMap:
    """All outlines, in a drawing that is `WIDTH` wide."""

    outlines: Sequence[Outline]
    height: int


def zone_map(shapes: Sequence[ZoneShape]) -> ZoneMap | None:
    """The drawing; None where there is nothing to draw."""
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    if not points:
        return None
    projection = _Projection.of(points)
    height = round((projection.north - projection.south) * projection.scale + 2 * MARGIN)
    return ZoneMap([_outline(shape, projection) for shape in shapes], height)


@dataclass(frozen=True, slots=True)
class _Projection:
    """Equirectangular, true to scale in the middle: a site is so small that no other would look different."""

    west: float
    south: float
    north: float
    narrowed: float
    scale: float
    left: float

    @classmethod
    def of(cls, points: Sequence[Point]) -> "_Projection":
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        narrowed = cos(radians((south + north) / 2))
        wide, high = (east - west) * narrowed, north - south
        scale = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)
        return cls(west, south, north, narrowed, scale, (WIDTH - wide * scale) / 2)

    def drawn(self, ring: Ring) -> Ring:
        return tuple(
            ((x - self.west) * self.narrowed * self.scale + self.left, (self.north - y) * self.scale + MARGIN)
            for x, y in ring
        )


def _outline(shape: ZoneShape, projection: _Projection) -> Outline:
    polygons = [tuple(projection.drawn(ring) for ring in polygon) for polygon in shape.polygons]
    path = "".join(_path(ring) for polygon in polygons for ring in polygon)
    x, y = _middle(max(polygons, key=lambda polygon: abs(area(polygon[0]))))
    return Outline(shape.zone, path, round(x, 1), round(y, 1))


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring[:-1]) + "Z"


def _middle(polygon: Polygon) -> Point:
    """A point well inside: the middle of the longest of some lines from side to side."""
    low, high = min(y for _, y in polygon[0]), max(y for _, y in polygon[0])
    heights = [low + (high - low) * (number + 0.5) / LINES_LOOKED_AT for number in range(LINES_LOOKED_AT)]
    lines = [(end - begin, (begin + end) / 2, y) for y in heights for begin, end in _inside(polygon, y)]
    longest = max(length for length, _, _ in lines)
    centre = (low + high) / 2
    _, x, y = min((line for line in lines if line[0] >= longest * 0.9), key=lambda line: abs(line[2] - centre))
    return x, y


def _inside(polygon: Polygon, y: float) -> Iterator[tuple[float, float]]:
    """From where to where a line at that height is inside."""
    edges = [edge for ring in polygon for edge in pairwise(ring)]
    met = sorted(x + (y - v) * (u - x) / (w - v) for (x, v), (u, w) in edges if (v <= y) != (w <= y))
    return zip(met[::2], met[1::2], strict=False)


def numbered(shapes: Sequence[ZoneShape], zones: Sequence[str]) -> Mapping[str, int]:
    """The number that stands for a zone on the map and in the table beside it, in the order of the table."""
    drawn = {shape.zone for shape in shapes}
    return {zone: number for number, zone in enumerate((zone for zone in zones if zone in drawn), 1)}
