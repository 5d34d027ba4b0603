"""The outlines of zones: `zones.geojson`, for the map at the desk. A site need not have it.

GeoJSON (RFC 7946): a FeatureCollection of polygons, each with the property `zone`, a name of `forms/zones.csv`.
"""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

from services.authoring.parts import Problem
from services.content.outlines import MOST_POSITIONS, Polygon, ZoneShape, crossing, has_area

ZONE_MAP: Final = "zones.geojson"
MOST_BYTES: Final = 1_000_000
_SIMPLIFY: Final = "Simplify the outlines: a map on a screen needs some hundred points"
_DRAW_ANEW: Final = "Draw it anew"


class _Wrong(Exception):
    """What is wrong with one feature, and the remedy."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what)


def read_zone_map(folder: Path, zones: Collection[str]) -> tuple[tuple[ZoneShape, ...], list[Problem]]:
    """The outlines of these zones, and what is wrong with the file. Without it there are none."""
    try:
        features = _features(folder / ZONE_MAP)
    except FileNotFoundError:
        return (), []
    except _Wrong as wrong:
        return (), [Problem(ZONE_MAP, "", wrong.what, wrong.remedy)]
    shapes: dict[str, ZoneShape] = {}
    problems = []
    for number, feature in enumerate(features, 1):
        try:
            shape = _shape(feature, zones)
            if shape.zone in shapes:
                raise _Wrong("this zone has an outline already", "Give each zone one feature; parts are a MultiPolygon")
            shapes[shape.zone] = shape
        except _Wrong as wrong:
            problems.append(Problem(ZONE_MAP, _place(number, feature), wrong.what, wrong.remedy))
    if sum(shape.positions for shape in shapes.values()) > MOST_POSITIONS:
        problems.append(Problem(ZONE_MAP, "", f"there are more than {MOST_POSITIONS} points", _SIMPLIFY))
    return (() if problems else tuple(shapes.values())), problems


def _features(path: Path) -> list[Any]:
    """Raises _Wrong, FileNotFoundError."""
    if path.stat().st_size > MOST_BYTES:
        raise _Wrong(f"the file is larger than {MOST_BYTES // 1000} kB", _SIMPLIFY)
    try:
        read = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise _Wrong("the file is not UTF-8 text", "Save it again as UTF-8") from None
    except (ValueError, RecursionError) as wrong:
        raise _Wrong(f"the file is not JSON ({wrong})", "Export it again as GeoJSON") from None
    features = read.get("features") if isinstance(read, dict) and read.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        raise _Wrong("the file is no FeatureCollection with features", "Export it again as GeoJSON (RFC 7946)")
    if "crs" in read:
        raise _Wrong("the file names a coordinate system", "Export it again in longitude and latitude (WGS 84)")
    return features


def _no_number(name: str) -> None:
    raise ValueError(name)


def _place(number: int, feature: Any) -> str:
    zone = feature["properties"].get("zone") if _has_properties(feature) else None
    return f"feature {number} ({zone})" if isinstance(zone, str) else f"feature {number}"


def _has_properties(feature: Any) -> bool:
    return isinstance(feature, dict) and isinstance(feature.get("properties"), dict)


def _shape(feature: Any, zones: Collection[str]) -> ZoneShape:
    zone = feature["properties"].get("zone") if _has_properties(feature) else None
    if not isinstance(zone, str) or zone not in zones:
        raise _Wrong("its property “zone” is no zone", f"Write one of: {', '.join(sorted(zones))}")
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Wrong("it is no Polygon and no MultiPolygon", "Draw the zone as an area")
    told = geometry.get("coordinates")
    polygons = tuple(_polygon(each) for each in _listed([told] if kind == "Polygon" else told))
    for polygon in polygons:
        found = crossing(polygon)
        if found:
            raise _Wrong(f"its outline crosses itself at {found[0]:.5f}, {found[1]:.5f}", _DRAW_ANEW)
    return ZoneShape(zone, polygons)


def _polygon(told: Any) -> Polygon:
    rings = tuple(tuple(_positions(ring)) for ring in _listed(told))
    for ring in rings:
        if len(ring) < 4 or ring[0] != ring[-1]:
            raise _Wrong("an outline is not closed, or has fewer than three corners", _DRAW_ANEW)
        if not has_area(ring):
            raise _Wrong("an outline has no area", _DRAW_ANEW)
    return rings


def _positions(told: Any) -> Iterator[tuple[float, float]]:
    positions = _listed(told)
    if len(positions) > MOST_POSITIONS:
        raise _Wrong(f"an outline has more than {MOST_POSITIONS} points", _SIMPLIFY)
    for each in positions:
        numbers = _listed(each)[:2]
        if len(numbers) < 2 or not all(type(number) in (int, float) for number in numbers):
            raise _Wrong("a point is no longitude and latitude", "Export it again as GeoJSON")
        if abs(numbers[0]) > 180 or abs(numbers[1]) > 85:
            raise _Wrong("a point is not on any map", "Export it again in longitude and latitude (WGS 84)")
        yield float(numbers[0]), float(numbers[1])


def _listed(told: Any) -> list[Any]:
    if not isinstance(told, list) or not told:
        raise _Wrong("its coordinates are not as GeoJSON has them", "Export it again as GeoJSON (RFC 7946)")
    return told
