"""`python -m release`: see the package."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from release.advisories import Found, UnreadableCopy, accepted, found
from release.bundle import build
from release.pinned import pinned

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command("build")
def build_(into: Annotated[Path, typer.Argument(help="the folder for what is made")] = Path("dist")) -> None:
    """Make source, wheel, bill of materials and sums of the newest commit."""
    typer.echo("Making source, wheel, bill of materials and sums…")
    for path in build(into):
        typer.echo(str(path))


@app.command()
def advisories(
    copy: Annotated[Path, typer.Argument(exists=True, help="OSV's archive for PyPI, or a folder of its files")],
) -> None:
    """Say which known faults what is pinned has. Ends with 1 where there is one, with 2 where it cannot be told."""
    versions = pinned()
    try:
        hits = found(versions, copy)
    except UnreadableCopy as unreadable:
        typer.echo(f"This is no copy of the OSV database. {unreadable}", err=True)
        raise typer.Exit(2) from unreadable
    reasons = accepted(datetime.now(UTC).date())
    for hit in hits:
        typer.echo(_line(hit, reasons.get(hit.advisory)))
    open_ones = [hit for hit in hits if hit.advisory not in reasons]
    typer.echo(
        f"{len(versions)} packages looked up, {len(open_ones)} known faults, {len(hits) - len(open_ones)} accepted."
    )
    if open_ones:
        raise typer.Exit(1)


def _line(hit: Found, reason: str | None) -> str:
    names = ", ".join((hit.advisory, *hit.aliases))
    said = f"{hit.package} {hit.version}: {names}: {hit.summary} (mended in: {hit.mended_in})"
    return said if reason is None else f"{said} (accepted: {reason})"


if __name__ == "__main__":
    app(prog_name="python -m release")
