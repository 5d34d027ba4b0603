"""`amana picture merge`: what several offices have passed on, added up."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.bootstrap import open_foundations
from bot.cli.output import write_out
from bot.cli.staff import AsJson
from bot.settings import read_settings
from bot.terminal import give, give_json, harmless, stop, table, words

if TYPE_CHECKING:
    from services.picture.offices import OfficePicture

KEY = re.compile(r"([0-9a-fA-F]{64})\s+(\S.{0,79})")
LEFT = re.compile(r"left\s+([0-9a-fA-F]{32})")


def merge(
    files: Annotated[list[Path], typer.Argument(help="Files of offices: `amana picture export --format office`.")],
    offices: Annotated[Path, typer.Option(help="Whom you believe: the key of an office and its name, one a line.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file to write; else it is shown.")] = None,
    format: Annotated[Literal["hxl", "xlsx"], typer.Option(help="hxl: a .csv with HXL hashtags; xlsx.")] = "hxl",
    language: Annotated[str, typer.Option(help="One of the languages of your content.")] = "",
    json: AsJson = False,
) -> None:
    """Add up what offices have signed and passed on. It opens no report and takes no passphrase."""
    from desk.picture.national import national_table
    from desk.picture.tables import FILES
    from locales import Words
    from services.picture.offices import SameOffice, merged

    believed = _Believed.of(offices)
    pictures = believed.read(files)
    try:
        found = merged(pictures)
    except SameOffice:
        stop(words("Two of these files are of the same office. Name one of them only."))
    with open_foundations(read_settings()) as premises:
        content = premises.content
        code = language if language in content.languages else content.languages[0]
        sheet = national_table(found, content, Words(code))
    if output is not None:
        write_out(output, FILES[format](sheet))
        give(str(output))
    elif json:
        give_json([dict(zip(sheet.hashtags, row, strict=True)) for row in sheet.rows])
    else:
        table(list(sheet.headings), [tuple(harmless(str(cell)) for cell in row) for row in sheet.rows])


@dataclass(frozen=True)
class _Believed:
    """The names of offices by their keys, and the numbers of those who sign for one no more: those in the list, and
    those that files told of before, which are kept beside it."""

    names: dict[str, str]
    left: frozenset[str]
    beside: Path

    @classmethod
    def of(cls, file: Path) -> "_Believed":
        """What the list says, and what lies beside it."""
        names, left = _lines(file)
        beside = file.with_name(f"{file.name}.left")
        return cls(names, left | (_lines(beside)[1] if beside.exists() else frozenset()), beside)

    def read(self, files: list[Path]) -> "list[OfficePicture]":
        """What the offices passed on. Who has left by one of these files is believed in none, now and later."""
        from services.picture.offices import left_in

        contents = [_content(file) for file in files]
        left = self.left.union(*(left_in(content, self.names) for content in contents))
        if left - self.left:
            write_out(self.beside, "".join(f"left {each}\n" for each in sorted(left)).encode())
        return [self._read(file, content, left) for file, content in zip(files, contents, strict=True)]

    def _read(self, file: Path, content: bytes, left: frozenset[str]) -> "OfficePicture":
        from services.keys.sealing import NotTrusted
        from services.picture.offices import NotAPicture, SignerLeft, read_picture

        try:
            return read_picture(content, self.names, left)
        except NotAPicture:
            stop(words("This file is no picture of an office:") + f"\n    {file}")
        except NotTrusted:
            stop(words("No office on your list has signed this file, so nothing was added up:") + f"\n    {file}")
        except SignerLeft:
            told = words("Who signed this file has left that office. Nothing was added up. Ask the office for another:")
            stop(f"{told}\n    {file}")


def _lines(file: Path) -> tuple[dict[str, str], frozenset[str]]:
    """The names of offices by their keys, and the numbers of those who have left one."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        stop(words("This file cannot be read as text:") + f"\n    {file}")
    found, left = {}, set[str]()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        if gone := LEFT.fullmatch(line.strip()):
            left.add(gone[1].lower())
            continue
        match = KEY.fullmatch(line.strip())
        if match is None:
            stop(
                words("Line {n} is no key of 64 letters and digits with a name behind it:", n=number) + f"\n    {file}"
            )
        found[match[1].lower()] = match[2]
    return found, frozenset(left)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        stop(words("This file cannot be read:") + f"\n    {file}")
