"""A simple spreadsheet of services: one row each, .xlsx or .csv, with the columns of the template.

Texts have a column for each language (`name::Arabic (ar)` or `name::ar`). Formulas are not worked out: a cell with one
is left out. The template that `template` makes explains every column.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from services.authoring.parts import Texts
from services.directory.files.batch import Batch
from services.directory.files.hsds_parts import audience_named
from services.directory.files.report import SourceUnusable
from services.directory.files.source_files import check_archive, clean, csv_rows
from services.directory.files.spreadsheet_columns import COLUMNS, TODAY, heading_of
from services.directory.hours_text import HoursUnclear, read_closures, read_hours
from services.directory.model import (
    ACTIVE,
    AUDIENCES,
    LOCATION,
    ORGANIZATION,
    SERVICE,
    STATUSES,
    Location,
    Organization,
    PhoneNumber,
    Schedule,
    Service,
    ServiceAtLocation,
    identifier,
)

SHEET: Final = "services"
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 300
MOST_EMPTY: Final = 500
"""Empty rows in a row after which a sheet is over, whatever size it claims."""
Cells = Mapping[tuple[str, str], str]
"""Cell by column and language ('' where the column has none)."""


def read_csv(text: str, batch: Batch, name: str) -> None:
    """Put every row into the batch. Raises SourceUnusable."""
    rows = [(f"line {line}", row) for line, row in csv_rows(text, name)]
    _check_headings(list(rows[0][1]) if rows else [], batch, name)
    for where, row in rows:
        plain = {heading: _without_formula(value, where, heading, batch) for heading, value in row.items()}
        _take(plain, where, batch)


def read_xlsx(data: bytes, batch: Batch, name: str) -> None:
    """Put every row of the sheet `services`, or of the first one, into the batch. Raises SourceUnusable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(archive, name)
        rows = list(_sheet_rows(data, batch))
    except SourceUnusable:
        raise
    except Exception as wrong:  # whatever a damaged workbook makes openpyxl raise
        why = f"this is not a workbook that can be read ({type(wrong).__name__})"
        raise SourceUnusable(name, why, "Save it again as .xlsx, or as CSV UTF-8") from None
    _check_headings(list(rows[0][1]) if rows else [], batch, name)
    for where, row in rows:
        _take(row, where, batch)


def _sheet_rows(data: bytes, batch: Batch) -> Iterator[tuple[str, dict[str, str]]]:
    from openpyxl import load_workbook  # slow to load, and only an import needs it

    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    sheet = workbook[SHEET] if SHEET in workbook.sheetnames else workbook.worksheets[0]
    headings: list[str] = []
    empty = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS), 1):
        if not headings:
            headings = [clean(cell.value) for cell in cells]
            continue
        row = {
            heading: _cell(cell, f"row {number}", heading, batch)
            for heading, cell in zip(headings, cells, strict=False)
            if heading
        }
        empty = 0 if any(row.values()) else empty + 1
        if empty > MOST_EMPTY:
            return
        if not empty:
            yield f"row {number}", row


def _cell(cell: Any, where: str, heading: str, batch: Batch) -> str:
    if cell.value is None:
        return ""
    if cell.data_type == "f":
        batch.report.leave_out(where, heading, "a formula; write its value instead")
        return ""
    if cell.data_type == "e":
        batch.report.leave_out(where, heading, f"the cell holds an error ({clean(cell.value)})")
        return ""
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    if isinstance(cell.value, date | time):
        return cell.value.isoformat()
    return clean(cell.value)


def _without_formula(value: Any, where: str, heading: str, batch: Batch) -> str:
    said = clean(value)
    if said.startswith("="):
        batch.report.leave_out(where, heading, "a formula; write its value instead")
        return ""
    return said


def _check_headings(headings: Sequence[str], batch: Batch, name: str) -> None:
    known = [heading_of(heading) for heading in headings]
    if not any(column == "name" for column, _ in known):
        raise SourceUnusable(
            name, "there is no row below headings with a column “name”", "Begin from `amana content template`"
        )
    for heading, (column, _) in zip(headings, known, strict=True):
        if column not in COLUMNS:
            batch.report.leave_out("headings", heading, "no column of this name is known")


def _take(row: Mapping[str, str], where: str, batch: Batch) -> None:
    cells = {heading_of(heading): value for heading, value in row.items() if value}
    if not cells:
        return
    name = _texts(cells, "name", batch, where)
    if not name.by_language:
        batch.report.skip(where, "name", "a service needs a name")
        return
    organization = _organization(cells, batch, where)
    place = _place(cells, batch, where)
    zone_or_place = cells.get(("zone", ""), "") or (place.name.said("") if place else "")
    key = cells.get(("id", ""), "")
    id = identifier(SERVICE, key) if key else identifier(SERVICE, organization, name.said(""), zone_or_place)
    batch.add_service(_service(cells, id, name, organization, place, batch, where), where)


