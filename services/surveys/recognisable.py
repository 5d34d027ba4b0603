"""Rows by which somebody could be recognised: what few share of who they are is left out of exports.

Neighbours know somebody's area, gender, age, how many live in the household, and sometimes in which week they answered.
In a table of answers most rows are the only ones with their combination of these, so the row with the rest of the
answers would be found. Where fewer than five rows share a combination, the week is emptied in them first, then
numbers and dates, then age, gender and area, at last the version of the form, until five share what is left.

Rows of which nothing is left are told apart by just that. Where they are fewer than five, so many others are emptied
with them that they are five.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from services.disclosure.attack import LEAST
from services.forms import Form, Kind
from services.forms.definition.labels import path_in_form
from services.surveys.answers import Answers, Round
from services.surveys.tallies import questions

SEEN_BY_NEIGHBOURS: Final = ("age", "gender", "zone")
"""Questions that are called so, in any form and anywhere in it; what is emptied last comes last."""
MEASURED: Final = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.RANGE, Kind.DATE, Kind.DATE_TIME, Kind.TIME})

Told = tuple[tuple[tuple[str, str], ...], ...]
"""What neighbours see of one row, part by part in the order in which they are emptied."""


@dataclass(slots=True)
class _Row:
    """One person's row: what neighbours see, and how much of it is empty by now."""

    parts: list[tuple[tuple[str, str], ...]]

    @property
    def told(self) -> Told:
        return tuple(self.parts)

    @property
    def is_empty(self) -> bool:
        return not any(self.parts)


def without_what_few_share(round: Round) -> Round:
    """The round, its answers in their order, with all emptied by which few could be recognised: `week` and `form_hash`
    too. A version of the form that few answered has no columns of its own.

    Every combination of what is left of these belongs to nobody, or to five and more. Of fewer than five answers that
    cannot be: they are not for export.
    """
    told = _told(round)
    rows = [_Row(_parts(each, told)) for each in round.answers]
    for place in range(len(told) + 2):  # the week, the questions, the version
        shared = Counter(row.told for row in rows)
        for row in [row for row in rows if shared[row.told] < LEAST]:
            row.parts[place] = ()
    _hide_the_emptied(rows)
    forms = _shared_forms(round, rows)
    answers = tuple(_left(each, row, told, round.forms) for each, row in zip(round.answers, rows, strict=True))
    return replace(round, answers=answers, forms=forms)


def _told(round: Round) -> dict[str, int]:
    """The place of each question that neighbours can see, after the week."""
    items = {item.path: item for _, item in questions(round)}
    named = {path: path.rpartition("/")[2] for path in items}
    seen = [path for name in SEEN_BY_NEIGHBOURS for path in items if named[path] == name]
    measured = [path for path, item in items.items() if item.kind in MEASURED and path not in seen]
    return {path: place for place, path in enumerate((*measured, *seen), 1)}


def _parts(each: Answers, told: Mapping[str, int]) -> list[tuple[tuple[str, str], ...]]:
    """Of a question within a repeat, all its rows are one part."""
    parts: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for given, value in each.answers.items():
        path = path_in_form(given)
        if value and path in told:
            parts[told[path]].append((given, value))
    questions_ = (tuple(sorted(parts[place])) for place in told.values())
    return [(("", each.week),), *questions_, (("", each.form_hash),)]


def _hide_the_emptied(rows: list[_Row]) -> None:
    """Empty as many others as it takes for those of whom nothing is left to be enough: of a group that stays large
    enough without them, else a whole one. The smallest such group, since it says least."""
    missing = LEAST - sum(row.is_empty for row in rows)
    if missing <= 0 or missing == LEAST:
        return
    groups: dict[Told, list[_Row]] = defaultdict(list)
    for row in rows:
        if not row.is_empty:
            groups[row.told].append(row)
    by_size = sorted(groups.values(), key=len)
    large = next((group for group in by_size if len(group) >= LEAST + missing), None)
    for row in large[:missing] if large else by_size[0] if by_size else ():
        row.parts = [() for _ in row.parts]


def _left(each: Answers, row: _Row, told: Mapping[str, int], forms: Mapping[str, Form]) -> Answers:
    """Where the version is empty, nothing is left that only one of several versions asks."""
    week, *_, version = row.parts
    asked = {path_in_form(given) for given in each.answers}
    kept = {path for path in asked if path not in told or row.parts[told[path]]}
    if not version:
        kept = {path for path in kept if all(path in form.items for form in forms.values())}
    answers = {given: value for given, value in each.answers.items() if path_in_form(given) in kept}
    return replace(each, form_hash=each.form_hash if version else "", week=each.week if week else "", answers=answers)


def _shared_forms(round: Round, rows: list[_Row]) -> Mapping[str, Form]:
    """The versions that are told of some, and so of enough; the newest where that is none."""
    told = {each.form_hash for each, row in zip(round.answers, rows, strict=True) if row.parts[-1]}
    shared = {hash: form for hash, form in round.forms.items() if hash in told}
    return shared or dict(list(round.forms.items())[-1:])
