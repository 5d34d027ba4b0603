"""What the table of methods is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.parameters import Parameters
from sandbox.room import PracticeRoom


@dataclass(frozen=True, slots=True)
class Method:
    """`run` does it (None: served elsewhere); `known` are the parameters Telegram has for it."""

    run: Callable[[PracticeRoom, Parameters], Any] | None
    known: frozenset[str]


def method(run: Callable[[PracticeRoom, Parameters], Any], known: str) -> Method:
    """`known` are the names of its parameters, with spaces between."""
    return Method(run, frozenset(known.split()))


def without_parameters(run: Callable[[PracticeRoom], Any]) -> Method:
    """One that Telegram has no parameters for."""
    return Method(lambda room, _: run(room), frozenset())
