"""`amana meetings`: meetings out of a calendar file, and into one."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from bot.bootstrap import Foundations, open_foundations, utc_now
from bot.cli.output import write_out
from bot.cli.staff import AsJson, PassphraseFd, a_steward
from bot.settings import read_settings
from bot.terminal import give, give_json, stop, table, tell, words, working
from locales import Message, mark
from services import enrolment
from services.content.content import Content
from services.forums import Forum
from services.meetings import calendar
from services.meetings.calendar import Planned, Result
from services.recurrence import UnknownZone, first_original, ics
from services.recurrence.ics import MOST_BYTES, Imported, NotACalendar, Skipped

app = typer.Typer(no_args_is_help=True, help="Take meetings in from a calendar file, or give them out as one.")

RESULTS: Final[dict[Result, Message]] = {
    "new": mark("taken as a draft"),
    "changed": mark("the draft is changed"),
    "same": mark("nothing new"),
    "published": mark("not taken: people were told of it; an organiser changes it in the chat"),
    "cancelled": mark("not taken: it is cancelled"),
    "too long": mark("not taken: its texts are too long for one message"),
}
WHY: Final[dict[ics.Why, Message]] = {
    "all day": mark("it lasts all day and has no time"),
    "another thing": mark("it is no meeting"),
    "broken": mark("it cannot be read"),
    "changed occurrence": mark("one of its dates was changed in a way that cannot be taken over"),
    "extra dates": mark("it has dates besides its rule"),
    "never": mark("its rule gives no date at all"),
    "no length": mark("it does not say how long it lasts"),
    "no start": mark("it does not say when it begins"),
    "out of range": mark("its time is not one a meeting can have"),
    "over": mark("it is over"),
    "own words": mark("one of its dates has a title or place of its own; the others were taken"),
    "rule": mark("it repeats in a way that cannot be taken over"),
    "start not on rule": mark("its first date does not follow its own rule"),
    "too long": mark("it lasts longer than a day"),
    "too many": mark("there are too many entries in the file"),
    "twice": mark("it is there twice; the newer one counts"),
    "unknown zone": mark("its time zone is not known"),
}
REMEDIES: Final[dict[ics.Remedy, Message]] = {
    "nothing to do": mark("nothing to do"),
    "mend it there": mark("correct it in the calendar it comes from"),
    "give it times": mark("give it a beginning and an end there"),
    "make it by hand": mark("make this meeting in the chat"),
    "name the zone": mark("choose a zone like Asia/Baghdad there"),
    "split the file": mark("export fewer entries at once"),
}


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A calendar file (.ics).")],
    forum: Annotated[str, typer.Option(help="The key of the forum that meets.")],
    language: Annotated[str, typer.Option(help="The language the file is written in; left out: your first.")] = "",
    organiser: Annotated[str, typer.Option(help="An organiser's number, in place of a steward's passphrase.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be taken.")] = False,
    passphrase_fd: PassphraseFd = None,
    json: AsJson = False,
) -> None:
    """Take the meetings of a calendar file in as drafts. Nobody is told until an organiser publishes them."""
    with open_foundations(read_settings()) as found:
        chosen = _forum(found.content, forum)
        spoken = _language(found.content, language)
        imported = _read(file, chosen)
        with nullcontext() if dry_run else _somebody_who_may(found, forum, organiser, passphrase_fd):
            opened = found.reading() if dry_run else found.writing()
            with working(words("Taking the meetings in…")), opened as store:
                source = calendar.Source(forum, spoken, imported.events)
                planned = calendar.plan(store, found.content, source, utc_now())
                if not dry_run:
                    calendar.take(store, planned)
    if json:
        give_json(_facts(planned, imported.skipped))
        return
    _report(planned, imported.skipped, dry_run)


@app.command()
def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="The calendar file to write.")],
    forum: Annotated[list[str] | None, typer.Option(help="A forum's key; repeat it. Left out: all forums.")] = None,
    language: Annotated[str, typer.Option(help="The language of its texts; left out: your first.")] = "",
) -> None:
    """Write the meetings that people were told of into a calendar file. It names nobody."""
    with open_foundations(read_settings()) as found:
        content = found.content
        chosen = [_forum(content, key).key for key in forum or [each.key for each in content.forums]]
        spoken = _language(content, language)
        with working(words("Writing the calendar…")):
            with found.reading() as store:
                events = calendar.published(store, content, chosen, spoken, utc_now())
            written = ics.write(events, content.organisation.name.said(spoken))
    write_out(output, written)
    tell(words.plural("{n} meeting is in this file:", "{n} meetings are in this file:", n=len(events)))
    give(str(output))


def _forum(content: Content, key: str) -> Forum:
    try:
        return content.forum(key)
    except KeyError:
        known = ", ".join(forum.key for forum in content.forums)
        stop(words("There is no forum “{key}”. There are: {known}", key=key, known=known))


def _language(content: Content, wanted: str) -> str:
    offered = content.languages
    if wanted and wanted not in offered:
        known = ", ".join(offered)
        stop(words("Your content has no texts in “{language}”. It has: {offered}", language=wanted, offered=known))
    return wanted or offered[0]


def _read(file: Path, forum: Forum) -> Imported:
    with file.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    try:
        with working(words("Reading the calendar…")):
            return ics.read(data, forum.zone, utc_now())
    except NotACalendar as refused:
        if refused.why == "too large":
            stop(words("This file is larger than a calendar of meetings can be. Export fewer entries at once."))
        stop(words("This file is no calendar. Export it again, as iCalendar (.ics)."))
    except UnknownZone as unknown:
        stop(words("The forum’s time zone is not known: {zone}. Correct it in your content.", zone=unknown.zone))


def _somebody_who_may(
    found: Foundations, forum: str, organiser: str, passphrase_fd: int | None
) -> AbstractContextManager[Any]:
    """A steward with their passphrase, or an organiser of that forum; else the program ends with a sentence."""
    if not organiser:
        return a_steward(found, passphrase_fd)
    with found.reading() as store:
        people = enrolment.everyone(store)
    if not any(person.number == organiser.lower() and person.may_organise(forum) for person in people):
        stop(words("Nobody with this number organises this forum. See: amana organisers list"))
    return nullcontext()


def _report(planned: Sequence[Planned], skipped: Sequence[Skipped], dry_run: bool) -> None:
    rows = [(each.event.title, _when(each), words(RESULTS[each.result]), "") for each in planned]
    rows += [
        (each.where, words("line {n}", n=each.line), words(WHY[each.why]), words(REMEDIES[each.remedy]))
        for each in skipped
    ]
    table([words("Title"), words("Where"), words("What became of it"), words("What to do")], rows)
    taken = sum(1 for each in planned if each.meeting)
    if dry_run:
        tell(words.plural("{n} meeting would be taken.", "{n} meetings would be taken.", n=taken))
        return
    tell(words.plural("{n} meeting was taken.", "{n} meetings were taken.", n=taken))
    if taken:
        tell(words("Drafts are kept for a week. An organiser publishes them in the chat: /meetings"))


def _when(planned: Planned) -> str:
    first = first_original(planned.event.series)
    return str(first).replace("T", " ") if first else ""


def _facts(planned: Sequence[Planned], skipped: Sequence[Skipped]) -> dict[str, object]:
    return {
        "events": [{"uid": each.event.uid, "title": each.event.title, "result": each.result} for each in planned],
        "skipped": [
            {"title": each.where, "line": each.line, "why": each.why, "remedy": each.remedy} for each in skipped
        ],
    }
