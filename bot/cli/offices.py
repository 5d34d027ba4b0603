"""`amana picture merge`: what several offices have passed on, added up."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.bootstrap import open_foundations
from bot.cli.staff import AsJson
from bot.settings import read_settings
from bot.terminal import give, give_json, harmless, stop, table, words

if TYPE_CHECKING:
    from services.picture.offices import OfficePicture

KEY = re.compile(r"([0-9a-fA-F]{64})\s+(\S.{0,79})")


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

    believed = _offices(offices)
    pictures = [_read(file, believed) for file in files]
    try:
        found = merged(pictures)
    except SameOffice:
        stop(words("Two of these files are of the same office. Name one of them only."))
    with open_foundations(read_settings()) as premises:
        content = premises.content
        code = language if language in content.languages else content.languages[0]
        sheet = national_table(found, content, Words(code))
    if output is not None:
        output.write_bytes(FILES[format](sheet))
        give(str(output))
    elif json:
        give_json([dict(zip(sheet.hashtags, row, strict=True)) for row in sheet.rows])
    else:
        table(list(sheet.headings), [tuple(harmless(str(cell)) for cell in row) for row in sheet.rows])


def _offices(file: Path) -> dict[str, str]:
    """The names of offices by their keys."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        stop(words("This file cannot be read as text:") + f"\n    {file}")
    found = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = KEY.fullmatch(line.strip())
        if match is None:
            stop(
                words("Line {n} is no key of 64 letters and digits with a name behind it:", n=number) + f"\n    {file}"
            )
        found[match[1].lower()] = match[2]
    return found


def _read(file: Path, believed: dict[str, str]) -> "OfficePicture":
    from services.keys.sealing import NotTrusted
    from services.picture.offices import NotAPicture, read_picture

    try:
        return read_picture(file.read_bytes(), believed)
    except OSError:
        stop(words("This file cannot be read:") + f"\n    {file}")
    except NotAPicture:
        stop(words("This file is no picture of an office:") + f"\n    {file}")
    except NotTrusted:
        stop(words("No office on your list has signed this file, so nothing was added up:") + f"\n    {file}")
