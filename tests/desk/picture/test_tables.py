"""Tables that are passed on: whatever zones are called, nothing in a file acts, and each number is one of the page."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest

from desk.picture.tables import hxl, table, workbook
from locales import Words
from services.authoring.parts import Texts, Zone
from services.content.content import Content
from services.picture.ledger import Block, ZoneWeeks
from services.picture.shared import Shared, shared
from tests.support.posters import organisation

ACTING = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "a;=1+1", "a,=1+1", 'a\n"=1', "＝1", "\u202e=1"]
HOSTILE = [*ACTING, "#meta", "x" * 40_000]
ACT = tuple("=+-@\t\r＝＋－＠")
CONTENT = Content(
    organisation(),
    tuple(Zone(f"={number}", Texts(dict.fromkeys(("en", "ar"), name))) for number, name in enumerate(HOSTILE)),
    {},
)


@pytest.fixture(scope="module")
def found() -> Shared:
    zones = [zone.name for zone in CONTENT.zones] + ["+old"]
    blocks = [Block("=category", (ZoneWeeks(zone, 10, 12),), 7, frozenset()) for zone in zones]
    return shared([*blocks, Block("theft", (ZoneWeeks("=0", 11, 13), ZoneWeeks("=1", 11, 13)), 12, frozenset())])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_cell_of_any_file_acts_whatever_a_zone_is_called(found: Shared, language: str) -> None:
    file = hxl(found, CONTENT, Words(language)).decode("utf-8-sig")
    for delimiter in ",;\t|":
        cells = [cell for row in csv.reader(io.StringIO(file, newline=""), delimiter=delimiter) for cell in row]
        assert [cell for cell in cells if cell.startswith(ACT)] == []
    [worksheet] = openpyxl.load_workbook(io.BytesIO(workbook(found, CONTENT, Words(language)))).worksheets
    kinds = {(cell.data_type, type(cell.value)) for row in worksheet.rows for cell in row if cell.value is not None}
    assert kinds == {("s", str), ("n", int)}


def test_rows_of_each_kind_add_up_to_what_whole_blocks_show(found: Shared) -> None:
    rows = table(found, CONTENT, Words("en")).rows
    sums = {kind: sum(int(row[-1]) for row in rows if row[0] == kind) for kind in ("all", "concern", "place")}
    assert set(sums.values()) == {found.about}


def test_a_table_has_each_place_also_where_a_page_has_no_room(found: Shared) -> None:
    assert len([row for row in table(found, CONTENT, Words("en")).rows if row[0] == "place"]) == len(HOSTILE) + 2
    assert table(replace(found, places=found.places[:3]), CONTENT, Words("en")).rows[0][-1] == found.about
