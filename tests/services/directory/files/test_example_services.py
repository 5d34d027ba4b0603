"""The services of the example content: ordinary words lead to them, and they leave and come back whole."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.content import content
from services.directory import finding
from services.directory.catalogue import ServiceCatalogue
from services.directory.files.batch import ImportSetting
from services.directory.files.export import exported
from services.directory.files.importing import read_source
from services.directory.files.pack import Pack
from services.directory.files.taking import take
from services.directory.finding import ServiceWish
from services.recurrence.wall_time import WallTime
from storage.engine import Database

CONTENT = Path(__file__).resolve().parents[4] / "content"
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
NOON = WallTime.parse("2026-03-05T12:00")


@pytest.fixture
def catalogue(database: Database) -> ServiceCatalogue:
    loaded = content.load(database, CONTENT, NOW)
    Pack(CONTENT, loaded.languages, loaded.needs, loaded.zones).load(database, NOW)
    return ServiceCatalogue(loaded.needs)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("I need a doctor", "Health centre"),
        ("j’ai besoin d’un médecin", "Health centre"),
        ("أريد طبيب", "Health centre"),
        ("دکتۆرم پێویستە", "Health centre"),
        ("pregnent", "Room for mothers and babies"),
        ("حامل", "Room for mothers and babies"),
        ("blankit", "Blankets and stoves"),
        ("بطانيه", "Blankets and stoves"),
        ("wheelchar", "Wheelchairs, hearing and sight"),
        ("نظارات", "Wheelchairs, hearing and sight"),
        ("ماء", "Water and repairs"),
        ("وين الماء", "Water and repairs"),
        ("ئاو", "Water and repairs"),
        ("où sont les toilettes", "Toilets and soap"),
        ("lait", "Shared kitchen"),
        ("فلوس", "Money help desk"),
        ("مەکتەب", "Learning centre"),
        ("my husband hits me", "Room for mothers and babies"),
        ("déprimé", "Listening room"),
    ],
)
def test_ordinary_words_find_what_is_meant(
    database: Database, catalogue: ServiceCatalogue, typed: str, first: str
) -> None:
    with database.reading() as session:
        page = finding.find(session, catalogue, ServiceWish(text=typed), 0, NOON)
    assert page.shown[0].service.name.said("en") == f"{first} (example)"


@pytest.mark.parametrize("typed", ["missing child", "ابني مفقود", "منداڵم ون بووە", "enfant disparu"])
def test_a_missing_child_is_a_matter_of_children_and_of_families(
    database: Database, catalogue: ServiceCatalogue, typed: str
) -> None:
    with database.reading() as session:
        page = finding.find(session, catalogue, ServiceWish(text=typed), 0, NOON)
    assert {need for each in page.shown for need in each.service.needs} >= {"children", "family"}


def test_what_the_example_exports_comes_back_unchanged(
    database: Database, catalogue: ServiceCatalogue, tmp_path: Path
) -> None:
    loaded = content.load(database, CONTENT, NOW)
    with database.reading() as session:
        catalogue.refresh(session)
    file = tmp_path / "services.json"
    file.write_text(json.dumps(exported(catalogue, "en")), encoding="utf-8")
    batch = read_source(file, ImportSetting("en", loaded.needs, loaded.zones, "again", NOW.date(), None))
    with database.writing() as session:
        take(session, batch)
    assert (batch.report.taken, batch.report.updated, batch.report.unchanged) == (0, 0, 25)
