"""Reading HSDS as a tabular data package: CSV tables that name each other by identifiers, made into nested objects.

`datapackage.json`, where there is one, says which file is which table; else the files' names do. Packages of HSDS 1.x
and 2.0 and of the Ohana API are brought up to 3.0 first (`older_tables`). Tables that are not read are named.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from services.directory.files.batch import Batch
from services.directory.files.hsds_json import read_service
from services.directory.files.kinds import WHERE
from services.directory.files.older_tables import OLDER, brought_up
from services.directory.files.report import SourceUnusable
from services.directory.files.source_files import clean, csv_rows, json_of, text_of

Row = dict[str, Any]
Tables = dict[str, list[Row]]
PACKAGE: Final = "datapackage.json"
TABLES: Final = {
    "organization": "organizations.csv",
    "service": "services.csv",
    "location": "locations.csv",
    "service_at_location": "service_at_locations.csv",
    "phone": "phones.csv",
    "schedule": "schedules.csv",
    "language": "languages.csv",
    "required_document": "required_documents.csv",
    "cost_option": "cost_options.csv",
    "accessibility": "accessibility.csv",
    "address": "addresses.csv",
    "attribute": "attributes.csv",
    "taxonomy_term": "taxonomy_terms.csv",
}
OTHER_NAMES: Final = {
    "service_at_location": ("services_at_location.csv", "services_at_locations.csv"),
    "accessibility": ("accessibilities.csv",),
}
INSIDE: Final = {
    "phone": "phones",
    "schedule": "schedules",
    "language": "languages",
    "required_document": "required_documents",
    "cost_option": "cost_options",
    "accessibility": "accessibility",
    "address": "addresses",
}
"""Tables whose rows become lists inside the record they name."""
OWNERS: Final = ("service_at_location", "service", "location", "organization")
"""A row that names several belongs to the most particular."""
MOST_PARENTS: Final = 20


def is_package(files: Mapping[str, bytes]) -> bool:
    """True for a set of files that can be read here."""
    return any(name in files for name in (PACKAGE, *_names("service")))


def is_tabular(data: Any) -> bool:
    """True for JSON that holds whole tables, a list of rows by each table's name, in the singular or the plural."""
    if not isinstance(data, Mapping) or not any(isinstance(data.get(name), list) for name in ("service", "services")):
        return False
    named = [key for key in data if _table_of(f"{key}.csv") and isinstance(data[key], list)]
    return "service" in named or (len(named) > 1 and not _is_nested(data["services"]))


def read_tables(files: Mapping[str, bytes], batch: Batch, name: str) -> None:
    """Put every service of the package into the batch. Raises SourceUnusable."""
    _put_together(_tables(files, batch), batch, name)


def read_tabular(data: Mapping[str, Any], batch: Batch, name: str) -> None:
    """The same, of tables in one JSON. Raises SourceUnusable."""
    tables: Tables = {table: [] for table in TABLES}
    for key, rows in data.items():
        table = _table_of(f"{key}.csv")
        taken = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
        if table:
            tables.setdefault(table, []).extend(
                {**_with_plain_ids(row), WHERE: f"{key}[{number}]"} for number, row in enumerate(taken)
            )
        elif rows:
            batch.report.pass_over(str(key), "the tables", max(1, len(taken)))
    _put_together(tables, batch, name)


def _put_together(older: Tables, batch: Batch, name: str) -> None:
    tables = brought_up(older, batch.setting.today)
    if not tables["service"]:
        rows = {table: len(rows) for table, rows in tables.items() if rows}
        why = "; ".join(f"{count} of {table}" for table, count in rows.items())
        said = f"there is no services.csv with a service in it{f' (rows: {why})' if why else ''}"
        raise SourceUnusable(name, said, "Give an HSDS data package")
    records = {owner: {row["id"]: row for row in tables[owner] if row.get("id")} for owner in OWNERS}
    _put_attributes(tables, records)
    _put_inside(tables, records, batch)
    _put_at_locations(tables, records, batch)
    for row in tables["service"]:
        organization = records["organization"].get(row.get("organization_id", ""))
        if organization is not None:
            row["organization"] = organization
        elif row.get("organization_id"):
            batch.report.leave_out(row[WHERE], "organization_id", "there is no organization of this identifier")
            row["organization_id"] = ""
        read_service(row, batch, "", row[WHERE])


def _is_nested(services: Any) -> bool:
    inside = ("organization", "service_at_locations", "phones", "schedules")
    found = [each for each in services if isinstance(each, Mapping)]
    return any(isinstance(each.get(key), list | Mapping) for each in found for key in inside)


