"""Outlines of zones: what is wrong is named with its feature and a remedy, and an endless file costs little."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.content.outlines import crossing
from services.content.zone_map import MOST_BYTES, ZONE_MAP, read_zone_map
from services.content.zones import read_zones
from tests.support.contents import EXAMPLE, LANGUAGES, copy_checked_today, sentences

ZONES = ["north", "south"]
SQUARE = [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]
MANY = [[each / 1000, 0] for each in range(2500)]


def feature(coordinates: Any = SQUARE, zone: object = "north", kind: str = "Polygon") -> dict[str, Any]:
    told = [coordinates] if kind == "Polygon" else coordinates
    return {
        "type": "Feature",
        "properties": {"zone": zone},
        "geometry": {"type": kind, "coordinates": told},
    }


def read(folder: Path, *features: Any, **more: Any) -> str:
    """What is wrong with a file of these features, a line each."""
    text = json.dumps({"type": "FeatureCollection", "features": features} | more)
    return read_text(folder, text)


def read_text(folder: Path, text: str | bytes) -> str:
    (folder / ZONE_MAP).write_bytes(text if isinstance(text, bytes) else text.encode())
    shapes, problems = read_zone_map(folder, ZONES)
    assert bool(shapes) != bool(problems) and all(each.remedy for each in problems)
    return "\n".join(problem.sentence for problem in problems)


def test_a_site_need_not_have_a_map(tmp_path: Path) -> None:
    assert read_zone_map(tmp_path, ZONES) == ((), [])


def test_the_example_has_one_whose_zones_lie_where_no_town_is() -> None:
    zones, _ = read_zones(EXAMPLE, LANGUAGES)
    shapes, problems = read_zone_map(EXAMPLE, [zone.name for zone in zones])
    assert problems == [] and len(shapes) == len(zones) - 1
    assert all(abs(number) < 0.1 for shape in shapes for ring in shape.rings for point in ring for number in point)


def test_areas_with_holes_and_of_several_parts_are_read(tmp_path: Path) -> None:
    hole = [[2, 2], [4, 2], [4, 4], [2, 2]]
    island = [[[each[0] + 20, each[1], 7.5] for each in SQUARE]]
    assert read(tmp_path, feature([[SQUARE, hole], island], kind="MultiPolygon"), feature(zone="south")) == ""
    shapes, _ = read_zone_map(tmp_path, ZONES)
    assert [len(polygon) for polygon in shapes[0].polygons] == [2, 1] and shapes[0].positions == 14


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (feature(zone="nowhere"), "feature 2 (nowhere): its property “zone” is no zone"),
        (feature(zone=["x"]), "feature 2: its property “zone” is no zone"),
        (feature(), "feature 2 (north): this zone has an outline already"),
        ({"type": "Feature"}, "feature 2: its property “zone” is no zone"),
        (7, "feature 2: its property “zone” is no zone"),
        (feature(zone="south") | {"geometry": None}, "no Polygon"),
        (feature([0, 0], "south", "Point"), "no Polygon"),
        (feature(SQUARE[:-1], "south"), "not closed"),
        (feature([[0, 0], [1, 1], [0, 0]], "south"), "fewer than three corners"),
        (feature([[0, 0], [1, 1], [2, 2], [0, 0]], "south"), "no area"),
        (feature([[0, 0], [9, 9], [9, 0], [0, 8], [0, 0]], "south"), "crosses itself at"),
        (feature([[0, 0], [9, 0], [9, "9"], [0, 0]], "south"), "no longitude and latitude"),
        (feature([[0, 0], [9, 0], [9, True], [0, 0]], "south"), "no longitude and latitude"),
        (feature([[0, 0], [9], [9, 9], [0, 0]], "south"), "no longitude and latitude"),
        (feature([[500_000, 0], [9, 0], [9, 9], [500_000, 0]], "south"), "not on any map"),
        (feature("x", "south"), "not as GeoJSON has them"),
        (feature([[{}]], "south", "MultiPolygon"), "not as GeoJSON has them"),
        (feature([*MANY, [0, 1], [0, 0]], "south"), "more than 2000 points"),
    ],
)
def test_what_is_wrong_with_a_feature_is_named_with_its_place(tmp_path: Path, wrong: Any, said: str) -> None:
    found = read(tmp_path, feature(), wrong)
    assert said in found and ZONE_MAP in found and "feature 1" not in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        (b"\xff{}", "not UTF-8"),
        ("[" * 200_000, "not JSON"),
        ("[]", "no FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "no FeatureCollection"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "not JSON"),
        (json.dumps({"type": "FeatureCollection", "features": [feature()], "crs": {}}), "coordinate system"),
        (" " * (MOST_BYTES + 1), "larger than 1000 kB"),
    ],
)
def test_what_is_wrong_with_the_file_is_named(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert said in read_text(tmp_path, text)


def test_all_zones_together_have_no_more_points_than_one_may(tmp_path: Path) -> None:
    teeth = [[each / 1000, 0] for each in range(1500)] + [[1, 1], [0, 0]]
    assert read(tmp_path, feature(teeth)) == ""
    assert "more than 2000 points" in read(tmp_path, feature(teeth), feature(teeth, "south"))


def test_lines_that_touch_do_not_cross() -> None:
    ring = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 0.0), (0.0, 4.0), (0.0, 0.0))
    assert crossing((ring,)) is None


def test_the_check_of_the_content_looks_at_it(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    copy_checked_today(folder)
    assert ZONE_MAP not in sentences(folder)
    text = (folder / ZONE_MAP).read_text().replace('"river"', '"sea"')
    (folder / ZONE_MAP).write_text(text)
    assert "zones.geojson, feature 6 (sea)" in sentences(folder)
