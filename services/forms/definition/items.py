"""What stands in a form: its rows and its choices. They never change; `model.py` makes a form of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from services.forms.xpath.expressions import Expression

ROOT = "data"
_COMMA = re.compile("[,،;؛]")


class Kind(StrEnum):
    """What stands in a row of a form. Those above NOTE are asked; ANOTHER asks whether a repeat gets one more row.
    UNRECORDED is what other tools write down about the phone or its owner: here it is always empty."""

    ONE = "one"
    MANY = "many"
    RANK = "rank"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "dateTime"
    GEOPOINT = "geopoint"
    ACKNOWLEDGE = "acknowledge"
    ANOTHER = "another"
    NOTE = "note"
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    UNRECORDED = "unrecorded"
    GROUP = "group"
    REPEAT = "repeat"


ASKED = frozenset(
    {
        Kind.ONE,
        Kind.MANY,
        Kind.RANK,
        Kind.TEXT,
        Kind.INTEGER,
        Kind.DECIMAL,
        Kind.RANGE,
        Kind.DATE,
        Kind.TIME,
        Kind.DATE_TIME,
        Kind.GEOPOINT,
        Kind.ACKNOWLEDGE,
        Kind.REPEAT,
    }
)
Text: TypeAlias = tuple[str | Expression, ...]
Texts: TypeAlias = Mapping[str, Text]
SPEAKS_OF_AN_ANSWER = "…"


def plain(text: Text) -> str:
    """A text where nobody answers; where it speaks of an answer stands '…'."""
    return "".join(part if isinstance(part, str) else SPEAKS_OF_AN_ANSWER for part in text)


@dataclass(frozen=True, slots=True)
class Steps:
    """The numbers of a range that has too many of them for a list: from `start` to `end` by `step`, as written."""

    start: str
    end: str
    step: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list. `label` is by language; `columns` holds what filters may look at."""

    name: str
    label: Texts
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def also(self) -> tuple[str, ...]:
        """What else people write for it, in any language: our own column of the sheet, parted by commas."""
        return tuple(filter(None, map(str.strip, _COMMA.split(self.columns.get("also", "")))))


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One row of a form. `path` names it without the form's root: 'household/person/age'. `questions` are the children
    that are put to a person, or hold such.

    `row_size` is how much stands in it, without what is repeated within it.

    `mixed_by` gives the seed by which its choices are put into another order; '' for one of its own in each interview.

    `choices` names a list of the form; `choices_from` is instead the path of the answers to choose from. `triggers` are
    the paths of the questions whose change sets the value of this one.
    """

    kind: Kind
    name: str
    path: str
    label: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    required: Expression | None = None
    required_message: Texts = field(default_factory=dict)
    relevant: Expression | None = None
    constraint: Expression | None = None
    constraint_message: Texts = field(default_factory=dict)
    calculation: Expression | None = None
    default: Text = ()
    appearance: frozenset[str] = frozenset()
    choices: str = ""
    choice_filter: Expression | None = None
    choices_from: str = ""
    mixed_by: Text | None = None
    steps: Steps | None = None
    triggers: tuple[str, ...] = ()
    rows: Expression | None = None
    children: tuple[Item, ...] = ()
    holds_others: bool = field(init=False)
    named: Mapping[str, Item] = field(init=False)
    questions: tuple[Item, ...] = field(init=False)
    row_size: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "holds_others", self.kind in (Kind.GROUP, Kind.REPEAT))
        object.__setattr__(self, "named", {child.name: child for child in self.children})
        asked = tuple(child for child in self.children if child.holds_others or child.kind in ASKED)
        object.__setattr__(self, "questions", asked)
        inside = (child.row_size for child in self.children if child.kind is not Kind.REPEAT)
        object.__setattr__(self, "row_size", 1 + sum(inside))

    @property
    def expressions(self) -> Iterator[Expression]:
        """Every rule and every value that its texts speak of."""
        rules = (self.required, self.relevant, self.constraint, self.calculation, self.choice_filter, self.rows)
        yield from (rule for rule in rules if rule is not None)
        own = {"default": self.default, "mixed_by": self.mixed_by or ()}
        for texts in (self.label, self.hint, self.required_message, self.constraint_message, own):
            for text in texts.values():
                yield from (part for part in text if isinstance(part, Expression))

    @property
    def depends_on_answers(self) -> bool:
        """Whether what can be chosen here follows from earlier answers."""
        return self.choice_filter is not None or bool(self.choices_from)

    @property
    def is_in_own_words(self) -> bool:
        """Whether the answer is something that somebody wrote, or where they were: by it a person may be known."""
        return self.kind in (Kind.TEXT, Kind.GEOPOINT) or bool(self.choices_from)

    @property
    def asks_rows(self) -> bool:
        """Whether the person is asked, after each row of this repeat, if there is another."""
        return self.kind is Kind.REPEAT and self.rows is None
