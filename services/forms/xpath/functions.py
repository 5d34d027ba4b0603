"""The register of functions that expressions may call. What each does lives in the `functions_*` files.

A function is written with the types it wants: an argument annotated `str` arrives as text, `float` as a number,
`bool` as a boolean, `Nodes` as nodes, `Value` as it is; a first parameter `context` receives the `Context`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints

from services.forms.xpath.values import Nodes, Value, to_boolean, to_nodes, to_number, to_text

Coercion = Callable[[Value], Any]


def as_it_is(value: Value) -> Value:
    """No coercion."""
    return value


COERCIONS: dict[Any, Coercion] = {
    str: to_text,
    float: to_number,
    bool: to_boolean,
    Nodes: to_nodes,
    Value: as_it_is,
}


@dataclass(frozen=True, slots=True)
class Function:
    """How a function is called: `most` is None where any number of arguments may follow."""

    call: Callable[..., Value]
    wants_context: bool
    coercions: tuple[Coercion, ...]
    rest: Coercion | None
    least: int
    most: int | None

    def coercion(self, place: int) -> Coercion:
        """What is done to the argument at this place (from 0)."""
        if place < len(self.coercions):
            return self.coercions[place]
        assert self.rest is not None
        return self.rest


FUNCTIONS: dict[str, Function] = {}
Written = TypeVar("Written", bound=Callable[..., Value])


def function(name: str, least: int | None = None, most: int | None = None) -> Callable[[Written], Written]:
    """Registers a function under its name in forms. `least` raises the least number of arguments, `most` says how many
    there may be where any number could follow."""

    def register(written: Written) -> Written:
        types = get_type_hints(written)
        parameters = list(inspect.signature(written).parameters.values())
        wants_context = bool(parameters) and parameters[0].name == "context"
        plain = [p for p in parameters[wants_context:] if p.kind is not p.VAR_POSITIONAL]
        rest = [p for p in parameters if p.kind is p.VAR_POSITIONAL]
        FUNCTIONS[name] = Function(
            call=written,
            wants_context=wants_context,
            coercions=tuple(COERCIONS[types[p.name]] for p in plain),
            rest=COERCIONS[types[rest[0].name]] if rest else None,
            least=sum(p.default is p.empty for p in plain) if least is None else least,
            most=most if rest else len(plain),
        )
        return written

    return register
