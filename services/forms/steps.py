"""What the interview hands out: a question, the review before sending, or the end. Plain facts in one language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from services.forms.definition.items import Kind, Steps


@dataclass(frozen=True, slots=True)
class OfferedChoice:
    """A choice as it is offered. `chosen`: among the choices so far, or the present answer; `place`: as which of them,
    from 1, where the order counts; `also`: what else people write for it, in any language."""

    name: str
    label: str
    chosen: bool
    place: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something the form says. It stands above a question (or the review) and needs no answer."""

    name: str
    path: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands around a question: a group, or a row of a repeat. `row` of `rows` where their number is known."""

    label: str
    row: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the form would put there by itself, and how it reads. It counts only once somebody has taken it."""

    value: str
    shown: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Texts are '' where the form has none.

    `so_far` is what was written in earlier messages (`multiline`), `answer` the stored value while it is being
    changed, `proposal` what the form offers as an answer. `steps` is a range that is typed. `heading` holds the groups
    and rows around it, `rows` how many rows a repeat has.
    """

    path: str
    name: str
    kind: Kind
    label: str
    hint: str
    notes: tuple[Note, ...]
    heading: tuple[Heading, ...]
    choices: tuple[OfferedChoice, ...]
    so_far: str
    answer: str
    required: bool
    steps: Steps | None
    multiline: bool
    appearance: frozenset[str]
    rows: int
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A question with what was answered, as it is shown; '' when it was skipped."""

    path: str
    kind: Kind
    label: str
    shown: str


@dataclass(frozen=True, eq=False)
class Review:
    """Everything before it is sent. `complete` is False when questions were left unasked."""

    put_together: Callable[[], tuple[ReviewRow, ...]]
    notes: tuple[Note, ...]
    complete: bool
    look_beside: Callable[[], tuple[ReviewRow, ...]]

    @cached_property
    def rows(self) -> tuple[ReviewRow, ...]:
        """What was answered. Put together when it is first read: who presses "send" needs none of it."""
        return self.put_together()

    @cached_property
    def along(self) -> tuple[ReviewRow, ...]:
        """What is sent besides, though nobody was asked for it: what the form computes or fixes. Without a label it
        goes by its name, and is only told where it does not follow from the answers, which are told already."""
        return self.look_beside()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Review):
            return NotImplemented
        return (self.rows, self.notes, self.complete, self.along) == (
            other.rows,
            other.notes,
            other.complete,
            other.along,
        )


@dataclass(frozen=True, slots=True)
class Finished:
    """It was sent."""


Step: TypeAlias = Question | Review | Finished
