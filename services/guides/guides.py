"""Guides: what a person can read step by step before they decide. Values, and finding one's way in them.

A guide is neutral, dated, sourced and signed off by somebody. What is known of one area of origin stands apart from its
steps, together with what is not known. Which step or area anybody reads is kept nowhere.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.authoring.parts import Texts
from services.errors import Refusal
from services.guides.markup import Link

STEP = "step"
SERVICES = "services"
NEED = "need"
"""Where a link can lead: to a step, to safe services of a branch of the report, to services for a need."""


class NoSuchStep(Refusal):
    """There is no guide, step or area of that name (any more)."""


@dataclass(frozen=True, slots=True)
class Page:
    """One text in one language. `unknown` is what nobody could say on the day it was checked."""

    title: str
    text: str
    checked: date
    version: int
    signed_off: str
    sources: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Four hex digits that change with the list of things to tick."""
        return hashlib.sha256("\n".join(self.items).encode()).hexdigest()[:4]


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step, or one area of origin, in every language it was written in."""

    name: str
    pages: Mapping[str, Page]
    fresh_for: timedelta

    def page(self, language: str) -> Page:
        """The text in `language`, or in the first language there is."""
        return self.pages.get(language) or next(iter(self.pages.values()))

    def is_stale(self, language: str, today: date) -> bool:
        """True when it was last checked too long ago to be relied upon."""
        return is_stale(self.page(language), self.fresh_for, today)


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide's steps in their order. `first` is said before them, `always` under each. One press away from it are the
    safety report with the category `concern`, and the `forms`."""

    name: str
    title: Texts
    about: Texts
    first: Texts
    always: Texts
    steps: tuple[GuideStep, ...]
    areas: tuple[GuideStep, ...] = ()
    concern: str = ""
    forms: tuple[str, ...] = ()

    def step(self, name: str) -> GuideStep:
        """The step of that name. Raises NoSuchStep."""
        return _named(self.steps, name)

    def area(self, name: str) -> GuideStep:
        """What is known of that area of origin. Raises NoSuchStep."""
        return _named(self.areas, name)

    def place_of(self, step: GuideStep) -> int:
        """Which step it is, counted from 1."""
        return self.steps.index(step) + 1

    def before(self, step: GuideStep) -> GuideStep | None:
        """The step before it, None before the first."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else None

    def after(self, step: GuideStep) -> GuideStep | None:
        """The step after it, None after the last."""
        place = self.steps.index(step)
        return self.steps[place + 1] if place + 1 < len(self.steps) else None


@dataclass(frozen=True, slots=True)
class Guides:
    """Every guide of the organisation's, by name."""

    by_name: Mapping[str, Guide] = field(default_factory=dict)

    def guide(self, name: str) -> Guide:
        """The guide of that name. Raises NoSuchStep."""
        try:
            return self.by_name[name]
        except KeyError:
            raise NoSuchStep(name) from None

    def target(self, of: Guide, link: Link) -> tuple[Guide, GuideStep]:
        """Where a link to a step leads: `name`, or `guide/name` in another guide. Raises NoSuchStep."""
        other, slash, name = link.target.rpartition("/")
        guide = self.guide(other) if slash else of
        return guide, guide.step(name)


@dataclass(frozen=True, slots=True)
class Ticks:
    """What is ticked in a list. It is kept in the buttons under the message and nowhere else."""

    page: Page
    mask: int = 0

    @classmethod
    def read(cls, page: Page, text: str) -> "Ticks":
        """What `text` says is ticked; nothing where that was said of another version of the list."""
        fingerprint, _, mask = text.partition(".")
        try:
            known = int(mask, 16) if fingerprint == page.fingerprint else 0
        except ValueError:
            known = 0
        return cls(page, known & ((1 << len(page.items)) - 1))

    @property
    def text(self) -> str:
        """Inverse of `read`: short enough for a button."""
        return f"{self.page.fingerprint}.{self.mask:x}"

    def is_ticked(self, place: int) -> bool:
        """True when the item at that place (from 0) is ticked."""
        return bool(self.mask >> place & 1)

    def turned(self, place: int) -> "Ticks":
        """With the item at that place ticked, or not any more."""
        return Ticks(self.page, self.mask ^ (1 << place))

    @property
    def count(self) -> int:
        """How many are ticked."""
        return self.mask.bit_count()


def is_stale(page: Page, fresh_for: timedelta, today: date) -> bool:
    """True when the page was last checked longer ago than it stays fresh for."""
    return today - page.checked > fresh_for


def _named(steps: tuple[GuideStep, ...], name: str) -> GuideStep:
    for step in steps:
        if step.name == name:
            return step
    raise NoSuchStep(name)
