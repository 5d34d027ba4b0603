"""Tables as HSDS 1.x and 2.0 and the Ohana API have them, said as HSDS 3.0 says them; what has no place there is named.

A table `regular_schedules` becomes rows of `schedule`, a cell with a list (`languages` of an Ohana service) becomes
rows of their own. Days of the week are counted from Monday, 1 to 7, as both have it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from services.directory.days import DAYS
from services.directory.files.hsds_schedules import SPECIAL
from services.directory.files.kinds import WHERE
from services.directory.files.source_files import clean

Row = dict[str, Any]
Tables = dict[str, list[Row]]
OLDER: Final = {
    "regular_schedule": ("regular_schedules.csv", "regular_schedule.csv"),
    "holiday_schedule": ("holiday_schedules.csv", "holiday_schedule.csv"),
    "physical_address": ("physical_addresses.csv", "physical_address.csv"),
    "accessibility_for_disabilities": ("accessibility_for_disabilities.csv",),
    "eligibility": ("eligibility.csv", "eligibilities.csv"),
    "service_taxonomy": ("services_taxonomy.csv", "service_taxonomy.csv", "services_taxonomies.csv"),
    "service_attribute": ("service_attributes.csv", "service_attribute.csv"),
    "taxonomy": ("taxonomy.csv", "taxonomies.csv"),
}
"""Tables of older packages, by the names of their files."""
RENAMED: Final = {
    "service": {"eligibility": "eligibility_description", "fees": "fees_description", "website": "url",
                "how_to_apply": "application_process"},
    "organization": {"url": "website"},
    "location": {"short_desc": "description"},
    "phone": {"number_type": "type", "department": "description"},
    "language": {"language": "name"},
}  # fmt: skip
_DAY_FORMS: Final = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%Y/%m/%d")
_SLASHES: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
EVERY_YEAR: Final = 1
"""Ohana writes the year 0001 for a holiday of every year."""
TWELVE: Final = 12
CENTURY: Final = 100


def brought_up(tables: Tables, today: date) -> Tables:
    """The tables with everything that older ones say put where HSDS 3.0 has it. `today`: what is over by then goes."""
    for table, names in RENAMED.items():
        for row in tables.get(table, ()):
            for old, new in names.items():
                if clean(row.get(old)) and not clean(row.get(new)):
                    row[new] = row.pop(old)
    _put_schedules(tables, today)
    for source, target in (("physical_address", "address"), ("taxonomy", "taxonomy_term")):
        tables.setdefault(target, []).extend(_NEW_ROW[source](row) for row in tables.pop(source, []))
    for row in tables.pop("accessibility_for_disabilities", []):
        way = {**row, "description": row.get("accessibility")}
        tables.setdefault("accessibility", []).append(_without(way, "accessibility"))
    _put_attributes(tables)
    _put_eligibility(tables)
    _put_lists(tables)
    _put_at_their_places(tables)
    return tables


def _put_schedules(tables: Tables, today: date) -> None:
    schedules = tables.setdefault("schedule", [])
    schedules += [_regular(row) for row in tables.pop("regular_schedule", [])]
    for row in tables.pop("holiday_schedule", []):
        schedules += _holiday(row, today)


def _regular(row: Row) -> Row:
    day = clean(row.get("weekday")).removesuffix(".0")
    byday = DAYS[int(day) - 1] if day in tuple("1234567") else day or "?"
    return {**_without(row, "weekday"), "freq": "WEEKLY", "byday": byday}


def _holiday(row: Row, today: date) -> Iterator[Row]:
    """Days of being closed as such; other hours on some days are not understood beside the usual ones."""
    first, last = _day(clean(row.get("start_date"))), _day(clean(row.get("end_date")) or clean(row.get("start_date")))
    kept = _without(row, "start_date", "end_date", "closed", "opens_at", "closes_at")
    is_closed = clean(row.get("closed")).lower() in ("true", "t", "yes", "y", "1") or row.get("closed") is True
    if first is None or last is None:
        yield {**kept, "valid_from": row.get("start_date"), "valid_to": row.get("end_date"), "opens_at": SPECIAL}
    elif first.year == EVERY_YEAR and first == last and is_closed:
        yield {**kept, "freq": "YEARLY", "dtstart": first.replace(year=2000).isoformat()}
    elif first.year == EVERY_YEAR or not is_closed:
        if first.year == EVERY_YEAR or last >= today:
            yield {**kept, "valid_from": first.isoformat(), "valid_to": last.isoformat(), "opens_at": SPECIAL}
    else:
        yield {**kept, "valid_from": first.isoformat(), "valid_to": last.isoformat()}


def _day(text: str) -> date | None:
    """A day as older files write it; None where nobody can tell which one it is."""
    found = _SLASHES.fullmatch(text)
    try:
        if found:
            month, day, year = (int(each) for each in found.groups())
            month, day = (day, month) if month > TWELVE else (month, day)
            is_clear = day > TWELVE or day == month
            return date(year + 2000 if year < CENTURY else year, month, day) if is_clear else None
        return date.fromisoformat(text[:10])
    except ValueError:
        return next((read for form in _DAY_FORMS if (read := _parsed(text, form)) is not None), None)


def _parsed(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no time zone)
    except ValueError:
        return None


def _put_attributes(tables: Tables) -> None:
    attributes = tables.setdefault("attribute", [])
    for table in ("service_taxonomy", "service_attribute"):
        for row in tables.pop(table, []):
            term = row.get("taxonomy_term_id") or row.get("taxonomy_id")
            attributes.append(_attribute(row.get("service_id"), term, row))
    for row in tables.get("service", ()):
        attributes += [_attribute(row.get("id"), term, row) for term in _listed(row.pop("taxonomy_ids", ""))]
        for word in _listed(row.pop("keywords", "")):
            attributes.append({**_attribute(row.get("id"), "", row), "value": word})


def _attribute(service: object, term: object, row: Row) -> Row:
    link = {"link_entity": "service", "link_id": clean(service), "taxonomy_term_id": clean(term)}
    return {**link, WHERE: row[WHERE]}


def _put_eligibility(tables: Tables) -> None:
    services = {clean(row.get("id")): row for row in tables.get("service", ())}
    for row in tables.pop("eligibility", []):
        service = services.get(clean(row.get("service_id")))
        if service is not None:
            known = clean(service.get("eligibility_description"))
            service["eligibility_description"] = "\n".join(filter(None, (known, clean(row.get("eligibility")))))
    for row in services.values():
        if audience := clean(row.pop("audience", "")):
            known = clean(row.get("eligibility_description"))
            row["eligibility_description"] = "\n".join(dict.fromkeys(filter(None, (audience, known))))


def _put_lists(tables: Tables) -> None:
    """Cells with several things, as Ohana writes them."""
    for owner, key, table, name in (
        ("service", "languages", "language", "name"),
        ("service", "required_documents", "required_document", "document"),
        ("location", "accessibility", "accessibility", "description"),
    ):
        for row in tables.get(owner, ()):
            value = row.get(key)
            if isinstance(value, str):
                del row[key]
                id = {f"{owner}_id": clean(row.get("id")), WHERE: row[WHERE]}
                tables.setdefault(table, []).extend({name: each.replace("_", " "), **id} for each in _listed(value))
    for row in tables.get("phone", ()):
        prefix = clean(row.pop("country_prefix", ""))
        if prefix and not clean(row.get("number")).startswith("+"):
            row["number"] = f"+{prefix.lstrip('+0')} {clean(row.get('number'))}"


def _put_at_their_places(tables: Tables) -> None:
    """A service of Ohana names its place, and the place its organization."""
    places = {clean(row.get("id")): row for row in tables.get("location", ())}
    for row in tables.get("service", ()):
        place = clean(row.pop("location_id", ""))
        if place:
            link = {"service_id": clean(row.get("id")), "location_id": place, WHERE: row[WHERE]}
            tables.setdefault("service_at_location", []).append(link)
        if place in places and not clean(row.get("organization_id")):
            row["organization_id"] = clean(places[place].get("organization_id"))


def _listed(value: object) -> list[str]:
    pieces = value if isinstance(value, list) else re.split(r"[,;]", clean(value))
    return [each for each in (clean(piece) for piece in pieces) if each]


def _address(row: Row) -> Row:
    return {**row, "address_type": "physical"}


def _term(row: Row) -> Row:
    return {"id": row.get("id") or row.get("taxonomy_id"), "name": row.get("name"), "parent_id": row.get("parent_id")}


_NEW_ROW: Final[Mapping[str, Callable[[Row], Row]]] = {"physical_address": _address, "taxonomy": _term}


def _without(row: Row, *keys: str) -> Row:
    return {key: value for key, value in row.items() if key not in keys}
