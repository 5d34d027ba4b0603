"""The services of the example content: ordinary words lead to them, and they leave and come back whole."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.content import content
from services.content.content import Content
from services.directory import answering, finding
from services.directory.catalogue import ServiceCatalogue
from services.directory.files.batch import ImportSetting
from services.directory.files.export import exported
from services.directory.files.importing import read_source
from services.directory.files.taking import take
from services.directory.finding import FoundService, ServicePage, ServiceWish
from services.recurrence.wall_time import WallTime
from services.store import Store
from storage import migrations
from storage.engine import Database
from tests.support.databases import BACKENDS, POSTGRES
from tests.support.directory.believing import as_it_lies
from tests.support.directory.some_services import RUNTIME, take_own

CONTENT = Path(__file__).resolve().parents[4] / "content"
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
NOON = WallTime.parse("2026-03-05T12:00")
TUESDAY = WallTime.parse("2026-03-10T12:00")
NIGHT = WallTime.parse("2026-03-10T23:00")


@dataclass(frozen=True)
class Kept:
    """A database with the content and its services; only read by whoever asks for it."""

    database: Database
    loaded: Content
    catalogue: ServiceCatalogue

    def page(self, typed: str) -> ServicePage[FoundService]:
        """The first page for what somebody typed."""
        with self.database.reading() as session:
            return finding.find(session, self.catalogue, ServiceWish(text=typed), 0, NOON)

    def whole_list(self, typed: str, is_pressing: bool) -> list[FoundService]:
        """All pages of the same."""
        wish = ServiceWish(text=typed, is_pressing=is_pressing)
        with self.database.reading() as session:
            first = finding.find(session, self.catalogue, wish, 0, NOON)
            pages = [finding.find(session, self.catalogue, wish, number, NOON) for number in range(first.of)]
        return [each for page in pages for each in page.shown]

    def best(self, typed: str, wall: WallTime = TUESDAY) -> list[str]:
        """What whoever simply types is shown at once."""
        pressing = self.loaded.danger.pressing_in(typed)
        with self.database.reading() as session:
            found = answering.best_for(session, self.catalogue, pressing, typed, wall)
        return [each.service.name.said("en").removesuffix(" (example)") for each in found]


@pytest.fixture(scope="module", params=BACKENDS)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    url = f"sqlite:///{tmp_path_factory.mktemp('kept') / 'amana.db'}"
    if request.param == POSTGRES:
        url = request.getfixturevalue("postgres").new_database()
    migrations.upgrade(url)
    with closing(Database(url)) as database:
        loaded = content.load(database, CONTENT, NOW)
        take_own(database, loaded)
        yield Kept(database, loaded, ServiceCatalogue(loaded.needs, as_it_lies))


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
        ("my husband hits me", "Women’s space"),
        ("déprimé", "Listening room"),
    ],
)
def test_ordinary_words_find_what_is_meant(kept: Kept, typed: str, first: str) -> None:
    page = kept.page(typed)
    assert page.shown[0].service.name.said("en") == f"{first} (example)"


def test_while_somebody_is_hurt_what_is_open_stands_before_what_is_closed(kept: Kept) -> None:
    """On a Thursday the room for mothers is closed."""
    pressing = kept.whole_list("She is pregnant and bleeding, and we have no food", is_pressing=True)
    medical = [each for each in pressing if "health" in each.service.needs and "food" not in each.service.needs]
    are_open = [each.opening is not None and each.opening.is_open for each in medical]
    assert True in are_open and False in are_open
    assert are_open == sorted(are_open, reverse=True)
    asked = kept.whole_list("pregnant", is_pressing=False)
    assert asked[0].opening is not None and asked[0].service.name.said("en") == "Room for mothers and babies (example)"


@pytest.mark.parametrize("typed", ["missing child", "ابني مفقود", "منداڵم ون بووە", "enfant disparu"])
def test_a_missing_child_is_a_matter_of_children_and_of_families(kept: Kept, typed: str) -> None:
    assert {need for each in kept.page(typed).shown for need in each.service.needs} >= {"children", "family"}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("need food", ["Shared kitchen", "Monthly food"]),
        ("I have no water", ["Water and repairs", "Toilets and soap"]),
        ("police beat my brother", ["Walking with you"]),
        ("mon père a été battu par des soldats", ["Walking with you"]),
        ("الشرطة ضربت أخي", ["Walking with you"]),
        ("au secours", ["Walking with you"]),
        ("the kids are cold, no blankets", ["Blankets and stoves", "Child protection desk"]),
        ("my son is missing and we need food", ["Child protection desk", "Shared kitchen"]),
        ("there is a rocket behind the school", ["Mines and explosives"]),
        ("ضاعت هويتي", ["Papers and identity", "House and land at home"]),
        ("pas de pain", ["Shared kitchen", "Monthly food"]),
        ("blue car at night", []),
        ("دەستتان خۆش بێت", []),
        ("merci pour la réunion d’hier", []),
    ],
)
def test_whoever_types_is_shown_what_they_need_and_nothing_else(kept: Kept, typed: str, shown: list[str]) -> None:
    """What is open before what is closed, the best for each thing that is named, nothing where nothing is sure."""
    assert kept.best(typed) == shown


def test_what_is_special_in_the_words_counts_more_than_the_hour(kept: Kept) -> None:
    assert kept.best("où sont les toilettes")[0] == "Toilets and soap"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("he raped me", ["Emergency room", "Women’s space"]),
        ("I want to die", ["Emergency room", "Listening room"]),
        ("أريد أن أموت", ["Emergency room", "Listening room"]),
        ("doctor for my baby", ["Emergency room"]),
    ],
)
def test_at_night_somebody_who_is_there_comes_first(kept: Kept, typed: str, shown: list[str]) -> None:
    assert kept.best(typed, NIGHT)[: len(shown)] == shown


@pytest.mark.parametrize("typed", ["doctor for my baby", "my baby is sick", "un médecin pour mon bébé"])
def test_for_whom_a_doctor_is_does_not_make_it_food(kept: Kept, typed: str) -> None:
    assert "Food for babies and mothers" not in kept.best(typed)


def test_what_the_example_exports_comes_back_unchanged(kept: Kept, tmp_path: Path) -> None:
    with kept.database.reading() as session:
        kept.catalogue.refresh(session)
    file = tmp_path / "services.json"
    file.write_text(json.dumps(exported(kept.catalogue, "en")), encoding="utf-8")
    batch = read_source(file, ImportSetting("en", kept.loaded.needs, kept.loaded.zones, "again", NOW.date(), None))
    with kept.database.writing() as session:
        take(Store(session, RUNTIME), batch)
    assert (batch.report.taken, batch.report.updated, batch.report.unchanged) == (0, 0, 25)
