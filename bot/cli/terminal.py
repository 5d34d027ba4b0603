"""Speaking to the person at the terminal: sentences from the catalogues, values on lines of their own.

A value inside a sentence carries invisible direction marks; a passphrase copied with them would not open anything.
So what is to be copied is always printed alone.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from locales import Words

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
words = Words("en")


def tell(sentence: str) -> None:
    """One sentence to standard output."""
    out.print(sentence, markup=False)


def give(value: str) -> None:
    """Something to copy, alone on its line."""
    out.print(f"    {value}", markup=False, style="bold")


def give_json(value: Any) -> None:
    """The same facts for a script."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table."""
    shown = Table(*headings, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        shown.add_row(*(_plain(cell) for cell in row))
    out.print(shown)


def _plain(cell: str) -> str:
    return cell.replace("[", "\\[")


@contextmanager
def working(sentence: str) -> Iterator[None]:
    """Show that something is being done, while it is."""
    with err.status(sentence):
        yield


def stop(sentence: str, code: int = 2) -> NoReturn:
    """End the program with one clear sentence."""
    err.print(sentence, markup=False)
    raise typer.Exit(code)


def ask_passphrase(descriptor: int | None) -> str:
    """The passphrase from a file descriptor (for scripts) or by a prompt that shows nothing."""
    if descriptor is not None:
        with os.fdopen(descriptor) as file:
            return file.readline().strip()
    return str(typer.prompt(words("Passphrase"), hide_input=True))
