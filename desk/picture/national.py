"""What several offices have together, as a table for other programs and for people."""

from desk.picture.sheet import category_words
from desk.picture.tables import ALL, CONCERN, SUNDAY, cell
from locales import Words
from services.content.content import Content
from services.picture.offices import National
from services.picture.weeks import monday_of
from services.spreadsheets import Cell, ExportSheet

OFFICE = "office"


def national_table(found: National, content: Content, words: Words) -> ExportSheet:
    """A row for everybody, one for each concern, one for each office; labels in the language of these words."""
    columns = {
        words("What is counted"): "#meta+counted+code",
        words("Concern"): f"#event+type+name+i_{words.code}",
        words("Concern, as a code"): "#event+type+code",
        words("Office"): "#org+name",
        words("From"): "#date+start",
        words("Until"): "#date+end",
        words("People, about"): "#indicator+people+num",
    }
    rows: list[tuple[Cell, ...]] = [
        (ALL, "", "", "", *_days(found.first, found.last), found.about),
        *(
            (CONCERN, cell(category_words(name, content, words)), name, "", *_days(found.first, found.last), about)
            for name, about in found.categories
        ),
        *((OFFICE, "", "", each.office, *_days(each.first, each.last), each.about) for each in found.offices),
    ]
    return ExportSheet(cell(words("What people reported")), tuple(columns), tuple(rows), tuple(columns.values()))


def _days(first: int, last: int) -> tuple[str, str]:
    return monday_of(first).isoformat(), (monday_of(last) + SUNDAY).isoformat()
