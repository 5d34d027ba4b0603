"""The map at the desk: every outline is drawn and named, without a script, whole on a phone and from the right."""

import json
from dataclasses import replace

import pytest
from playwright.async_api import Page

from desk.config import DeskConfig
from desk.picture.geojson import geojson
from desk.picture.zone_map import MARGIN, WIDTH, zone_map
from locales import Words
from services.content.content import Content
from services.content.outlines import ZoneShape, area
from services.content.zone_map import read_zone_map
from services.content.zones import read_zones
from services.picture.ledger import Block, ZoneWeeks
from services.picture.shared import shared
from tests.desk.conftest import Desk
from tests.desk.test_browser import unlock
from tests.support.contents import EXAMPLE, LANGUAGES
from tests.support.posters import organisation

HOLE = ((2.0, 2.0), (2.0, 4.0), (4.0, 4.0), (2.0, 2.0))
CLOCKWISE = ((0.0, 0.0), (0.0, 9.0), (9.0, 9.0), (9.0, 0.0), (0.0, 0.0))
ZONES, _ = read_zones(EXAMPLE, LANGUAGES)
SHAPES, _ = read_zone_map(EXAMPLE, [zone.name for zone in ZONES])
CONTENT = Content(organisation(), ZONES, {}, zone_map=SHAPES)


@pytest.fixture
def config(config: DeskConfig) -> DeskConfig:
    return replace(config, content=CONTENT)


def test_every_outline_lies_in_the_drawing_and_its_mark_in_the_outline() -> None:
    drawn = zone_map(SHAPES)
    assert drawn is not None and [each.zone for each in drawn.outlines] == [shape.zone for shape in SHAPES]
    for outline in drawn.outlines:
        points = [tuple(map(float, each.split())) for each in outline.path.strip("MZ").split("L")]
        assert all(0 < x < WIDTH and 0 < y < drawn.height for x, y in points)
        assert min(x for x, _ in points) + MARGIN < outline.x < max(x for x, _ in points) - MARGIN
        assert min(y for _, y in points) + MARGIN < outline.y < max(y for _, y in points) - MARGIN


def test_a_mark_stands_beside_a_hole() -> None:
    ring = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0))
    hole = ((1.0, 1.0), (8.0, 1.0), (8.0, 8.0), (1.0, 8.0), (1.0, 1.0))
    drawn = zone_map([ZoneShape("a", ((ring, hole),))])
    assert drawn is not None
    [outline] = drawn.outlines
    inner = MARGIN + (WIDTH - 2 * MARGIN) / 9
    assert not (inner < outline.x < WIDTH - inner and inner < outline.y < drawn.height - inner)


def test_without_outlines_there_is_no_map() -> None:
    assert zone_map([]) is None


def test_geojson_tells_what_blocks_show_and_of_other_zones_nothing() -> None:
    small = (ZoneWeeks("fields", 10, 12), ZoneWeeks("outside", 10, 12))
    blocks = [
        Block("theft", (ZoneWeeks("north", 10, 12),), 8, frozenset()),
        Block("theft", small, 12, frozenset()),
        Block("threat", small, 23, frozenset(), is_sensitive=True),
    ]
    found = shared(blocks)
    read = json.loads(geojson(found, CONTENT, Words("en")))
    told = {tuple(each["properties"]["zones"]): each["properties"]["about"] for each in read["features"]}
    assert (told["north",], told["fields", "outside"], told[()]) == (10, 10, 25)
    assert {told[zone,] for zone in ("market", "river", "school", "tents", "gate")} == {None} and len(told) == 8
    located = [each["geometry"] is not None for each in read["features"]]
    assert located.count(False) == 1 and sum(each or 0 for each in told.values()) == found.about
    assert geojson(shared(blocks[::-1]), CONTENT, Words("ar")) == geojson(found, CONTENT, Words("ar"))


def test_geojson_turns_outlines_as_the_standard_has_them() -> None:
    content = replace(CONTENT, zone_map=(ZoneShape("north", ((CLOCKWISE, HOLE[::-1]),)),))
    found = shared([Block("theft", (ZoneWeeks("north", 10, 12),), 8, frozenset())])
    [feature] = json.loads(geojson(found, content, Words("en")))["features"]
    [[outline, hole]] = feature["geometry"]["coordinates"]
    assert area(tuple(map(tuple, outline))) > 0 > area(tuple(map(tuple, hole)))


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
async def test_the_map_is_whole_on_any_screen_and_asks_nobody_for_anything(
    page: Page, desk: Desk, language: str, width: int
) -> None:
    for zone, many in {"north": 6, "river": 3, "fields": 1, "outside": 2}.items():
        for _ in range(many):
            desk.office.report(answers={"zone": zone})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.set_viewport_size({"width": width, "height": 900})
    await unlock(page, desk, "/picture")
    await page.context.add_cookies([{"name": "amana_language", "value": language, "url": desk.url}])
    await page.goto(f"{desk.url}/picture?about=safety")
    box = await page.locator(".zone-map").bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] > 200
    assert await page.locator(".zone-map path").count() == len(SHAPES) == await page.locator(".mark span").count()
    assert (await page.locator(".map-and-table .sum").all_inner_texts())[1:] == ["6", "0", "3", "0", "0", "0", "1", "2"]
    sizes = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert sizes[0] <= sizes[1] and all(url.startswith(desk.url) for url in asked)