def _with_plain_ids(row: Mapping[str, Any]) -> Row:
    """Identifiers as texts, as tables have them: JSON may write numbers."""
    return {str(key): clean(value) if key == "id" or str(key).endswith("_id") else value for key, value in row.items()}


def _names(table: str) -> tuple[str, ...]:
    """Files of a table are called by one row or by many."""
    if table in OLDER:
        return OLDER[table]
    return TABLES[table], f"{table}.csv", *OTHER_NAMES.get(table, ())


def _table_of(file: str) -> str:
    """The table that a file of that name is; '' for none."""
    return next((table for table in (*TABLES, *OLDER) if file.lower() in _names(table)), "")


def _tables(files: Mapping[str, bytes], batch: Batch) -> Tables:
    described: dict[str, str] = {}
    if PACKAGE in files:
        try:
            described = _described(json_of(text_of(files[PACKAGE], PACKAGE), PACKAGE))
        except SourceUnusable as unusable:
            batch.report.leave_out(PACKAGE, "", f"{unusable.why}; tables are told by their files' names")
    tables: Tables = {table: [] for table in TABLES}
    for path in files:
        table = described.get(path) or _table_of(path)
        if table:
            tables.setdefault(table, []).extend(_rows(files, path))
        elif path.lower().endswith(".csv"):
            batch.report.pass_over(path, "the tables", max(1, sum(1 for _ in _rows(files, path))))
    return tables


def _described(package: Any) -> dict[str, str]:
    """Which file is which table. A path is looked for by its last part only: nothing outside the package is opened."""
    resources = package.get("resources") if isinstance(package, Mapping) else None
    return {
        str(each.get("path")).rsplit("/", 1)[-1]: table
        for each in (resources if isinstance(resources, list) else [])
        if isinstance(each, Mapping) and isinstance(each.get("path"), str)
        if (table := _table_of(f"{each.get('name')}.csv"))
    }


def _rows(files: Mapping[str, bytes], path: str) -> Iterator[Row]:
    if path in files:
        for line, row in csv_rows(text_of(files[path], path), path):
            yield {**row, WHERE: f"{path} line {line}"}


def _put_attributes(tables: Mapping[str, list[Row]], records: Mapping[str, Mapping[str, Row]]) -> None:
    terms = {row["id"]: row for row in tables["taxonomy_term"] if row.get("id")}
    for row in tables["attribute"]:
        owner = records.get(row.get("link_entity", ""), {}).get(row.get("link_id", ""))
        if owner is not None:
            owner.setdefault("attributes", []).append({**row, "taxonomy_term": _with_parents(row, terms)})


def _with_parents(attribute: Row, terms: Mapping[str, Row]) -> Row | None:
    """The term with those above it inside; parents in a circle are followed once round."""
    chain: list[Row] = []
    id = attribute.get("taxonomy_term_id", "")
    while id in terms and len(chain) < MOST_PARENTS and terms[id] not in chain:
        chain.append(terms[id])
        id = terms[id].get("parent_id", "")
    nested: Row | None = None
    for term in reversed(chain):
        nested = {"code": term.get("code"), "name": term.get("name"), "parent": nested}
    return nested


def _put_inside(tables: Mapping[str, list[Row]], records: Mapping[str, Mapping[str, Row]], batch: Batch) -> None:
    for table, key in INSIDE.items():
        for row in tables[table]:
            named = [owner for owner in OWNERS if row.get(f"{owner}_id")]
            found = (records[owner].get(row[f"{owner}_id"]) for owner in named)
            record = next((each for each in found if each is not None), None)
            if record is not None:
                record.setdefault(key, []).append(row)
            elif named:
                batch.report.leave_out(row[WHERE], f"{named[0]}_id", f"there is no {named[0]} of this identifier")
            else:
                batch.report.pass_over(f"{table} that belongs to none of them", "the tables")


def _put_at_locations(tables: Mapping[str, list[Row]], records: Mapping[str, Mapping[str, Row]], batch: Batch) -> None:
    by_service: defaultdict[str, list[Row]] = defaultdict(list)
    for row in tables["service_at_location"]:
        location = records["location"].get(row.get("location_id", ""))
        if location is None:
            batch.report.leave_out(row[WHERE], "location_id", "there is no location of this identifier")
        elif row.get("service_id", "") not in records["service"]:
            batch.report.leave_out(row[WHERE], "service_id", "there is no service of this identifier")
        else:
            by_service[row["service_id"]].append({**row, "location": location})
    for service, places in by_service.items():
        records["service"][service]["service_at_locations"] = places
