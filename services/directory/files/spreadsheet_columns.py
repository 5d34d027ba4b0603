"""The columns of the simple spreadsheet, what each means, and the template with one example."""

import io
import re
from collections.abc import Sequence
from typing import Final

from services.authoring.parts import Zone
from services.directory.files.kinds import SERVICE, kind_of, words_in
from services.directory.files.report import SourceUnusable, plural
from services.directory.model import AUDIENCES, STATUSES
from services.directory.needs import Needs

EXPLAINED: Final = "columns"
"""The sheet of the template that explains the other one."""
TODAY: Final = "today"
"""In the column `checked`: an example, which is as fresh as the day it is loaded."""
TRANSLATED: Final = {
    "name": "What it is called. Needed",
    "organization": "Who runs it",
    "what": "What one gets there, in one or two short sentences",
    "who": "Whom it is for, in words",
    "place": "The name of the place",
    "reach": "How to find it: landmarks people know",
    "accessibility": "Ways in for people who cannot walk, see or hear well",
    "documents": "What to bring. Say so when nothing is needed",
    "cost": "What it costs. Say so when it is free",
    "how": "What to do first: walk in, call, be referred",
    "alert": "News that passes, shown on top",
}
PLAIN: Final = {
    "id": "Any short code: keeps a service the same when its name changes. Else name, organization and place do",
    "needs": "Keys of needs, separated by commas",
    "audiences": f"For whom, if not for everybody: {', '.join(AUDIENCES)}",
    "zone": "Key of the site's zone",
    "latitude": "Degrees north, for “near me”: 36.19. Leave it out where it could endanger somebody",
    "longitude": "Degrees east",
    "hours": "Su-Th 08:30-16:00; Sa 9-12; 1st Mo 10-12; 24/7",
    "closed_days": "2026-12-25, 2026-12-31/2027-01-02",
    "phones": "Separated by commas",
    "languages": "Codes of languages spoken there: ar, ckb",
    "minimum_age": "In years",
    "maximum_age": "In years",
    "email": "",
    "website": "",
    "status": ", ".join(STATUSES),
    "checked": f"The day somebody last made sure, like 2026-03-05. “{TODAY}” marks an example",
    "source": "Who said so",
}
COLUMNS: Final = (*TRANSLATED, *PLAIN)
TELLING: Final = frozenset(
    words_in("needs audiences hours closed_days what who documents cost how checked reach place zone")
    | words_in("minimum_age maximum_age status alert")
)
"""Columns of the template that only services have; a list of places or organizations has none of them."""
OF_HSDS: Final = frozenset(
    words_in("organization_id program_id application_process fees_description eligibility_description assured_date")
    | words_in("interpretation_services taxonomy_ids")
)
_HEADING: Final = re.compile(r"([\w ]+?)\s*::\s*(?:.*\(\s*([\w-]+)\s*\)|([\w-]+))\s*")
EXAMPLE: Final = {
    "id": "example-1",
    "name": "Example clinic (replace this row)",
    "what": "A nurse and medicine for common illness",
    "reach": "Behind the school, at the green gate",
    "cost": "Free",
    "documents": "None",
    "hours": "Su-Th 08:30-16:00",
    "phones": "000",
    "checked": TODAY,
    "source": "Example team",
}


def heading_of(heading: str) -> tuple[str, str]:
    """Column and language of a heading; the language is '' where it has none."""
    found = _HEADING.fullmatch(heading)
    if found:
        return _plain(found[1]), found[2] or found[3]
    return _plain(heading), ""


def headings(languages: Sequence[str]) -> list[str]:
    """All headings: each translated column once for each language."""
    translated = [f"{column}::{language}" for column in TRANSLATED for language in languages]
    return ["id", *translated, *(column for column in PLAIN if column != "id")]


def template(languages: Sequence[str], needs: Needs, zones: Sequence[Zone]) -> bytes:
    """An empty workbook with headings, one example row and a sheet that explains every column."""
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "services"
    titles = headings(languages)
    sheet.append(titles)
    sheet.append([_example(title, languages[0]) for title in titles])
    sheet.freeze_panes = "B2"
    explained = workbook.create_sheet(EXPLAINED)
    explained.append(["column", "what it holds"])
    for column, meaning in (*TRANSLATED.items(), *PLAIN.items()):
        explained.append([column, meaning])
    for need in needs.needs:
        explained.append([f"needs: {need.key}", need.label(languages[0])])
    for zone in zones:
        explained.append([f"zone: {zone.name}", zone.label.said(languages[0])])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def refuse_others(columns: set[str], name: str) -> None:
    """Raises SourceUnusable for a table of places, of organizations, or of nobody knows what."""
    kind = kind_of(columns.difference(COLUMNS))
    if columns & TELLING or kind == SERVICE or not (kind or "name" in columns):
        return
    if kind or not columns & {"phones", "organization"}:
        what = f"table of {plural(kind)}" if kind else "table of which nothing says that it is one of services"
        raise SourceUnusable(name, f"this is a {what}; an import takes services", "Begin from `amana content template`")


def is_hsds_table(headings: Sequence[str]) -> bool:
    """True for the services of HSDS as a table of their own, which have other columns than the template."""
    columns = {heading_of(heading)[0] for heading in headings}
    return bool(columns & OF_HSDS) and not columns & (TELLING - {"status", "alert", "minimum_age", "maximum_age"})


def _example(title: str, main: str) -> str:
    column, language = heading_of(title)
    return EXAMPLE.get(column, "") if language in ("", main) else ""


def _plain(column: str) -> str:
    return column.strip().lower().replace(" ", "_")
