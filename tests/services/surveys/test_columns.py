"""Every row of a form has its column in an export, in KoBo's order; nothing in it says who, on which phone, or when."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import hxl
import pytest

from services.forms import Form, Interview, load_form
from services.spreadsheets import ExportSheet
from services.surveys.tables import Export
from tests.services.forms.conftest import TODAY
from tests.support.forms.surveying import round_of

TABLE = """
| survey  |
| | type | name | label::English (en) | calculation | default | appearance |
| | start | start | | | | |
| | today | today | | | | |
| | deviceid | deviceid | | | | |
| | username | username | | | | |
| | integer | adults | How many adults? | | | |
| | integer | children | How many children? | | | |
| | calculate | people | People in all | ${adults} + ${children} | | |
| | calculate | crowded | | if(${people} > 8, 'yes', 'no') | | |
| | calculate | code | | concat('00', ${adults}) | | |
| | calculate | when | | now() | | |
| | hidden | revision | | | 3 | |
| | note | thanks | Thank you. | | | |
| | begin_group | home | Home | | | |
| | geopoint | where | Where? | | | |
| | text | words | What else? | | | |
| | calculate | shout | | concat(${words}, '!') | | |
| | calculate | louder | | concat(../shout, '!') | | |
| | calculate | aged | | format-date(today(), '%Y') - ${adults} | | |
| | end_group | | | | | |
| | begin_repeat | child | Child | | | |
| | integer | age | How old? | | | |
| | calculate | minor | | ${age} < 18 | | |
| | end_repeat | | | | | |
| settings |
| | form_title | form_id | default_language | version |
| | House | house | English (en) | 7 |
"""
ROWS = ("start", "today", "deviceid", "username", "adults", "children", "people", "crowded", "code", "when")
PLACE = ("home/where", *(f"home/_where_{part}" for part in ("latitude", "longitude", "altitude", "precision")))
IN_ORDER = (*ROWS, "revision", "thanks", *PLACE, "home/words", "home/shout", "home/louder", "home/aged")
TELLING = {*PLACE, "home/words", "home/shout", "home/louder", "home/aged"}


@pytest.fixture
def form(tmp_path: Path) -> Form:
    (tmp_path / "house.md").write_text(TABLE, encoding="utf-8")
    return load_form(tmp_path / "house.md")


def answered(form: Form) -> Mapping[str, str]:
    interview = Interview.begin(form, TODAY, "en").answer("2").answer("7")
    interview = interview.answer("36.19, 44.01").answer("the well").answer("yes").answer("4").answer("no")
    return interview.submission()


def columns(sheet: ExportSheet) -> dict[str, list[Any]]:
    return {heading: [row[place] for row in sheet.rows] for place, heading in enumerate(sheet.headings)}


def test_every_row_of_the_form_has_its_column_in_the_order_of_the_form(form: Form) -> None:
    main, child = Export(round_of(form, *[answered(form)] * 5), with_texts=True).tables(None)
    assert main.headings[: len(IN_ORDER)] == IN_ORDER
    assert child.headings[:2] == ("child/age", "child/minor")


def test_what_is_computed_and_fixed_has_its_value_and_numbers_are_numbers(form: Form) -> None:
    main, child = Export(round_of(form, *[answered(form)] * 5), with_texts=True).tables(None)
    found = {heading: cells[0] for heading, cells in columns(main).items()}
    assert (found["people"], found["crowded"], found["code"], found["revision"]) == (9, "yes", "002", "3")
    assert [found[name] for name in PLACE] == ["36.19 44.01 0 800", 36.19, 44.01, 0, 800]
    assert columns(child)["child/minor"] == ["true"] * 5


def test_what_tells_of_the_phone_its_owner_or_the_hour_is_an_empty_column(form: Form) -> None:
    """Also where somebody else put it into the envelope."""
    given = {**answered(form), "start": "2026-03-05", "deviceid": "x", "username": "amal", "when": "2026-03-05T10:00"}
    found = columns(Export(round_of(form, *[given] * 5), with_texts=True).tables(None)[0])
    for name in ("start", "today", "deviceid", "username", "when"):
        assert found[name] == [""] * 5


def test_what_is_computed_from_words_a_place_or_the_hour_is_left_out_as_they_are(form: Form) -> None:
    plain = Export(round_of(form, *[answered(form)] * 5)).tables(None)[0]
    assert plain.headings[: len(IN_ORDER) - len(TELLING)] == tuple(one for one in IN_ORDER if one not in TELLING)
    assert not TELLING & set(plain.headings)
    assert "the well" not in repr(plain.rows)


def test_labels_of_computed_rows_places_and_repeats_are_kobos(form: Form) -> None:
    every = {sheet.name: sheet for sheet in Export(round_of(form, *[answered(form)] * 5), with_texts=True).sheets()}
    assert list(every) == ["house", "child", "labels en", "labels en child"]
    assert every["labels en"].headings[:8] == (
        *("start", "today", "deviceid", "username"),
        *("How many adults?", "How many children?", "People in all", "crowded"),
    )
    assert "_Where?_latitude" in every["labels en"].headings
    assert every["labels en child"].headings[:2] == ("How old?", "minor")


@pytest.mark.parametrize("language", [None, "en"])
def test_hxl_knows_every_hashtag(form: Form, language: str | None) -> None:
    for sheet in Export(round_of(form, *[answered(form)] * 5), with_texts=True).tables(language):
        rows = [[str(cell) for cell in line] for line in sheet.lines(with_hashtags=True)]
        read = hxl.data(rows)
        assert [column.display_tag for column in read.columns] == list(sheet.hashtags)
        assert hxl.data(rows).validate()


def test_choices_that_read_alike_are_told_apart_for_analysts_too(tmp_path: Path) -> None:
    (tmp_path / "alike.md").write_text(
        "| survey |\n| | type | name | label |\n| | select_multiple p | p | Where? |\n"
        "| choices |\n| | list_name | name | label |\n| | p | n | Al-Salam |\n| | p | s | Al-Salam |\n",
        encoding="utf-8",
    )
    form = load_form(tmp_path / "alike.md")
    sheet = Export(round_of(form, *[{"p": "n s"}] * 5)).tables(form.languages[0])[0]
    assert sheet.headings[:3] == ("Where?", "Where?/Al-Salam (1)", "Where?/Al-Salam (2)")
    assert sheet.rows[0][:3] == ("Al-Salam (1), Al-Salam (2)", 1, 1)


@pytest.mark.parametrize(
    "calculation", ["string(/*)", "string(//words)", "string(/house)", "join(' ', //*)", "concat(/house/home/*, '')"]
)
def test_what_gathers_words_from_anywhere_leaves_with_texts_alone(tmp_path: Path, calculation: str) -> None:
    (tmp_path / "house.md").write_text(TABLE.replace("concat(${words}, '!')", calculation), encoding="utf-8")
    form = load_form(tmp_path / "house.md")
    without = Export(round_of(form, *[answered(form)] * 5), with_texts=False).tables(None)[0]
    assert "home/shout" not in without.headings and "home/louder" not in without.headings
