"""A part of the running bot, and how it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Part:
    """One part: whether it works, whether a restart may help where it does not, and its numbers."""

    works: bool
    numbers: Mapping[str, int] = field(default_factory=dict)
    may_restart: bool = True
