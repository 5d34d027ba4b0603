"""Speaking to the person at the terminal: sentences from the catalogues, values on lines of their own.

A value inside a sentence carries invisible direction marks; a passphrase copied with them would not open anything.
So what is to be copied is always printed alone.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from locales import Words

if TYPE_CHECKING:
    from rich.console import Console


class TerminalWords(Words):
    """A terminal shows the marks round inserted values as boxes, so there are none."""

    __slots__ = ()

    def _filled(self, text: str, values: dict[str, str | int]) -> str:
        return text.format(**values) if values else text


words = TerminalWords("en")
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What moves the cursor, colours the screen or turns the direction of lines. A reporter's words may hold it."""


@cache
def console(stderr: bool = False) -> "Console":
    """Standard output or standard error. Loaded when first used: a bot that starts has nothing to show."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def tell(sentence: str) -> None:
    """One sentence to standard output."""
    console().print(sentence, markup=False)


def give(value: str) -> None:
    """Something to copy, alone on its line."""
    console().print(f"    {harmless(value)}", markup=False, style="bold")
    sys.stdout.flush()


def give_json(value: Any) -> None:
    """The same facts for a script, written out when this returns."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


def harmless(value: str) -> str:
    """The text without what would act on the terminal that shows it."""
    return NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", value)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table."""
    from rich.table import Table

    shown = Table(*headings, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        shown.add_row(*(_plain(cell) for cell in row))
    console().print(shown)


def _plain(cell: str) -> str:
    return harmless(cell).replace("[", "\\[")


@contextmanager
def working(sentence: str) -> Iterator[Callable[[str], None]]:
    """Show that something is being done, while it is; what is yielded shows how far it has come."""
    with console(stderr=True).status(sentence) as shown:
        yield lambda further: shown.update(f"{sentence} {further}")


def stop(sentence: str, code: int = 2) -> NoReturn:
    """End the program with one clear sentence."""
    console(stderr=True).print(sentence, markup=False)
    raise typer.Exit(code)


def ask_hidden(questions: Sequence[str], descriptor: int | None) -> list[str]:
    """One secret for each question: a line each from a file descriptor (for scripts), or by prompts that show nothing.

    Ends the program with a sentence where the descriptor gives nothing to read. A line that is missing is ''.
    """
    if descriptor is None:
        return [str(typer.prompt(question, hide_input=True)) for question in questions]
    try:
        if descriptor == 0:
            return [sys.stdin.readline().strip() for _ in questions]
        with os.fdopen(descriptor, errors="replace") as file:
            return [file.readline().strip() for _ in questions]
    except (OSError, ValueError):
        stop(words("Nothing can be read from this file descriptor."))
