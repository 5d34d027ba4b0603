"""A simple spreadsheet of services: one row each, .xlsx or .csv, with the columns of the template.

Texts have a column for each language (`name::Arabic (ar)` or `name::ar`). Formulas are not worked out: a cell with one
is left out. The template that `template` makes explains every column.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Final

from services.authoring.parts import Texts
from services.directory.files.batch import Batch
from services.directory.files.confidential import CONFIDENTIAL, is_about_hiding, says_no
from services.directory.files.hsds_parts import audience_named
from services.directory.files.report import SourceUnusable
from services.directory.files.source_files import check_archive, clean, csv_rows
from services.directory.files.spreadsheet_columns import COLUMNS, EXPLAINED, TODAY, heading_of, refuse_others
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
from services.directory.telephone import may_be_called

SHEET: Final = "services"
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 300
MOST_EMPTY: Final = 500
"""Empty rows in a row after which a sheet is over, whatever size it claims."""


def read_csv(text: str, batch: Batch, name: str) -> None:
    """Put every row into the batch. Raises SourceUnusable."""
    rows = [(f"line {line}", row) for line, row in csv_rows(text, name)]
    _check_headings(list(rows[0][1]) if rows else [], batch, name)
    for where, row in rows:
        plain = {heading: _without_formula(value, where, heading, batch) for heading, value in row.items()}
        _SheetRow(_cells(plain), where, batch).take()


def read_xlsx(data: bytes, batch: Batch, name: str) -> None:
    """Put every row of the sheet `services`, or of the first one, into the batch. Raises SourceUnusable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_archive(archive, name)
        rows = list(_sheet_rows(data, batch))
    except SourceUnusable:
        raise
    except Exception:  # whatever a damaged workbook makes openpyxl raise
        why = "this is not a workbook that can be read"
        raise SourceUnusable(name, why, "Save it again as .xlsx, or as CSV UTF-8") from None
    _check_headings(list(rows[0][1]) if rows else [], batch, name)
    for where, row in rows:
        _SheetRow(_cells(row), where, batch).take()


def _sheet_rows(data: bytes, batch: Batch) -> Iterator[tuple[str, dict[str, str]]]:
    from openpyxl import load_workbook  # slow to load, and only an import needs it

    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    sheet = workbook[SHEET] if SHEET in workbook.sheetnames else workbook.worksheets[0]
    for other in workbook.worksheets:
        if other.title not in (sheet.title, EXPLAINED):
            batch.report.pass_over(other.title, "the sheets")
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


def _cells(row: Mapping[str, str]) -> dict[tuple[str, str], str]:
    return {heading_of(heading): value for heading, value in row.items() if value}


def _check_headings(headings: Sequence[str], batch: Batch, name: str) -> None:
    known = [heading_of(heading) for heading in headings]
    refuse_others({column for column, _ in known}, name)
    if not any(column == "name" for column, _ in known):
        raise SourceUnusable(
            name, "there is no row below headings with a column “name”", "Begin from `amana content template`"
        )
    for heading, (column, _) in zip(headings, known, strict=True):
        if column not in COLUMNS and not is_about_hiding(column):
            batch.report.leave_out("headings", heading, "no column of this name is known")


