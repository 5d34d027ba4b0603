"""The columns of an exported survey: one for each row of the form, named and filled as KoBo does it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from services.forms import Form, Kind
from services.forms.definition.items import ASKED, Choice, Item
from services.forms.definition.labels import choices_by_name, label_of
from services.forms.telling_apart import choice_labels
from services.spreadsheets import Cell
from services.surveys.answers import Round
from services.surveys.tallies import rows_of_forms

HASHTAGS: Final = {"zone": "#loc+code", "gender": "#respondee+gender", "age": "#respondee+age"}
"""Questions that mean the same in every form, by their names; others become indicators."""
BEGINNINGS: Final = {
    Kind.GEOPOINT: "#geo+coord",
    Kind.TEXT: "#description",
    Kind.NOTE: "#meta+note",
    Kind.HIDDEN: "#meta+hidden",
    Kind.UNRECORDED: "#meta+phone",
}
GPS: Final = ("latitude", "longitude", "altitude", "precision")
PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?")
NOT_IN_AN_ATTRIBUTE = re.compile("[^a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """One column of a row of the form: what it says, or a part of it: whether one choice is in it, or a number of a
    place."""

    form: Form
    item: Item
    choices: Mapping[str, Choice] = field(repr=False)
    choice: str = ""
    part: str = ""

    @property
    def heading(self) -> str:
        """As KoBo names it with XML values and headers."""
        if self.part:
            above, slash, name = self.item.path.rpartition("/")
            return f"{above}{slash}_{name}_{self.part}"
        return f"{self.item.path}/{self.choice}" if self.choice else self.item.path

    def label(self, language: str) -> str:
        """As KoBo names it with labels."""
        label = label_of(self.form, self.item, language)
        if self.part:
            return f"_{label}_{self.part}"
        return f"{label}/{self.labels(language).get(self.choice, self.choice)}" if self.choice else label

    def hashtag(self, language: str | None) -> str:
        """The HXL hashtag (https://hxlstandard.org) with attributes; `language` as for `cell`."""
        known = HASHTAGS.get(self.item.path)
        if known and not self.choice:
            return known if language is None else known.replace("+code", "+name")
        attribute = _attribute(self.item.path)
        if self.choice:
            return f"#indicator+{attribute}+{_attribute(self.choice)}+bool"
        if self.part:
            return f"#geo+{attribute}+{self.part}"
        if self.item.kind in BEGINNINGS:
            return f"{BEGINNINGS[self.item.kind]}+{attribute}"
        return f"#indicator+{attribute}" + ("+num" if self.is_number else "")

    @property
    def is_number(self) -> bool:
        """Where the answer is a number."""
        return self.item.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.RANGE)

    @property
    def is_recognisable(self) -> bool:
        """Somebody may be known by it: their own words, a place, and what is computed from these or from the hour."""
        if self.item.is_in_own_words:
            return True
        sources = None if self.item.kind in ASKED else self.form.sources.get(self.item.path)
        if sources is None or self.is_empty:
            return False
        return sources.clock or any(self.form.items[path].is_in_own_words for path in sources.asked)

    @property
    def is_empty(self) -> bool:
        """What says who answered, on which phone, or when: the column is there, as analysts expect, and nothing in it
        (also where an older version of the house still kept it)."""
        return self.item.kind is Kind.UNRECORDED or self.item.path in self.form.only_when

    def labels(self, language: str) -> Mapping[str, str]:
        """The labels of the choices by their names, each its own."""
        return choice_labels(self.form, self.item, language)

    def cell(self, value: str, labels: Mapping[str, str] | None) -> Cell:
        """What stands in the column where that was answered; `labels` of the choices, None for XML values."""
        if not value or self.is_empty:
            return ""
        if self.choice:
            return int(self.choice in value.split())
        if self.part:
            numbers = value.split()
            return _number(numbers[GPS.index(self.part)]) if len(numbers) == len(GPS) else ""
        if self.is_number or (self.item.kind is Kind.CALCULATE and PLAIN_NUMBER.fullmatch(value)):
            return _number(value)
        if labels is None or self.item.kind not in (Kind.ONE, Kind.MANY, Kind.RANK):
            return value
        names = value.split() if self.item.kind in (Kind.MANY, Kind.RANK) else [value]
        return ", ".join(labels.get(name, name) for name in names)


def columns_of(round: Round) -> Iterator[AnswerColumn]:
    """Every row of the form in its order, asked or not; those of older versions after them."""
    for form, item in rows_of_forms(round):
        choices = choices_by_name(form, item)
        yield AnswerColumn(form, item, choices)
        for name in choices if item.kind is Kind.MANY else ():
            yield AnswerColumn(form, item, choices, choice=name)
        for part in GPS if item.kind is Kind.GEOPOINT else ():
            yield AnswerColumn(form, item, choices, part=part)


def _attribute(name: str) -> str:
    plain = NOT_IN_AN_ATTRIBUTE.sub("_", name.lower()).strip("_")
    return plain if plain[:1].isalpha() else f"q_{plain}"


def _number(value: str) -> Cell:
    try:
        return int(value)
    except ValueError:
        pass
    try:
        number = float(value)
    except ValueError:
        return value
    return number if abs(number) < float("inf") else value
