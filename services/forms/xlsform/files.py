"""Files of forms and of choices, as people save them: any case of the ending, commas or semicolons, with or without a
mark of the encoding."""

from __future__ import annotations

import csv
import re
import warnings
from io import StringIO
from pathlib import Path
from typing import Any

from services.forms.problems import FormBroken, FormProblem, FormRule
from services.forms.xlsform.text_sheets import KEPT_COMMA, KEPT_PIPE, definition_of, of_markdown, of_table

DELIMITERS = ",;\t"
SHEETS = ("survey", "choices", "settings")
WORKBOOKS = (".xlsx", ".xlsm", ".xls")
FORM_ENDINGS = (*WORKBOOKS, ".md", ".csv")
ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
TEXT = "utf-8-sig"
LEGACY = re.compile(rb'\s*"?(?:' + "|".join(SHEETS).encode() + rb')"?\s*[,;\t\r\n]', re.IGNORECASE)
"""How a form begins that is written in an encoding of one language: it cannot be read, and that has to be said."""
ZIPPED, OLE = b"PK", b"\xd0\xcf\x11\xe0"
"""How a workbook begins: an .xlsx is a zip archive, an .xls an older box of Microsoft's."""
BLANK = b" \t\r\n\xef\xbb\xbf"
TEMPORARY = "~$"
"""What the name of a copy begins with that Excel keeps beside an open file."""


def is_form_file(path: Path) -> bool:
    """True for XLSForm files. A .csv may also hold a list a form chooses from: a form's starts with a sheet's name."""
    ending = path.suffix.lower()
    if ending not in FORM_ENDINGS or path.name.startswith(TEMPORARY) or not path.is_file():
        return False
    if ending != ".csv":
        return True
    try:
        rows = table_rows(path)
    except UnicodeError:
        return LEGACY.match(path.read_bytes()) is not None
    except csv.Error:
        return False
    return bool(rows and rows[0]) and rows[0][0].strip().lower() in SHEETS


def table_rows(path: Path) -> list[list[str]]:
    """The rows of a table of text whatever stands between its cells. Raises UnicodeError, csv.Error."""
    written = path.read_bytes()
    text = written.decode(ENCODINGS.get(written[:2], TEXT))
    first = next((line for line in text.splitlines() if any(sign in line for sign in DELIMITERS)), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise csv.Error(f"line {reader.line_num}: {error}") from error


def definition(path: Path) -> Any:
    """The sheets of a form as pyxform reads them. Raises FormBroken where the file is of another kind or damaged, and
    UnicodeError, csv.Error and PyXFormError for what is in it."""
    content = path.read_bytes()
    if not content.strip(BLANK):
        raise _broken(path, FormRule.FILE_EMPTY)
    ending = path.suffix.lower()
    if ending in WORKBOOKS:
        return _of_workbook(path, content)
    if ending == ".csv":
        return definition_of(of_table(table_rows(path)), path.name, KEPT_COMMA)
    sheets = of_markdown(content.decode(ENCODINGS.get(content[:2], TEXT)))
    if not sheets:
        raise _broken(path, FormRule.FILE_WITHOUT_TABLE)
    return definition_of(sheets, path.name, KEPT_PIPE)


def _of_workbook(path: Path, content: bytes) -> Any:
    """What it is tells how it begins: a name is easily changed."""
    from pyxform.errors import PyXFormError, PyXFormReadError
    from pyxform.xls2json_backends import DefinitionData, xls_to_dict, xlsx_to_dict

    if not content.startswith((ZIPPED, OLE)):
        raise _broken(path, FormRule.FILE_NO_WORKBOOK)
    read = xlsx_to_dict if content.startswith(ZIPPED) else xls_to_dict
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl speaks of colours it does not know
            return DefinitionData(**read(content))
    except PyXFormReadError as error:
        raise _broken(path, FormRule.FILE_DAMAGED) from error
    except PyXFormError:
        raise
    except Exception as error:  # readers of damaged workbooks fail in every way there is
        raise _broken(path, FormRule.FILE_DAMAGED) from error


def _broken(path: Path, rule: FormRule) -> FormBroken:
    return FormBroken(path.name, (FormProblem(rule, ""),))
