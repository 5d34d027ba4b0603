"""Files of forms and of choices, as people save them: any case of the ending, commas or semicolons, with or without a
mark of the encoding."""

from __future__ import annotations

import csv
import re
import warnings
from io import StringIO
from pathlib import Path
from typing import Any

DELIMITERS = ",;\t"
SHEETS = ("survey", "choices", "settings")
WORKBOOKS = (".xlsx", ".xlsm", ".xls")
FORM_ENDINGS = (*WORKBOOKS, ".md", ".csv")
ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
TEXT = "utf-8-sig"
LEGACY = re.compile(rb'\s*"?(?:' + "|".join(SHEETS).encode() + rb')"?\s*[,;\t\r\n]', re.IGNORECASE)
"""How a form begins that is written in an encoding of one language: it cannot be read, and that has to be said."""
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
    return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))


def definition(path: Path) -> Any:
    """The sheets of a form as pyxform reads them. Raises whatever readers of spreadsheets raise."""
    from pyxform.xls2json_backends import get_xlsform

    ending = path.suffix.lower()
    content = path.read_bytes()
    if ending == ".csv":
        with StringIO(newline="") as commas:
            csv.writer(commas).writerows(table_rows(path))
            content = commas.getvalue().encode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl speaks of colours it does not know
        return get_xlsform(content, file_type=ending)
