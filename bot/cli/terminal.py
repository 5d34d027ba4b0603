"""Speaking to the person at the terminal: sentences from the catalogues, values on lines of their own.

A value inside a sentence carries invisible direction marks; a passphrase copied with them would not open anything.
So what is to be copied is always printed alone.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from locales import Words

if TYPE_CHECKING:
    from rich.console import Console

words = Words("en")


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
    console().print(f"    {value}", markup=False, style="bold")


def give_json(value: Any) -> None:
    """The same facts for a script."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table."""
    from rich.table import Table

    shown = Table(*headings, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        shown.add_row(*(_plain(cell) for cell in row))
    console().print(shown)


def _plain(cell: str) -> str:
    return cell.replace("[", "\\[")


@contextmanager
def working(sentence: str) -> Iterator[None]:
    """Show that something is being done, while it is."""
    with console(stderr=True).status(sentence):
        yield


def stop(sentence: str, code: int = 2) -> NoReturn:
    """End the program with one clear sentence."""
    console(stderr=True).print(sentence, markup=False)
    raise typer.Exit(code)


def ask_passphrase(descriptor: int | None) -> str:
    """The passphrase from a file descriptor (for scripts) or by a prompt that shows nothing."""
    if descriptor is not None:
        with os.fdopen(descriptor) as file:
            return file.readline().strip()
    return str(typer.prompt(words("Passphrase"), hide_input=True))
