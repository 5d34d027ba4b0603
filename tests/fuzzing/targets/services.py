"""Directories of others in every format: read with remarks, or refused; and then searched and shown."""

import csv
import io
import json
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from services.content import content
from services.directory.files.batch import ImportSetting
from services.directory.files.importing import read_source
from services.directory.files.report import SourceUnusable
from storage import migrations
from storage.engine import Database
from tests.fuzzing.bending import as_json, bent, torn
from tests.fuzzing.campaign import Strike
from tests.support.clocks import NOW

CONTENT = Path(__file__).resolve().parents[3] / "content"
TODAY = date(2026, 3, 5)
SERVICE: dict[str, Any] = {
    "id": "s1",
    "name": "Open kitchen",
    "alternate_name": "Kitchen",
    "description": "Warm meals. Ask at the gate. Bring a bowl.",
    "status": "active",
    "url": "https://example.org",
    "email": "kitchen@example.org",
    "fees_description": "free",
    "last_modified": "2026-01-01T10:00:00Z",
    "organization": {"id": "o1", "name": "Example organization", "description": "Only an example."},
    "phones": [{"id": "p1", "number": "+964 000 000 0000", "extension": 3, "type": "voice"}],
    "languages": [{"id": "l1", "name": "Arabic", "code": "ar"}],
    "schedules": [
        {
            **{"id": "h1", "valid_from": "2026-01-01", "freq": "WEEKLY", "byday": "MO,TU", "interval": 1},
            **{"opens_at": "09:00", "closes_at": "16:00:00+03:00", "dtstart": "2026-01-05", "wkst": "SA"},
        },
        {"id": "h2", "freq": "MONTHLY", "bymonthday": "1,-1", "description": "by appointment"},
    ],
    "service_at_locations": [
        {
            "id": "sl1",
            "location": {
                **{"id": "l1", "name": "Hall", "latitude": 33.1, "longitude": 44.2, "location_type": "physical"},
                "addresses": [{"id": "a1", "address_1": "Block C", "city": "Example", "country": "IQ"}],
                "accessibility": [{"id": "x1", "description": "ramp"}],
            },
        }
    ],
    "attributes": [{"id": "t1", "taxonomy_term": {"id": "food", "name": "Food", "taxonomy": {"name": "needs"}}}],
    "cost_options": [{"id": "c1", "option": "all", "amount": 0, "currency": "USD"}],
    "required_documents": [{"id": "d1", "document": "none"}],
    "eligibility_description": "everybody",
}
FEATURE: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "node/1",
            "geometry": {"type": "Point", "coordinates": [44.2, 33.1, 3]},
            "properties": {
                **{
                    "name": "Clinic",
                    "name:ar": "عيادة",
                    "amenity": "clinic",
                    "opening_hours": "Mo-Fr 08:00-16:00; PH off",
                },
                **{
                    "phone": "+964 000 000 0000",
                    "addr:street": "Example",
                    "description": "Doctor",
                    "wheelchair": "yes",
                },
            },
        }
    ],
}
ROW = {
    **{"name": "Clinic", "name:ar": "عيادة", "need": "health", "hours": "Mo-Fr 08:00-16:00", "phone": "+9640000000000"},
    **{"zone": "block_c", "description": "Doctor", "latitude": "33.1", "longitude": "44.2", "checked": "2026-02-01"},
}
TABLES = {
    "services.csv": "id,organization_id,name,description,status\ns1,o1,Kitchen,Meals,active\n",
    "organizations.csv": "id,name,description\no1,Example,Only an example\n",
    "phones.csv": "id,service_id,number\np1,s1,+964 000 000 0000\n",
    "schedules.csv": "id,service_id,freq,byday,opens_at,closes_at\nh1,s1,WEEKLY,MO,09:00,16:00\n",
    "locations.csv": "id,organization_id,name,latitude,longitude\nl1,o1,Hall,33.1,44.2\n",
    "services_at_location.csv": "id,service_id,location_id\nx1,s1,l1\n",
}


def a_file(chance: Random) -> tuple[str, bytes]:
    kind = chance.choice(("hsds", "list", "geo", "csv", "zip"))
    if kind == "hsds":
        return "services.json", as_json(bent(SERVICE, chance)).encode("utf-8", "surrogatepass")
    if kind == "list":
        shape = chance.choice(("contents", "services", "service", "data"))
        return "services.json", as_json(bent({shape: [SERVICE, SERVICE | {"id": "s2"}]}, chance)).encode(
            "utf-8", "surrogatepass"
        )
    if kind == "geo":
        return "places.geojson", as_json(bent(FEATURE, chance)).encode("utf-8", "surrogatepass")
    if kind == "csv":
        return "services.csv", torn(_csv(bent(ROW, chance)), chance)
    return "package.zip", _package(chance)


def _csv(row: Any) -> bytes:
    told = io.StringIO()
    if isinstance(row, dict):
        writer = csv.writer(told, escapechar="\\")
        writer.writerows(
            [list(row), [value if isinstance(value, str) else json.dumps(value) for value in row.values()]]
        )
    return told.getvalue().encode("utf-8", "surrogatepass")


def _package(chance: Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in TABLES.items():
            if chance.random() < 0.9:
                archive.writestr(name, torn(table.encode(), chance) if chance.random() < 0.4 else table)
    return torn(packed.getvalue(), chance) if chance.random() < 0.3 else packed.getvalue()


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Strike]:
    url = f"sqlite:///{folder / 'content.db'}"
    migrations.upgrade(url)
    database = Database(url)
    read = content.load(database, CONTENT, NOW)
    database.close()
    setting = ImportSetting("en", read.needs, read.zones, "example", TODAY, None, "Asia/Baghdad")

    async def strike(chance: Random) -> None:
        name, data = a_file(chance)
        path = folder / name
        path.write_bytes(data)
        try:
            batch = read_source(path, setting)
        except SourceUnusable as unusable:
            assert unusable.sentence
            return
        for remark in [*batch.report.skipped, *batch.report.left_out]:
            assert remark.why

    yield strike