def _service(
    cells: Cells, id: str, name: Texts, organization: str, place: Location | None, batch: Batch, where: str
) -> Service:
    checked = cells.get(("checked", ""), "")
    is_example = checked.lower() == TODAY
    assured = batch.setting.today if is_example else batch.day(checked, where, "checked")
    at = [ServiceAtLocation(identifier("service_at_location", id, place.id), place.id)] if place else []
    return Service(
        id=id,
        organization=organization,
        name=name,
        description=_texts(cells, "what", batch, where),
        status=_one_of(cells, "status", STATUSES, ACTIVE, batch, where),
        needs=_needs(cells, batch, where),
        audiences=_audiences(cells, batch, where),
        eligibility=_texts(cells, "who", batch, where),
        minimum_age=batch.number(cells.get(("minimum_age", "")), where, "minimum_age", 0, 150),
        maximum_age=batch.number(cells.get(("maximum_age", "")), where, "maximum_age", 0, 150),
        required_documents=tuple(each for each in (_texts(cells, "documents", batch, where),) if each.by_language),
        application_process=_texts(cells, "how", batch, where),
        fees=_texts(cells, "cost", batch, where),
        alert=_texts(cells, "alert", batch, where),
        languages=tuple(_several(cells, "languages")),
        email=cells.get(("email", ""), ""),
        url=cells.get(("website", ""), ""),
        phones=tuple(PhoneNumber(number) for number in _several(cells, "phones")),
        schedules=_schedules(cells, batch, where),
        locations=tuple(at),
        assured=assured,
        source=cells.get(("source", ""), "") or batch.setting.source,
        is_example=is_example,
    )


def _texts(cells: Cells, column: str, batch: Batch, where: str) -> Texts:
    """The column's cells by language; a plain one is in the file's language. The file's language comes first."""
    main = batch.setting.language
    found = {
        language or main: batch.text(value, where, f"{column}::{language}" if language else column)
        for (name, language), value in cells.items()
        if name == column
    }
    first = {main: found[main]} if main in found else {}
    return Texts({**first, **found})


def _organization(cells: Cells, batch: Batch, where: str) -> str:
    name = _texts(cells, "organization", batch, where)
    if not name.by_language:
        return ""
    id = identifier(ORGANIZATION, name.said(batch.setting.language))
    batch.add(Organization(id, name))
    return id


def _place(cells: Cells, batch: Batch, where: str) -> Location | None:
    name = _texts(cells, "place", batch, where)
    reach = _texts(cells, "reach", batch, where)
    zone = _zone(cells, batch, where)
    if not (name.by_language or reach.by_language or zone):
        return None
    language = batch.setting.language
    place = Location(
        id=identifier(LOCATION, name.said(language), reach.said(language), zone),
        name=name,
        transportation=reach,
        zone=zone,
        latitude=batch.number(cells.get(("latitude", "")), where, "latitude", -90, 90),
        longitude=batch.number(cells.get(("longitude", "")), where, "longitude", -180, 180),
        accessibility=_texts(cells, "accessibility", batch, where),
    )
    batch.add(place)
    return place


def _zone(cells: Cells, batch: Batch, where: str) -> str:
    said = cells.get(("zone", ""), "")
    zone = batch.setting.zone_named(said)
    if said and not zone:
        known = ", ".join(each.name for each in batch.setting.zones)
        batch.report.leave_out(where, "zone", f"“{said[:40]}” is no zone of the site; zones are: {known}")
    return zone


def _needs(cells: Cells, batch: Batch, where: str) -> tuple[str, ...]:
    found = []
    for word in _several(cells, "needs"):
        need = batch.setting.needs.named(word)
        if need is None:
            known = ", ".join(each.key for each in batch.setting.needs.needs)
            batch.report.leave_out(where, "needs", f"“{word[:40]}” is no need; needs are: {known}")
        else:
            found.append(need)
    return tuple(dict.fromkeys(found))


def _audiences(cells: Cells, batch: Batch, where: str) -> tuple[str, ...]:
    found = []
    for word in _several(cells, "audiences"):
        audience = audience_named(word)
        if audience is None:
            batch.report.leave_out(where, "audiences", f"“{word[:40]}” is not known: women, men, children, older, …")
        else:
            found.append(audience)
    return tuple(kind for kind in AUDIENCES if kind in found)


def _schedules(cells: Cells, batch: Batch, where: str) -> tuple[Schedule, ...]:
    found: tuple[Schedule, ...] = ()
    for column, read in (("hours", read_hours), ("closed_days", read_closures)):
        try:
            found += read(cells.get((column, ""), ""))
        except HoursUnclear as unclear:
            batch.report.leave_out(where, column, f"“{unclear.part[:60]}” cannot be read; see the template")
    return found


def _one_of(cells: Cells, column: str, known: Sequence[str], otherwise: str, batch: Batch, where: str) -> str:
    said = cells.get((column, ""), "").lower()
    if not said or said in known:
        return said or otherwise
    batch.report.leave_out(where, column, f"“{said[:40]}” is none of {', '.join(known)}; it is not shown")
    return known[1]


def _several(cells: Cells, column: str) -> list[str]:
    text = cells.get((column, ""), "")
    return [each.strip() for each in text.replace("،", ",").replace(";", ",").split(",") if each.strip()]
