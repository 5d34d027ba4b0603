"""What the table of methods is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.parameters import Parameters
from sandbox.room import Room


@dataclass(frozen=True, slots=True)
class Method:
    """`run` does it (None: served elsewhere); `known` are the parameters Telegram has for it."""

    run: Callable[[Room, Parameters], Any] | None
    known: frozenset[str]


def method(run: Callable[[Room, Parameters], Any], known: str = "") -> Method:
    return Method(run, frozenset(known.split()))
