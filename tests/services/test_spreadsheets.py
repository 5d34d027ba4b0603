"""Promises of files for other programs: nothing in them acts, whatever was written, and both formats hold the same."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest

from services.spreadsheets import ExportSheet, csv_file, xlsx_file, zip_of_csv

HOSTILE = ["=1+1", '=HYPERLINK("http" & "://x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "#N/A"]


def sheet(*texts: str) -> ExportSheet:
    return ExportSheet(
        "words", ("text", "number"), tuple((text, 3) for text in texts), ("#description", "#indicator+num")
    )


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", HOSTILE[:-1])
def test_no_cell_of_a_csv_begins_with_what_a_spreadsheet_computes(text: str) -> None:
    (_, row) = read_csv(csv_file(sheet(text)))
    assert row[0] == f"'{text}"


@pytest.mark.parametrize("reads", [";", ",", "\t", "|"])
def test_nor_where_the_reading_program_parts_the_cells_by_another_sign(reads: str) -> None:
    """A program that expects commas reads a file of semicolons as cells that begin where nobody meant them to."""
    texts = [f"x{sign}{blank}{act}1+1" for sign in ",;|\t\r\n" for blank in ("", " ", '"') for act in "=+-@＝＋－＠"]
    for written in (",", ";"):
        file = csv_file(sheet(*texts, *HOSTILE), delimiter=written).decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(file, newline=""), delimiter=reads) for cell in row]
        assert len(cells) > len(texts)
        assert [cell for cell in cells if cell.lstrip(' "').startswith(tuple("=+-@＝＋－＠\t"))] == []


@pytest.mark.parametrize("text", ["a - b", "well-known", "a=b", "1, 2 and 3", "me@example.org"])
def test_words_in_which_nothing_could_begin_stay_as_they_are(text: str) -> None:
    assert read_csv(csv_file(sheet(text)))[1][0] == text


def test_a_text_of_line_breaks_alone_takes_no_time() -> None:
    assert len(csv_file(sheet("\n" * 1_000_000))) > 1_000_000


def test_the_same_tables_give_the_same_bytes_and_no_file_says_when_or_by_whom_it_was_made() -> None:
    made = [xlsx_file([sheet("a")]), zip_of_csv([sheet("a"), sheet("b")])]
    assert made == [xlsx_file([sheet("a")]), zip_of_csv([sheet("a"), sheet("b")])]
    for file in made:
        packed = zipfile.ZipFile(io.BytesIO(file))
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(re.search(rb"openpyxl|20[2-9]\d-\d\d", packed.read(name)) for name in packed.namelist())


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_of_a_workbook_is_marked_as_text(text: str) -> None:
    worksheet = openpyxl.load_workbook(io.BytesIO(xlsx_file([sheet(text)]))).active
    assert worksheet is not None
    cells = [cell for row in worksheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert cells[2].data_type == "s"


def test_headings_act_no_more_than_cells() -> None:
    hostile = ExportSheet("x", ("=1+1",), ())
    assert read_csv(csv_file(hostile)) == [["'=1+1"]]
    worksheet = openpyxl.load_workbook(io.BytesIO(xlsx_file([hostile]))).active
    assert worksheet is not None
    assert worksheet["A1"].data_type == "s"


@pytest.mark.parametrize("number", ["-5", "+3", "-2.5", "12"])
def test_numbers_stay_numbers(number: str) -> None:
    assert read_csv(csv_file(sheet(number)))[1][0] == number


def test_any_letters_and_signs_survive_and_what_no_file_can_hold_is_replaced() -> None:
    text = 'كیف "؛; \n ကြိုဆို\u200f'
    assert read_csv(csv_file(sheet(text)))[1][0] == text
    worksheet = openpyxl.load_workbook(io.BytesIO(xlsx_file([sheet(text, "a\x00b\ud800")]))).active
    assert worksheet is not None
    assert worksheet["A2"].value == text
    assert worksheet["A3"].value == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"
    assert read_csv(csv_file(sheet("a\x00b\ud800")))[1][0] == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"


def test_hashtags_stand_below_the_headings_where_they_are_wanted() -> None:
    assert read_csv(csv_file(sheet("a"), with_hashtags=True))[1] == ["#description", "#indicator+num"]
    assert read_csv(csv_file(sheet("a")))[1] == ["a", "3"]


def test_tables_of_any_name_become_worksheets_and_files_of_their_own() -> None:
    named = [ExportSheet(name, ("a",), ()) for name in ("x/y:z", "X_Y_Z", "n" * 40, "n" * 41, "", "q")]
    titles = openpyxl.load_workbook(io.BytesIO(xlsx_file(named))).sheetnames
    assert len({title.casefold() for title in titles}) == 6
    assert all(len(title) <= 31 for title in titles)
    packed = zipfile.ZipFile(io.BytesIO(zip_of_csv(named)))
    assert packed.namelist() == [f"{title}.csv" for title in titles]
    assert {info.date_time[0] for info in packed.infolist()} == {1980}
