"""The words of the page that is passed on, in one language."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from locales import Words
from services.content.content import Content
from services.content.forms import REPORT_FORM
from services.disclosure.attack import LEAST
from services.disclosure.suppression import LEAST_SENSITIVE
from services.drawing.letters import visible
from services.forms.definition.labels import choice_label
from services.picture.ledger import NO_ZONE
from services.picture.shared import Place, Shared, fitting
from services.picture.weeks import name_of

UNDRAWN: Final = frozenset({"So", "Sk", "Cs", "Co", "Cn", "Cc"})
"""Pictures in labels, for which fonts of letters have none, and what nobody can draw."""


@dataclass(frozen=True, slots=True)
class Row:
    """A label, and about how many people."""

    label: str
    about: int


@dataclass(frozen=True, slots=True)
class SharedSheet:
    """All that stands on the page. `rows` are lists under a heading each."""

    title: str
    above: tuple[str, ...]
    lists: tuple[tuple[str, tuple[Row, ...]], ...]
    below: tuple[str, ...]
    is_right_to_left: bool

    @property
    def texts(self) -> list[str]:
        """Everything that is drawn, but for numbers."""
        labels = (row.label for _, rows in self.lists for row in rows)
        return [self.title, *self.above, *(heading for heading, _ in self.lists), *labels, *self.below]


def worded(found: Shared, content: Content, words: Words) -> SharedSheet:
    """The page in the language of these words."""
    names = content.organisation.name.said(words.code)
    weeks = words("{first} to {last}", first=words.week(name_of(found.first)), last=words.week(name_of(found.last)))
    categories = tuple(Row(category_words(name, content, words), about) for name, about in found.categories)
    places = tuple(Row(place_words(place, content, words), about) for place, about in fitting(found).places)
    return SharedSheet(
        drawable(words("What people reported")),
        (drawable(names), drawable(weeks), drawable(words("People in all: about {n}", n=found.about))),
        ((drawable(words("What it was about")), categories), (drawable(words("Where it was")), places)),
        (
            drawable(
                words(
                    "Numbers are people, in steps of 5: each is rounded up or down. Nothing is told of fewer than"
                    " {least}, or than {sensitive} where it is sensitive: it waits until there are more.",
                    least=LEAST,
                    sensitive=LEAST_SENSITIVE,
                )
            ),
            drawable(
                words("What people reported is not all that happened. Complaints about aid workers are not here.")
            ),
        ),
        words.direction == "rtl",
    )


def drawable(text: str) -> str:
    """Without pictures, controls, and signs that draw nothing."""
    kept = "".join(letter for letter in visible(text) if unicodedata.category(letter) not in UNDRAWN)
    return " ".join(kept.split())


def category_words(name: str, content: Content, words: Words) -> str:
    """What a category is called where it is passed on."""
    if name == "sexual_violence":
        return words("Sexual violence")
    form = content.forms.get(REPORT_FORM)
    choices = {choice.name: choice for choice in form.choices.get("category", ())} if form else {}
    if form is not None and name in choices:
        return drawable(choice_label(form, choices[name], words.code)) or name
    other = content.forms.get(name)
    return drawable(other.title_in(words.code) if other else name) or words("Not said")


def place_words(place: Place, content: Content, words: Words) -> str:
    """What a place is called where it is passed on."""
    if place.kind == "whole_site":
        return words("Whole site (sensitive)")
    if place.kind == "several":
        return words("Several zones")
    labels = {zone.name: drawable(zone.label.said(words.code)) for zone in content.zones}
    named = [words("Not said") if zone == NO_ZONE else labels.get(zone) or drawable(zone) for zone in place.zones]
    return words.listed(named)
