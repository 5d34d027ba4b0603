"""Files of another kind than their name says, cut off or damaged: what is wrong is said, never how we failed."""

import builtins
import random
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from services.forms import FormBroken, FormProblem, FormRule, load_form
from services.forms.xlsform.files import table_rows
from services.forms.xlsform.text_sheets import of_markdown
from tests.support.forms.form_tables import MakeForm, ProblemsOf

SHIPPED = sorted((Path(__file__).parents[4] / "content" / "forms").glob("*.md"))
ERRORS = [name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, Exception)]
ERRORS += ["BadZipFile", "XLRDError", "ParseError", "Traceback", "Argument '"]
DAMAGES = 12


def problems_of_file(path: Path, content: bytes) -> list[FormProblem]:
    path.write_bytes(content)
    with pytest.raises(FormBroken) as broken:
        load_form(path)
    return list(broken.value.problems)


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["form.md", "form.csv", "form.xlsx", "form.xls"])
def test_an_empty_file_is_said_to_be_empty(name: str, content: bytes, tmp_path: Path) -> None:
    (problem,) = problems_of_file(tmp_path / name, content)
    assert (problem.rule, problem.place) == (FormRule.FILE_EMPTY, "the file")


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", b"\x00\x01garbage" * 40, b"<html>"])
@pytest.mark.parametrize("name", ["form.xlsx", "form.xls", "form.xlsm"])
def test_what_is_no_workbook_is_said_to_be_none(name: str, content: bytes, tmp_path: Path) -> None:
    (problem,) = problems_of_file(tmp_path / name, content)
    assert problem.rule is FormRule.FILE_NO_WORKBOOK and ".xlsx" in problem.remedy


@pytest.mark.parametrize("name", ["form.xlsx", "form.xls"])
@pytest.mark.parametrize("content", [b"PK\x03\x04cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1cut"])
def test_a_workbook_that_was_cut_off_is_said_to_be_damaged(name: str, content: bytes, tmp_path: Path) -> None:
    (problem,) = problems_of_file(tmp_path / name, content)
    assert problem.rule is FormRule.FILE_DAMAGED


def test_words_without_a_table_are_no_form(tmp_path: Path) -> None:
    (problem,) = problems_of_file(tmp_path / "form.md", b"# Our form\n\nIt comes later.\n")
    assert problem.rule is FormRule.FILE_WITHOUT_TABLE and "| survey |" in problem.remedy


PIPED = """
    | survey |
    |        | type | name | label | constraint          |
    |        | text | a    | A?    |                     |
    |        | text | b    | B?    | regex(., '^(x{}y)$') |
"""


def test_a_stroke_within_a_cell_is_named_with_its_row_and_how_to_write_it(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(PIPED.replace("{}", "|"))
    assert (problem.rule, problem.sheet, problem.row) == (FormRule.CELL_UNDER_NO_COLUMN, "survey", 3)
    assert "\\|" in problem.remedy


def test_a_stroke_behind_a_backslash_belongs_to_the_cell(make_form: MakeForm) -> None:
    constraint = make_form(PIPED.replace("{}", r"\|")).items["b"].constraint
    assert constraint is not None and "^(x|y)$" in str(constraint.tree)


def test_a_comma_within_a_cell_of_csv_is_named_with_its_row(tmp_path: Path) -> None:
    content = b"survey,,,\n,type,name,label\n,text,a,Are you ill, or hurt?\n"
    (problem,) = problems_of_file(tmp_path / "form.csv", content)
    assert (problem.rule, problem.row) == (FormRule.CELL_UNDER_NO_COLUMN, 2)
    assert "quotation marks" in problem.remedy


def test_a_row_that_nobody_closed_keeps_its_last_cell(make_form: MakeForm) -> None:
    form = make_form("| survey |\n| | type | name | label\n| | text | a | Which house # is it?\n")
    assert form.items["a"].label == {"default": ("Which house # is it?",)}


def test_a_sheet_without_rows_is_read_as_an_empty_one(make_form: MakeForm) -> None:
    assert make_form("| survey |\n| | type | name | label |\n| | text | a | A? |\n| choices |\n").items["a"]


CHOOSING = (
    "| survey |\n| | type | name | label |\n| | select_one l | a | A? |\n"
    "| chioces |\n| | list_name | name | label |\n| | l | x | X |\n"
)


def kinds(table: str) -> Iterator[tuple[str, list[list[str]]]]:
    for sheet, rows in of_markdown(table).items():
        yield sheet, [[cell or "" for cell in row] for row in rows]


@pytest.mark.parametrize("ending", [".md", ".csv", ".xlsx"])
def test_a_misspelt_sheet_is_named_with_the_one_that_was_meant(ending: str, tmp_path: Path) -> None:
    path = write(tmp_path / f"form{ending}", CHOOSING)
    problems = problems_of_file(path, path.read_bytes())
    (problem,) = [one for one in problems if one.rule is FormRule.SHEET_MISSPELT]
    assert problem.place == "sheet 'chioces'" and "'choices'" in problem.remedy


def test_a_misspelt_survey_is_named_with_the_one_that_was_meant(problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(CHOOSING.replace("survey", "Survy").replace("chioces", "choices"))
    assert problem.rule is FormRule.SHEET_MISSPELT and "'survey'" in problem.remedy


def write(path: Path, table: str) -> Path:
    """The same form as a file of the kind that its name says."""
    if path.suffix == ".md":
        path.write_text(table, encoding="utf-8")
    elif path.suffix == ".csv":
        quoted = (['"{}"'.format(cell.replace('"', '""')) for cell in row] for row in flat(table))
        path.write_text("\n".join(map(",".join, quoted)), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in kinds(table):
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(path)
    return path


def flat(table: str) -> Iterator[list[str]]:
    for sheet, rows in kinds(table):
        yield [sheet, ""]
        yield from (["", *row] for row in rows)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The file cut off, with a piece missing, twice or of zeros, or with single bytes changed."""
    start = chance.randrange(len(content))
    end = start + chance.randrange(1, 400)
    piece = content[start:end]
    changed = bytearray(content)
    for _ in range(12):
        changed[chance.randrange(len(content))] = chance.randrange(256)
    ways = [
        content[:start],
        content[:start] + content[end:],
        content[:end] + piece + content[end:],
        content[:start] + bytes(len(piece)) + content[end:],
        bytes(changed),
    ]
    return chance.choice(ways)


@pytest.mark.parametrize("ending", [".md", ".csv", ".xlsx"])
def test_damaged_copies_of_the_shipped_forms_are_read_or_refused_in_words(ending: str, tmp_path: Path) -> None:
    chance = random.Random(20261130)
    for shipped in SHIPPED[:2]:
        whole = write(tmp_path / f"{shipped.stem}{ending}", shipped.read_text(encoding="utf-8"))
        content = whole.read_bytes()
        for turn in range(DAMAGES):
            whole.write_bytes(damaged(content, chance))
            try:
                load_form(whole)
            except FormBroken as broken:
                said = str(broken)
                assert not [name for name in ERRORS if name in said], f"{whole.name}, {turn}: {said}"


def test_a_table_with_an_open_quotation_mark_names_its_line(tmp_path: Path) -> None:
    content = b'survey,,,\n,type,name,label\n,text,a,"Open\n'
    (problem,) = problems_of_file(tmp_path / "form.csv", content)
    assert problem.rule is FormRule.FILE_QUOTES and "line 3" in problem.sentence
    assert table_rows(write(tmp_path / "whole.csv", CHOOSING))
