"""A small directory on a real database, and files to import, made by hand in the shapes of the open formats."""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Unpack

import pytest

from services.content.zones import read_zones
from services.directory.catalogue import ServiceCatalogue
from services.directory.files.batch import Batch, ImportSetting
from services.directory.files.importing import read_source
from services.directory.files.report import ImportReport
from services.directory.files.taking import take
from services.directory.needs import Needs, read_needs
from services.store import Store
from storage.engine import Database
from tests.support.directory.believing import as_it_lies
from tests.support.directory.some_services import RUNTIME
from tests.support.directory.source_files import CatalogueNow, Changed, Nested, ReadFile, TakeFile

CONTENT = Path(__file__).resolve().parents[3] / "content"
TODAY = date(2026, 3, 10)
LANGUAGES = ("en", "ar", "ckb", "fr")


@pytest.fixture(scope="session")
def needs() -> Needs:
    found, problems = read_needs(CONTENT, LANGUAGES)
    assert problems == []
    return found


@pytest.fixture
def setting(needs: Needs) -> ImportSetting:
    zones, _ = read_zones(CONTENT, LANGUAGES)
    return ImportSetting("en", needs, zones, "the test", TODAY, timezone="Asia/Baghdad")


@pytest.fixture
def read(tmp_path: Path, setting: ImportSetting) -> ReadFile:
    def from_file(name: str, data: object, **changed: Unpack[Changed]) -> Batch:
        path = tmp_path / name
        path.write_bytes(_bytes(data))
        return read_source(path, replace(setting, **changed))

    return from_file


@pytest.fixture
def taken(read: ReadFile, database: Database) -> TakeFile:
    def from_file(
        name: str,
        data: object,
        dry: bool = False,
        overwrite: bool = False,
        told: Collection[str] = (),
        **changed: Unpack[Changed],
    ) -> ImportReport:
        batch = read(name, data, **changed)
        with database.writing() as session:
            take(Store(session, RUNTIME), batch, dry, overwrite, told=told)
        return batch.report

    return from_file


@pytest.fixture
def catalogue(database: Database, needs: Needs) -> CatalogueNow:
    def read_it() -> ServiceCatalogue:
        found = ServiceCatalogue(needs, as_it_lies)
        with database.reading() as session:
            found.refresh(session)
        return found

    return read_it


def _bytes(data: object) -> bytes:
    if isinstance(data, bytes):
        return data
    return data.encode() if isinstance(data, str) else json.dumps(data, ensure_ascii=False).encode()


@pytest.fixture
def nested() -> Nested:
    """One service as HSDS 3.0 nests it."""
    return {
        "id": "ac148810-d857-441c-9679-408f346de14b",
        "name": "Community counselling",
        "description": "Somebody to talk to",
        "status": "active",
        "assured_date": "2026-03-01",
        "minimum_age": 12,
        "fees_description": "Free for most",
        "organization": {"id": "o1", "name": "Example Org", "description": "Helps"},
        "phones": [{"id": "p1", "number": "000", "extension": 7}],
        "languages": [{"id": "l1", "code": "ar", "name": "Arabic"}],
        "required_documents": [{"id": "d1", "document": "A letter"}],
        "cost_options": [{"id": "c1", "option": "Others", "amount": 2, "currency": "usd"}],
        "schedules": [
            {"id": "s1", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "22:00", "closes_at": "02:00+03:00"}
        ],
        "attributes": [
            {
                "id": "a1",
                "link_id": "x",
                "link_entity": "service",
                "taxonomy_term": {"id": "t1", "name": "Mental health", "description": "-"},
            }
        ],
        "service_at_locations": [
            {
                "id": "e94c9f38-1e8f-4564-91d4-d53501ab1765",
                "location": {
                    "id": "l9",
                    "location_type": "physical",
                    "name": "Hall",
                    "latitude": 0.01,
                    "longitude": 0.02,
                    "addresses": [{"id": "ad", "address_1": "First tent", "city": "north"}],
                    "accessibility": [{"id": "ac", "description": "A ramp"}],
                },
            }
        ],
        "contacts": [{"id": "c", "name": "A person", "phones": [{"id": "p", "number": "111"}]}],
    }
