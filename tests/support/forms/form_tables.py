"""What the tests of forms are given to compile markdown tables with."""

from collections.abc import Callable, Collection
from typing import Protocol

from services.forms import Form, FormProblem, Interview

ProblemsOf = Callable[[str], list[FormProblem]]
"""Everything wrong with a markdown table."""


class MakeForm(Protocol):
    """Compiles a markdown table."""

    def __call__(self, table: str, skipping: Collection[str] = ...) -> Form: ...


class Begin(Protocol):
    """A new interview in a markdown table."""

    def __call__(self, table: str, language: str = ..., seed: str = ...) -> Interview: ...
