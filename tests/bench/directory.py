"""How fast the directory is: searching among 600 and 10,000 services, and importing 10,000.

python tests/bench/directory.py
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from datetime import time as clock
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from sqlmodel import Session

from services.content.organisation import read_organisation
from services.content.zones import read_zones
from services.directory import finding
from services.directory.catalogue import ServiceCatalogue
from services.directory.files.batch import ImportSetting
from services.directory.files.export import exported
from services.directory.files.importing import read_source
from services.directory.files.taking import take
from services.directory.finding import ServiceWish
from services.directory.needs import read_needs
from services.recurrence.wall_time import WallTime
from services.store import Store
from storage import migrations
from storage.engine import Database
from tests.support.directory.believing import as_it_lies
from tests.support.directory.some_services import RUNTIME, keep, many

CONTENT = Path(__file__).resolve().parents[2] / "content"
TODAY = date(2026, 3, 10)
NOON = WallTime(TODAY, clock(12))
SEARCHES = (
    "clinic",
    "evenign school",
    "vocher help",
    "عياده صغيره",
    "کلینیک",
    "nuqta",
    "advice place",
    "bons",
    "Block 42",
)
TRIES = 40


@contextmanager
def database() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        migrations.upgrade(url)
        opened = Database(url)
        yield opened
        opened.close()


def milliseconds(work: Callable[[], object]) -> float:
    """Of this program's own time on the processor: what else the machine does is left out."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def main() -> None:
    organisation, _ = read_organisation(CONTENT, None)
    assert organisation is not None
    needs, _ = read_needs(CONTENT, organisation.languages)
    zones, _ = read_zones(CONTENT, organisation.languages)
    setting = ImportSetting("en", needs, zones, "bench", TODAY)
    for how_many in (600, 10_000):
        with database() as kept:
            keep(kept, *many(how_many))
            catalogue = ServiceCatalogue(needs, as_it_lies)
            with kept.reading() as session:
                print(f"{how_many} services")
                _search(session, catalogue)
            if how_many == 10_000:
                _imports(catalogue, setting)


def _search(session: Session, catalogue: ServiceCatalogue) -> None:
    print(f"  first reading with index  {milliseconds(lambda: catalogue.refresh(session)):8.0f} ms")
    for name, wish in _wishes():
        times = [milliseconds(partial(finding.find, session, catalogue, wish, 0, NOON)) for _ in range(TRIES)]
        print(f"  {name:25} {statistics.median(times):8.1f} ms median {max(times):8.1f} ms worst")
    near = partial(finding.nearest, session, catalogue, ServiceWish(), (0.01, 0.01), NOON)
    print(f"  {'nearest':25} {statistics.median(milliseconds(near) for _ in range(TRIES)):8.1f} ms median")


def _wishes() -> Iterator[tuple[str, ServiceWish]]:
    for text in SEARCHES:
        yield text, ServiceWish(text=text)
    yield "by need", ServiceWish(need="health")
    yield "by need, zone, open now", ServiceWish(need="health", zone="north", open_now=True)


def _imports(catalogue: ServiceCatalogue, setting: ImportSetting) -> None:
    with tempfile.TemporaryDirectory() as folder, database() as fresh:
        path = Path(folder) / "services.json"
        path.write_text(json.dumps(exported(catalogue, "en"), ensure_ascii=False), encoding="utf-8")
        print(f"import of 10,000 (HSDS JSON, {path.stat().st_size / 1e6:.0f} MB, four languages)")
        for which in ("first", "second"):
            start = time.perf_counter()
            batch = read_source(path, setting)
            read = time.perf_counter() - start
            with fresh.writing() as session:
                take(Store(session, RUNTIME), batch)
            report = batch.report
            counts = f"{report.taken} taken, {report.updated} updated, {report.unchanged} as they were"
            print(f"  {which}: {time.perf_counter() - start:5.1f} s ({read:.1f} s reading), {counts}")


if __name__ == "__main__":
    main()
