"""Opening files from elsewhere without being harmed by them: size, encoding, archives, nesting.

Gives texts, tables and JSON; what they mean is said in `hsds_json`, `hsds_tables`, `spreadsheet` and `geojson`.
"""

import csv
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from lzma import LZMAError
from pathlib import Path
from typing import Any, Final, NoReturn

from services.directory.files.report import SourceUnusable

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_UNPACKED: Final = 256 * 1024 * 1024
MOST_PARTS: Final = 2000
MOST_RATIO: Final = 200
"""No table packs this well; a bomb does."""
SMALL: Final = 1024 * 1024
LONGEST_CELL: Final = 20_000
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def read_file(path: Path) -> bytes:
    """The bytes of a file of bearable size. Raises SourceUnusable."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            why = f"the file has {size // 2**20} MB; at most {MOST_BYTES // 2**20} MB are read"
            raise SourceUnusable(path.name, why, "Divide it into smaller files")
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceUnusable(path.name, "there is no such file", "Check its name") from None
    except OSError:
        raise SourceUnusable(path.name, "the file cannot be read", "Check who owns it") from None


def text_of(data: bytes, name: str) -> str:
    """The text in the bytes: UTF-8, or UTF-16 that says so. Raises SourceUnusable, naming the line."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as wrong:
        line = data[: wrong.start].count(b"\n") + 1
        why = f"line {line} is not UTF-8 text"
        raise SourceUnusable(name, why, "Save the file again as UTF-8 (in Excel: CSV UTF-8)") from None
    if "\0" in text:
        raise SourceUnusable(name, "this is not a text file", "Give a .json, .csv, .xlsx or .zip file")
    return text


def json_of(text: str, name: str) -> Any:
    """What the JSON says. Raises SourceUnusable, naming line and column."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as wrong:
        why = f"line {wrong.lineno}, column {wrong.colno}: this is not JSON ({wrong.msg})"
        raise SourceUnusable(name, why, "Correct that place, or export the file again") from None
    except RecursionError:
        raise SourceUnusable(name, "it is nested too deeply", "This is no list of services") from None
    except ValueError as wrong:
        raise SourceUnusable(name, f"it holds a number that is none ({wrong})", "Correct it") from None


def csv_rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells by heading, of a table separated by commas, semicolons or tabs. Raises SourceUnusable."""
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    previous = csv.field_size_limit(LONGEST_CELL * 10)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restkey="", restval="")
        for row in reader:
            yield reader.line_num, {str(key).strip(): value for key, value in row.items() if key}
    except csv.Error as wrong:
        raise SourceUnusable(name, f"the table breaks off ({wrong})", "Look for a quote that is not closed") from None
    finally:
        csv.field_size_limit(previous)


def unzipped(data: bytes, name: str) -> dict[str, bytes]:
    """The files in an archive, by their names without folders. Raises SourceUnusable for bombs and broken ones."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(archive, name)
            parts = [info for info in archive.infolist() if not info.is_dir()]
            return {info.filename.rsplit("/", 1)[-1]: archive.read(info) for info in parts}
    except (
        zipfile.BadZipFile,
        zlib.error,
        LZMAError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ):
        raise SourceUnusable(name, "the archive is damaged or locked", "Make it again") from None


def check_archive(archive: zipfile.ZipFile, name: str) -> None:
    """Raises SourceUnusable where unpacking would flood memory. A part that lies about its size fails its checksum."""
    parts = archive.infolist()
    total = sum(part.file_size for part in parts)
    packed = any(part.file_size > SMALL and part.file_size > MOST_RATIO * part.compress_size for part in parts)
    if total > MOST_UNPACKED or len(parts) > MOST_PARTS or packed:
        why = f"unpacked it would be {total // 2**20} MB in {len(parts)} files; this looks like a zip bomb"
        raise SourceUnusable(name, why, "Nothing of it was unpacked. Ask who made the file")


def folder_files(folder: Path) -> dict[str, bytes]:
    """The tables and the description of a data package in a folder, by name."""
    paths = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in (".csv", ".json") and path.is_file()]
    files = {path.name: read_file(path) for path in paths[:MOST_PARTS]}
    if sum(map(len, files.values())) > MOST_UNPACKED:
        raise SourceUnusable(folder.name, "the folder holds too much", "Divide it")
    return files


def clean(value: Any) -> str:
    """A value as text: without controls, direction overrides and half characters; '' for nothing."""
    if value is None or isinstance(value, bool | Mapping | list):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFC", _NOT_TEXT.sub("", str(value))).strip()


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
