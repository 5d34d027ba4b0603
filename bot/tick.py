"""Something that is looked after again and again. It carries no state and no personal data: it looks in storage for
what is due. What calls it, by which clock, is `bot.ticks.schedule`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tick:
    """Something looked after every `seconds`."""

    name: str
    seconds: int
    work: Callable[[], Awaitable[None]]
