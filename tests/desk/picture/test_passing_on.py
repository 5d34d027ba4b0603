"""What the desk hands out to be passed on: published blocks alone, the same in every language."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import hxl
import openpyxl
import pypdfium2
import pytest
from hxl.input import InputOptions
from PIL import Image

from desk.config import DeskConfig
from services.authoring.parts import Texts, Zone
from services.content.content import Content
from services.picture.releases import looked_at
from tests.desk.conftest import Desk, Visitor
from tests.support.posters import organisation

ZONES = (
    Zone("north", Texts({"en": "🏡 North", "ar": "🏡 الشمال", "ckb": "🏡 باکوور", "fr": "🏡 Le nord"}), 300),
    Zone("south", Texts({"en": "South", "ar": "الجنوب", "ckb": "باشوور", "fr": "Le sud"}), 300),
)
READ = ("#meta+counted", "#event+type+code", "#loc+code", "#date+start", "#date+end", "#indicator+people+num")
PUBLISH = {"do": "publish", "looked": "1"}


@pytest.fixture
def config(config: DeskConfig) -> DeskConfig:
    return replace(config, content=Content(organisation(), ZONES, {}))


def looked_into(desk: Desk, many: int, **answers: str) -> None:
    day = (desk.office.now - timedelta(weeks=3)).date().isoformat()
    for _ in range(many):
        id = desk.office.report(answers={"zone": "north"} | answers, day=day)
        desk.office.do("caseworker", "set_status", id, "open")


async def page_of(visitor: Visitor, do: str, language: str = "en") -> tuple[int, str, bytes]:
    sent = {"form_token": visitor.form_token, "do": do, "language": language}
    url = f"{visitor.url}/picture"
    async with visitor.http.post(url, data=sent, headers={"Origin": visitor.url}) as answer:
        return answer.status, answer.headers.get("Content-Type", ""), await answer.read()


def words_on(file: bytes) -> str:
    [page] = pypdfium2.PdfDocument(file)
    return str(page.get_textpage().get_text_bounded())


async def test_what_is_ready_is_published_once_and_handed_out_in_every_language(desk: Desk) -> None:
    looked_into(desk, 40)
    looked_into(desk, 4, zone="south", category="tension")
    visitor = await desk.inside(onward="/picture")
    assert b"Nothing was published yet" in (await page_of(visitor, "pdf"))[2]
    await visitor.get("/picture")
    assert "tick first that you have looked" in (await visitor.post("/picture", {"do": "publish"})).plain
    assert "Published: 1 new" in (await visitor.post("/picture", PUBLISH)).plain
    assert "Published" not in (again := (await visitor.post("/picture", PUBLISH)).plain)
    assert "Nothing is ready yet, so nothing was published" in again
    numbers = {}
    for language in ("en", "ar", "ckb", "fr"):
        status, kind, file = await page_of(visitor, "pdf", language)
        assert (status, kind) == (200, "application/pdf")
        assert file == (await page_of(visitor, "pdf", language))[2]
        numbers[language] = sorted(re.findall(r"\b40\b", words_on(file)))
        assert "tension" not in words_on(file)
    assert len({tuple(each) for each in numbers.values()}) == 1 and len(numbers["en"]) >= 3
    assert "North" in words_on((await page_of(visitor, "pdf"))[2])
    _, kind, picture = await page_of(visitor, "png", "ar")
    assert kind == "image/png" and Image.open(io.BytesIO(picture)).size[0] > 1000


async def test_before_anything_is_ready_that_is_said_with_what_it_takes_and_no_file_is_offered(desk: Desk) -> None:
    looked_into(desk, 4)
    visitor = await desk.inside(onward="/picture")
    assert "at least 5, and often more. How many are enough is drawn by lot anew each week" in visitor.last.plain
    assert "Nothing was published yet" in visitor.last.plain and 'value="pdf"' not in visitor.last.text
    said = await visitor.post("/picture", PUBLISH)
    assert "Nothing is ready yet" in said.plain and 'class="flash done"' not in said.text
    until, next = looked_at(desk.office.now)
    assert until.weekday() == 6 and next - until == timedelta(days=15) and until.strftime("%b %-d, %Y") in said.plain
    assert 'value="pdf"' not in said.text


@pytest.mark.parametrize(("days", "is_ready"), [(0, True), (1, False)])
async def test_what_was_received_since_the_day_that_is_told_waits(desk: Desk, days: int, is_ready: bool) -> None:
    """The day that is said is the last one that counts."""
    day = (looked_at(desk.office.now).until + timedelta(days=days)).isoformat()
    for _ in range(40):
        desk.office.do("caseworker", "set_status", desk.office.report(answers={"zone": "north"}, day=day), "open")
    visitor = await desk.inside(onward="/picture")
    said = await visitor.post("/picture", PUBLISH)
    assert ("Published: 1 new" in said.plain) is is_ready
    assert ('value="pdf"' in said.text) is is_ready


async def test_tables_hold_the_numbers_of_the_page_and_hxl_knows_every_hashtag(desk: Desk) -> None:
    """libhxl is the judge: it finds the hashtags, and nothing wrong with a value by its own schema."""
    looked_into(desk, 40)
    visitor = await desk.inside(onward="/picture")
    await visitor.post("/picture", PUBLISH)
    tables = {}
    for language in ("en", "ar", "ckb", "fr"):
        _, kind, file = await page_of(visitor, "hxl", language)
        assert kind.startswith("text/csv") and file == (await page_of(visitor, "hxl", language))[2]
        read = hxl.data(hxl.make_input(io.BytesIO(file), InputOptions(allow_local=True))).cache()
        assert read.validate()
        tables[language] = [[row.get(tag) for tag in READ] for row in read]
        workbook = (await page_of(visitor, "xlsx", language))[2]
        assert workbook == (await page_of(visitor, "xlsx", language))[2]
        [worksheet] = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets
        cells = [[str(cell.value or "") for cell in row] for row in worksheet.rows]
        assert cells[1] == read.display_tags and cells[2:] == [row.values for row in read]
    assert all(each == tables["en"] for each in tables.values())
    assert [row[0] for row in tables["en"]] == ["all", "concern", "place"]
    assert {row[-1] for row in tables["en"]} == {"40"}


async def test_what_is_published_at_the_desk_is_written_down_as_on_the_command_line(desk: Desk) -> None:
    visitor = await desk.inside(onward="/picture")
    await visitor.post("/picture", PUBLISH)
    steward = await desk.inside("steward", onward="/audit")
    assert "Published numbers" in steward.last.plain


async def test_who_opens_no_safety_reports_is_handed_nothing(desk: Desk) -> None:
    looked_into(desk, 40)
    visitor = await desk.inside(onward="/picture")
    await visitor.post("/picture", PUBLISH)
    focal_point = await desk.inside("focal_point", "/picture")
    assert "To pass on" not in focal_point.last.plain
    for do in ("pdf", "png", "hxl", "xlsx", "publish"):
        assert (await page_of(focal_point, do))[0] == 404


async def test_a_form_of_before_and_an_unknown_language_do_no_harm(desk: Desk) -> None:
    looked_into(desk, 40)
    visitor = await desk.inside(onward="/picture")
    assert "before the desk locked" in (await visitor.post("/picture", PUBLISH, token="0" * 64)).plain
    await visitor.post("/picture", PUBLISH)
    assert (await page_of(visitor, "pdf", "../tlh"))[0] == 200
