"""What KoBo's form builder saves in its own way, written as plain XLSForm: matrices, scores and rankings.

https://support.kobotoolbox.org/matrix_response.html, /ranking_xls.html, /rating_xls.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

RawRow: TypeAlias = Mapping[str, Any]
Numbered: TypeAlias = tuple[int, RawRow]
BEGIN = re.compile(r"begin[ _](kobomatrix|score|rank)")
END = re.compile(r"end[ _](?:kobomatrix|score|rank)")
LIST = {"kobomatrix": "kobo--matrix_list", "score": "kobo--score-choices", "rank": "kobo--rank-items"}
MESSAGE = "kobo--rank-constraint-message"
FIRST_ROW = 2


@dataclass(frozen=True, slots=True)
class Expanded:
    """Rows of a survey sheet, and for each the number of the row that it comes from."""

    rows: tuple[RawRow, ...]
    numbers: tuple[int, ...]


def expanded(survey: Sequence[RawRow], choices: Sequence[RawRow]) -> Expanded:
    """The rows of the survey sheet with KoBo's own groups written out."""
    found = list(_expanded(list(enumerate(survey, FIRST_ROW)), choices))
    return Expanded(tuple(row for _, row in found), tuple(number for number, _ in found))


def _expanded(rows: list[Numbered], choices: Sequence[RawRow]) -> Iterator[Numbered]:
    while rows:
        number, row = rows.pop(0)
        begin = BEGIN.fullmatch(_cell(row, "type"))
        if begin is None:
            yield number, row
            continue
        inside: list[Numbered] = []
        while rows and not END.fullmatch(_cell(rows[0][1], "type")):
            inside.append(rows.pop(0))
        last = rows.pop(0)[0] if rows else number
        kind, group = begin[1], {column: cell for column, cell in row.items() if not column.startswith("kobo--")}
        yield number, {**_without(group, "required"), "type": "begin_group"}
        yield from INSIDE[kind](row, [one for one in inside if _cell(one[1], "type")], choices)
        yield last, {"type": "end_group"}


def _matrix(begin: RawRow, inside: list[Numbered], choices: Sequence[RawRow]) -> Iterator[Numbered]:
    """Each question once for each row of the matrix, named matrix_row_question as KoBo names them."""
    of_list = [one for one in choices if _list_name(one) == _cell(begin, LIST["kobomatrix"])]
    columns = {_cell(one, "name") for _, one in inside}
    for line in of_list:
        prefix = f"{_cell(begin, 'name')}_{_cell(line, 'name')}"
        labels = {column: cell for column, cell in line.items() if column.startswith("label")}
        number = inside[0][0] if inside else FIRST_ROW
        yield number, {"type": "begin_group", "name": prefix, **labels}
        for place, question in inside:
            meant = {column: _renamed(cell, columns, prefix) for column, cell in question.items()}
            yield place, {**meant, "name": f"{prefix}_{_cell(question, 'name')}"}
        yield number, {"type": "end_group"}


def _renamed(cell: Any, columns: set[str], prefix: str) -> Any:
    """A reference to another question of the matrix means the one of the same row."""
    if not isinstance(cell, str):
        return cell
    return re.sub(
        r"\$\{\s*([^}]*?)\s*\}",
        lambda found: f"${{{prefix}_{found[1]}}}" if found[1] in columns else found[0],
        cell,
    )


def _score(begin: RawRow, inside: list[Numbered], choices: Sequence[RawRow]) -> Iterator[Numbered]:
    """The same choices for every row."""
    required = {"required": begin["required"]} if "required" in begin else {}
    for number, row in inside:
        yield number, {**required, **row, "type": f"select_one {_cell(begin, LIST['score'])}"}


def _rank(begin: RawRow, inside: list[Numbered], choices: Sequence[RawRow]) -> Iterator[Numbered]:
    """One question for each place, in which nothing is chosen that has a place already."""
    before: list[str] = []
    for number, row in inside:
        name = _cell(row, "name")
        rule = " and ".join(f". != ${{{one}}}" for one in before)
        message = {"constraint_message": begin[MESSAGE]} if rule and begin.get(MESSAGE) else {}
        constraint = {"constraint": rule, **message} if rule else {}
        yield number, {**row, **constraint, "type": f"select_one {_cell(begin, LIST['rank'])}"}
        before.append(name)


Inside: TypeAlias = Callable[[RawRow, list[Numbered], Sequence[RawRow]], Iterator[Numbered]]
INSIDE: dict[str, Inside] = {"kobomatrix": _matrix, "score": _score, "rank": _rank}


def _cell(row: RawRow, column: str) -> str:
    return str(row.get(column) or "").strip()


def _list_name(row: RawRow) -> str:
    return _cell(row, "list_name") or _cell(row, "list name")


def _without(row: RawRow, column: str) -> RawRow:
    return {name: cell for name, cell in row.items() if name != column}