@dataclass(frozen=True, slots=True)
class _SheetRow:
    """One row: its cells by column and language ('' where the column has none), where it stood, what takes it in."""

    cells: Mapping[tuple[str, str], str]
    where: str
    batch: Batch

    def take(self) -> None:
        """Put the service into the batch, with its organization and place."""
        if not self.cells:
            return
        name = self._texts("name")
        if not name.by_language:
            self.batch.report.skip(self.where, "name", "a service needs a name")
            return
        organization = self._organization()
        place = self._place()
        zone_or_place = self._cell("zone") or (place.name.said("") if place else "")
        key = self._cell("id")
        id = identifier(SERVICE, key) if key else identifier(SERVICE, organization, name.said(""), zone_or_place)
        at = [ServiceAtLocation(identifier("service_at_location", id, place.id), place.id)] if place else []
        service = replace(self._described(Service(id, organization, name)), locations=tuple(at))
        self.batch.add_service(service, self.where, self.cells)

    def _described(self, service: Service) -> Service:
        """With everything that the row says of it alone."""
        checked = self._cell("checked")
        is_example = checked.lower() == TODAY
        assured = self.batch.setting.today if is_example else self.batch.day(checked, self.where, "checked")
        return replace(
            service,
            description=self._texts("what"),
            status=self._status(),
            needs=self._needs(),
            audiences=self._audiences(),
            eligibility=self._texts("who"),
            minimum_age=self._number("minimum_age", 0, 150),
            maximum_age=self._number("maximum_age", 0, 150),
            required_documents=tuple(each for each in (self._texts("documents"),) if each.by_language),
            application_process=self._texts("how"),
            fees=self._texts("cost"),
            alert=self._texts("alert"),
            languages=tuple(self._several("languages")),
            email=self._cell("email"),
            url=self._cell("website"),
            phones=self._phones(),
            schedules=self._schedules(),
            assured=assured,
            source=self._cell("source") or self.batch.setting.source,
            is_example=is_example,
            is_confidential=self._is_confidential(),
            is_place_told=says_no(self._cell(CONFIDENTIAL)),
        )

    def _is_confidential(self) -> bool:
        return self.batch.is_hidden_by({column: value for (column, _), value in self.cells.items()}, self.where)

    def _cell(self, column: str) -> str:
        return self.cells.get((column, ""), "")

    def _several(self, column: str) -> list[str]:
        text = self._cell(column)
        return [each.strip() for each in text.replace("،", ",").replace(";", ",").split(",") if each.strip()]

    def _phones(self) -> tuple[PhoneNumber, ...]:
        """What holds a number; other words are remarked on."""
        found = self._several("phones")
        for none in (each for each in found if not may_be_called(each)):
            self._leave_out("phones", f"“{none[:40]}” is no telephone number")
        numbers = tuple(PhoneNumber(number) for number in found if may_be_called(number))
        for phone in numbers:
            self.batch.called_at(phone.number, self.where, "phones")
        return numbers

    def _number(self, column: str, least: float, most: float) -> float | None:
        return self.batch.number(self._cell(column), self.where, column, least, most)

    def _texts(self, column: str) -> Texts:
        """The column's cells by language; a plain one is in the file's language. The file's language comes first."""
        main = self.batch.setting.language
        found = {
            language or main: self.batch.text(value, self.where, f"{column}::{language}" if language else column)
            for (name, language), value in self.cells.items()
            if name == column
        }
        first = {main: found[main]} if main in found else {}
        return Texts({**first, **found})

    def _organization(self) -> str:
        name = self._texts("organization")
        if not name.by_language:
            return ""
        id = identifier(ORGANIZATION, name.said(self.batch.setting.language))
        self.batch.add(Organization(id, name))
        return id

    def _place(self) -> Location | None:
        name, reach, zone = self._texts("place"), self._texts("reach"), self._zone()
        if not (name.by_language or reach.by_language or zone):
            return None
        language = self.batch.setting.language
        place = Location(
            id=identifier(LOCATION, name.said(language), reach.said(language), zone),
            name=name,
            transportation=reach,
            zone=zone,
            latitude=self._number("latitude", -90, 90),
            longitude=self._number("longitude", -180, 180),
            accessibility=self._texts("accessibility"),
        )
        self.batch.add(place)
        return place

    def _zone(self) -> str:
        said = self._cell("zone")
        zone = self.batch.setting.zone_named(said)
        if said and not zone:
            known = ", ".join(each.name for each in self.batch.setting.zones)
            self._leave_out("zone", f"“{said[:40]}” is no zone of the site; zones are: {known}")
        return zone

    def _needs(self) -> tuple[str, ...]:
        known = ", ".join(each.key for each in self.batch.setting.needs.needs)
        return self._named("needs", self.batch.setting.needs.named, f"is no need; needs are: {known}")

    def _audiences(self) -> tuple[str, ...]:
        found = self._named("audiences", audience_named, "is not known: women, men, children, older, …")
        return tuple(kind for kind in AUDIENCES if kind in found)

    def _named(self, column: str, named: Callable[[str], str | None], why: str) -> tuple[str, ...]:
        """What the words of a cell name, each once; one that names nothing is remarked on."""
        found: dict[str, None] = {}
        for word in self._several(column):
            key = named(word)
            if key is None:
                self._leave_out(column, f"“{word[:40]}” {why}")
            else:
                found[key] = None
        return tuple(found)

    def _schedules(self) -> tuple[Schedule, ...]:
        found: tuple[Schedule, ...] = ()
        for column, read in (("hours", read_hours), ("closed_days", read_closures)):
            try:
                found += read(self._cell(column))
            except HoursUnclear as unclear:
                why = "cannot be read, so the hours are unknown; see the template"
                self._leave_out(column, f"“{unclear.part[:60]}” {why}")
                found += (Schedule(unclear=True),)
        return found

    def _status(self) -> str:
        said = self._cell("status").lower()
        if not said or said in STATUSES:
            return said or ACTIVE
        self._leave_out("status", f"“{said[:40]}” is none of {', '.join(STATUSES)}; it is not shown")
        return STATUSES[1]

    def _leave_out(self, column: str, why: str) -> None:
        self.batch.report.leave_out(self.where, column, why)
