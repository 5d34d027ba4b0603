"""From a file or folder to a batch: which reader it is for. Keeps nothing; that is `taking`."""

from pathlib import Path
from typing import Final

from services.directory.files.batch import Batch, ImportSetting
from services.directory.files.geojson import is_geojson, read_geojson
from services.directory.files.hsds_json import read_json
from services.directory.files.hsds_tables import is_package, is_tabular, read_tables, read_tabular
from services.directory.files.report import SourceUnusable
from services.directory.files.source_files import csv_rows, folder_files, json_of, read_file, text_of, unzipped
from services.directory.files.spreadsheet import read_csv, read_xlsx
from services.directory.files.spreadsheet_columns import is_hsds_table

SERVICES: Final = "services.csv"
MOST_NAMED: Final = 8
KINDS: Final = ".json, .geojson, .csv, .xlsx, .zip, or a folder with an HSDS data package"


def read_source(path: Path, setting: ImportSetting) -> Batch:
    """Everything a file or folder says. Raises SourceUnusable where nothing of it can be used."""
    batch = Batch(setting)
    if path.is_dir():
        _read_files(folder_files(path), batch, path.name)
    else:
        _read_file(path.name, read_file(path), batch)
    if not batch.services and not batch.report.skipped:
        raise SourceUnusable(path.name, "there is no service in it", f"Give {KINDS}")
    return batch


def _read_file(name: str, data: bytes, batch: Batch) -> None:
    suffix = Path(name).suffix.lower()
    if suffix == ".xlsx":
        read_xlsx(data, batch, name)
    elif suffix == ".zip":
        _read_files(unzipped(data, name), batch, name)
    elif suffix in (".json", ".geojson"):
        _read_json(text_of(data, name), batch, name)
    elif suffix == ".csv":
        _read_csv(data, batch, name)
    else:
        raise SourceUnusable(name, "this kind of file is not known", f"Give {KINDS}")


def _read_csv(data: bytes, batch: Batch, name: str) -> None:
    text = text_of(data, name)
    first = next(iter(csv_rows(text, name)), None)
    if first is not None and is_hsds_table(list(first[1])):
        read_tables({SERVICES: data}, batch, name)
    else:
        read_csv(text, batch, name)


def _read_json(text: str, batch: Batch, name: str) -> None:
    data = json_of(text, name)
    if is_geojson(data):
        read_geojson(data, batch, name)
    elif is_tabular(data):
        read_tabular(data, batch, name)
    else:
        read_json(data, batch, name)


def _read_files(files: dict[str, bytes], batch: Batch, name: str) -> None:
    """A data package, or one file that was packed."""
    if is_package(files):
        read_tables(files, batch, name)
    elif len(files) == 1:
        inner, data = next(iter(files.items()))
        if inner.lower().endswith(".zip"):
            raise SourceUnusable(name, "there is an archive inside the archive", "Take it out first")
        _read_file(inner, data, batch)
    else:
        tables = ", ".join([inner for inner in files if inner.lower().endswith(".csv")][:MOST_NAMED])
        why = f"there is no services.csv in it, only {tables}" if tables else "there is no services.csv in it"
        raise SourceUnusable(name, why, "Give an HSDS data package")
