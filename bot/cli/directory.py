"""`amana content template`, `import` and `export`: services in and out of the directory."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import Foundations, open_foundations, utc_now
from bot.cli.staff import AsJson
from bot.settings import read_settings
from bot.terminal import console, give, give_json, harmless, stop, tell, words, working
from services.directory.catalogue import ServiceCatalogue
from services.directory.files.batch import Batch, ImportSetting
from services.directory.files.export import exported
from services.directory.files.importing import read_source
from services.directory.files.report import SourceUnusable
from services.directory.files.spreadsheet_columns import template as template_
from services.directory.files.taking import Progress, take, take_examples_away
from services.directory.marks import is_ours

TODAY = "today"
A_DAY = "2026-03-05"
Language = Annotated[str, typer.Option(help="The language of plain texts; else the first one offered.")]


def template(file: Annotated[Path, typer.Argument(help="The workbook to write.")] = Path("services.xlsx")) -> None:
    """Write an empty spreadsheet for services, with every column explained."""
    with open_foundations(read_settings()) as found:
        written = template_(found.content.languages, found.content.needs, found.content.zones)
    try:
        with file.open("xb") as new:
            new.write(written)
    except FileExistsError:
        stop(words("This file is there already. Nothing was written."))
    tell(words("Fill in one row for each service, then run amana content import with this file:"))
    give(str(file))


def import_(
    path: Annotated[Path, typer.Argument(help="HSDS as .json, .zip or a folder; a .xlsx or .csv; or .geojson.")],
    language: Language = "",
    source: Annotated[str, typer.Option(help="Who said so; shown on every card. Else the file's name.")] = "",
    checked: Annotated[str, typer.Option(help="The day somebody made sure of all of it: 2026-03-05 or today.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    drop_examples: Annotated[bool, typer.Option(help="Take example services away that are not in the file.")] = False,
    tell_place: Annotated[
        list[str] | None,
        typer.Option(help="The place of this service may be told; its code is in the report. all: of every service."),
    ] = None,
    overwrite: Annotated[bool, typer.Option(help="Also what editors changed on the phone since.")] = False,
    json: AsJson = False,
) -> None:
    """Take services into the directory. A second import updates and never doubles; running bots show it at once."""
    with open_foundations(read_settings()) as found:
        setting = _setting(found, path, language, source, checked)
        try:
            with working(words("Reading the file…")):
                batch = read_source(path, setting)
        except SourceUnusable as unusable:
            tell(harmless(unusable.sentence))
            stop(words("Nothing was changed. The services in use stay as they were."))
        with found.writing() as store, _progress() as progress:
            if drop_examples and not dry_run:
                take_examples_away(store, batch)
            take(store, batch, dry_run, overwrite, progress, tell_place or ())
    _report(batch, dry_run, json)


def export(
    file: Annotated[Path, typer.Argument(help="The file to write (JSON).")],
    language: Language = "",
) -> None:
    """Write every service as HSDS 3.0; other languages travel as attributes."""
    with open_foundations(read_settings()) as found:
        catalogue = ServiceCatalogue(found.content.needs, is_ours(found.runtime))
        with found.database.reading() as session:
            catalogue.refresh(session)
        services = exported(catalogue, language or found.content.languages[0])
    try:
        with file.open("x", encoding="utf-8") as new:
            json.dump(services, new, ensure_ascii=False, indent=1)
    except FileExistsError:
        stop(words("This file is there already. Nothing was written."))
    tell(words.plural("{n} service is written.", "{n} services are written.", n=len(services)))


def _setting(found: Foundations, path: Path, language: str, source: str, checked: str) -> ImportSetting:
    content, today = found.content, utc_now().date()
    try:
        day = today if checked == TODAY else date.fromisoformat(checked) if checked else None
    except ValueError:
        day = None
    if checked and (day is None or day > today):
        stop(words("Write the day of checking like {example}, or today. It cannot be in the future.", example=A_DAY))
    zone = content.organisation.timezone
    return ImportSetting(
        language or content.languages[0], content.needs, content.zones, source or path.stem, today, day, zone, True
    )


@contextmanager
def _progress() -> Iterator[Progress]:
    from rich.progress import Progress as Bar

    with Bar(console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(words("Taking services…"), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _report(batch: Batch, dry_run: bool, as_json: bool) -> None:
    report = batch.report
    if as_json:
        names = ("taken", "updated", "unchanged", "examples", "missing")
        skipped, left_out, withheld, doubtful = (
            [{"where": each.where, "field": each.field, "why": each.why} for each in remarks]
            for remarks in (report.skipped, report.left_out, report.withheld, report.doubtful)
        )
        lists: dict[str, object] = {"skipped": skipped, "left_out": left_out, "without_place": withheld}
        lists["please_look"] = doubtful
        counts = {name: getattr(report, name) for name in names}
        lists["not_read"] = [{"name": name, "of": of, "times": n} for (name, of), n in report.passed_over.items()]
        lists["no_services"] = [{"kind": kind, "where": places} for kind, places in report.others.items()]
        give_json({**counts, **lists, "not_shown": report.hidden, "dry_run": dry_run})
        return
    for sentence in report.sentences():
        tell(harmless(sentence))
    tell(words.plural("{n} new service", "{n} new services", n=report.taken))
    tell(words.plural("{n} updated", "{n} updated", n=report.updated))
    tell(words.plural("{n} as it was", "{n} as they were", n=report.unchanged))
    tell(words.plural("{n} skipped", "{n} skipped", n=len(report.skipped)))
    if report.examples:
        tell(
            words.plural(
                "{n} example service is still shown to people. To take it away, import with --drop-examples.",
                "{n} example services are still shown to people. To take them away, import with --drop-examples.",
                n=report.examples,
            )
        )
    if report.missing:
        tell(
            words.plural(
                "{n} service of the same source is not in this file. It stays; an editor can suspend it.",
                "{n} services of the same source are not in this file. They stay; an editor can suspend them.",
                n=report.missing,
            )
        )
    if report.hidden:
        tell(
            words.plural(
                "{n} service is not shown to anybody: it has ended, or was checked too long ago."
                " If you have made sure of it, import with --checked today.",
                "{n} services are not shown to anybody: they have ended, or were checked too long ago."
                " If you have made sure of them, import with --checked today.",
                n=report.hidden,
            )
        )
    if dry_run:
        tell(words("This was a dry run. Nothing was changed."))
