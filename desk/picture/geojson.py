"""What is passed on as GeoJSON by zone (RFC 7946): the numbers of the page on the outlines of the content."""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from desk.picture.sheet import place_words
from locales import Words
from locales.direction import CONTROLS
from services.content.content import Content
from services.content.outlines import Polygon, ZoneShape, area
from services.picture.shared import Place, Shared
from services.picture.weeks import monday_of


def geojson(found: Shared, content: Content, words: Words) -> bytes:
    """A feature for each place that is told of, and one without a number for each other zone with an outline. Zones
    that are told of together are one feature; what is told of the whole site, or of several zones, lies nowhere."""
    shapes = {shape.zone: shape for shape in content.zone_map}
    told = {zone for place, _ in found.places for zone in place.zones}
    others = [(Place("zones", (zone,)), None) for zone in shapes if zone not in told]
    weeks = {
        "from": monday_of(found.first).isoformat(),
        "until": (monday_of(found.last) + timedelta(days=6)).isoformat(),
    }
    features = [
        {
            "type": "Feature",
            "geometry": _geometry(place.zones, shapes),
            "properties": {
                "kind": place.kind,
                "zones": [zone for zone in place.zones if zone],
                "name": CONTROLS.sub("", place_words(place, content, words)),
                "about": about,
                **weeks,
            },
        }
        for place, about in [*found.places, *others]
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _geometry(zones: Iterable[str], shapes: Mapping[str, ZoneShape]) -> dict[str, Any] | None:
    polygons = [polygon for zone in zones if zone in shapes for polygon in shapes[zone].polygons]
    if not polygons:
        return None
    return {"type": "MultiPolygon", "coordinates": [_turned(polygon) for polygon in polygons]}


def _turned(polygon: Polygon) -> list[list[list[float]]]:
    """Outlines against the clock and holes with it, as RFC 7946 has them."""
    return [
        [list(point) for point in (ring if (area(ring) > 0) == (number == 0) else ring[::-1])]
        for number, ring in enumerate(polygon)
    ]
