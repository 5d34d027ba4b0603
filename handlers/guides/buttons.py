"""Buttons under a guide: what they send back, and how its pages are turned."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.chat import keyboards
from handlers.chat.screen.markup import Pages
from handlers.chat.turn import Turn
from services.guides.guides import Guide, GuideStep

AREA: Final = "@"
"""Before the name of an area where the name of a step could stand."""
AT_ONCE: Final = 4
"""Steps to choose from that a small screen shows below the words of the guide."""
Row = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A page, from 0, of a step or of an area; `what` is the word with which its buttons begin."""

    step: GuideStep
    what: str
    place: int
    of: int

    @property
    def name(self) -> str:
        """Of the step or area."""
        return self.step.name

    @property
    def is_last(self) -> bool:
        """Whether nothing more is to be read."""
        return self.place + 1 == self.of

    @property
    def passed_on(self) -> str:
        """How a button to pass it on names it."""
        return f"{AREA}{self.name}" if self.what == "area" else self.name


def data(turn: Turn, what: str, guide: Guide, *rest: str) -> str:
    """What a button sends back. The language goes with it: the bot does not remember for long who reads what."""
    return ":".join((what, turn.language, guide.name, *rest))


def pressed(turn: Turn) -> tuple[Guide | None, Sequence[str]]:
    """The guide a button is about (None where it is gone), and what else it says; never fewer than three words."""
    _, language, name, *rest = [*(turn.arrival.button or "").split(":"), "", ""]
    if language in turn.app.languages:
        turn.conversation.language = language
    return turn.app.content.guides.by_name.get(name), [*rest, "", "", ""]


def all_steps(turn: Turn, guide: Guide, step: GuideStep | None = None) -> Row:
    """Back to what can be chosen, there where this step stands."""
    part = guide.steps.index(step) // AT_ONCE + 1 if step in guide.steps else 1
    return [(turn.words(keyboards.ALL_STEPS), data(turn, "guide", guide, *([str(part)] if part > 1 else [])))]


def turning(turn: Turn, after: str, before: str) -> Row:
    """Reading on comes first; '' where there is no such page."""
    both = ((keyboards.READ_ON, after), (keyboards.BACK, before))
    return [(turn.words(label), where) for label, where in both if where]


def under_page(turn: Turn, guide: Guide, read: Reading, links: Sequence[Row], own: Sequence[Row] = ()) -> Pages:
    """Few rows while there is more to read, with who helps where it begins; where it ends, what is done with the whole
    of it."""
    step, here = read.step, (guide, read.name)
    back = data(turn, read.what, *here, str(read.place)) if read.place else ""
    if not read.is_last:
        row = turning(turn, data(turn, read.what, *here, str(read.place + 2)), back)
        return [row] if back else [[*row, *all_steps(turn, guide, step)], *links]
    after = guide.after(step) if step in guide.steps else None
    onward = data(turn, "step", guide, after.name) if after else ""
    passing_on = (turn.words(keyboards.PASS_ON), data(turn, "pass", guide, read.passed_on))
    rows = [turning(turn, onward, back), *own, *links, [passing_on, *all_steps(turn, guide, step)]]
    return [row for row in rows if row]


def part_of(turn: Turn, guide: Guide, buttons: Sequence[Row], number: str) -> Pages:
    """A few of these buttons, and the way to the others."""
    of = max(1, -(-len(buttons) // AT_ONCE))
    part = int(number) if number.isdecimal() and 1 <= int(number) <= of else 1
    ways = (keyboards.MORE_CHOICES, part + 1, part < of), (keyboards.CHOICES_BEFORE, part - 1, part > 1)
    row = [(turn.words(label), data(turn, "guide", guide, str(other))) for label, other, is_there in ways if is_there]
    return [*buttons[(part - 1) * AT_ONCE : part * AT_ONCE], *([row] if row else [])]
