"""`amana picture`: how many reports there were, where and of what kind, as it may leave the desk. Takes a caseworker's
passphrase."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.bootstrap import utc_now
from bot.cli.cases.opening import find, unlocked_reports
from bot.cli.offices import merge
from bot.cli.output import write_out
from bot.cli.staff import AsJson, PassphraseFd, write_down
from bot.terminal import give, give_json, stop, table, tell, words, working

if TYPE_CHECKING:
    from locales import Words
    from services.content.content import Content
    from services.picture.ledger import Block
    from services.picture.shared import Shared

app = typer.Typer(no_args_is_help=True, help="Publish how many reports there were, where and of what kind.")
app.command()(merge)
FileFormat = Literal["hxl", "xlsx", "geojson", "office"]
Without = Annotated[
    list[str] | None, typer.Option(help="A case that is never counted: told twice, or invented. Can be repeated.")
]


@app.command("list")
def list_(json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Everything that was published. These numbers may be passed on, and added up."""
    from services.picture.releases import Releases

    with _plainly(), unlocked_reports(passphrase_fd) as opened, opened.found.database.reading() as session:
        blocks = Releases(opened.found.trust, opened.work.unlocked).published(session)
    _show(blocks, json, words("Nothing was published yet."))


@app.command()
def ready(json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """What may be published now. Publishes nothing. Keep these numbers until then."""
    blocks = _next(passphrase_fd, publishes=False)
    _show(blocks, json, words("Nothing can be published this week. Reports wait until they are enough together."))


@app.command()
def publish(without: Without = None, json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Publish it. What is published is never changed, and counts once."""
    blocks = _next(passphrase_fd, publishes=True, without=without or [])
    _show(blocks, json, words("Nothing was published yet."))


@app.command()
def page(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write: a .pdf or a .png.")],
    language: Annotated[str, typer.Option(help="One of the languages of your content.")] = "",
    font: Annotated[list[Path] | None, typer.Option(help="A font file, for letters that ours lacks.")] = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """One page of all that was published, to pass on. It tells nothing that `list` does not, in whatever language."""
    from desk.picture.drawn import draw
    from desk.picture.sheet import worded
    from services.drawing.letters import Letters, LettersMissing, NotAFont

    found, content, told = _published(passphrase_fd, language)
    kind: Literal["pdf", "png"] = "png" if output.suffix.lower() == ".png" else "pdf"
    try:
        drawn = draw(worded(found, content, told), kind, Letters(font or ()))
    except NotAFont as wrong:
        stop(words("This file is no font:") + f"\n    {wrong.path}")
    except LettersMissing as missing:
        sentence = words("No font has these letters. Name a font file that has them with --font:")
        stop(f"{sentence}\n    {missing.letters}")
    write_out(output, drawn)
    give(str(output))


@app.command()
def export(
    format: Annotated[FileFormat, typer.Option(help="hxl: a .csv; xlsx; geojson: by zone; office: to be merged.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    language: Annotated[str, typer.Option(help="One of the languages of your content.")] = "",
    passphrase_fd: PassphraseFd = None,
) -> None:
    """The numbers of the page as a file for other programs, to pass on. The same numbers give the same file."""
    from desk.picture.files import FORMATS

    if format == "office":
        write_out(output, _signed(passphrase_fd))
        give(str(output))
        return
    write_out(output, FORMATS[format].make(*_published(passphrase_fd, language)))
    give(str(output))


def _signed(passphrase_fd: int | None) -> bytes:
    """What `amana picture merge` of another office reads."""
    from services.picture.offices import signed_picture
    from services.picture.releases import Releases
    from services.picture.shared import shared

    with _plainly(), unlocked_reports(passphrase_fd) as opened, opened.found.database.reading() as session:
        trust, member = opened.found.trust, opened.work.unlocked
        file = signed_picture(session, trust, member, shared(Releases(trust, member).published(session)))
    tell(words("The key of your office, for the list of whoever adds up: {key}", key=trust.text))
    return file


def _published(passphrase_fd: int | None, language: str) -> "tuple[Shared, Content, Words]":
    """What may be passed on, and what it is said with: in that language, or the first of the content."""
    from locales import Words
    from services.picture.releases import Releases
    from services.picture.shared import shared

    with _plainly(), unlocked_reports(passphrase_fd) as opened, opened.found.database.reading() as session:
        content = opened.found.content
        code = language or content.languages[0]
        if code not in content.languages:
            offered = ", ".join(content.languages)
            stop(words("Your content has no texts in “{language}”. It has: {offered}", language=code, offered=offered))
        blocks = Releases(opened.found.trust, opened.work.unlocked).published(session)
        return shared(blocks), content, Words(code)


def _next(passphrase_fd: int | None, publishes: bool, without: Iterable[str] = ()) -> "tuple[Block, ...]":
    """The blocks that may come next; published, all there are then. Attacked first, which takes seconds."""
    from services.picture.accepted import accepted, rules
    from services.picture.releases import Releases

    with _plainly(), unlocked_reports(passphrase_fd) as opened:
        content, left_out = opened.found.content, [find(opened, name).id for name in without]
        given = accepted(opened.cases.all()), rules(content.zones, content.organisation.sensitive)
        releases = Releases(opened.found.trust, opened.work.unlocked)
        act = releases.release if publishes else releases.ready
        is_at_work = working(words("Looking whether anybody could work out a small number …"))
        with is_at_work, opened.found.database.writing() as session:
            blocks = act(session, *given, utc_now(), left_out)
            if publishes:
                write_down(opened.found, session, opened.work.unlocked, "published")
            return blocks


@contextmanager
def _plainly() -> Iterator[None]:
    from services.picture.releases import HeldBack, LedgerUnreadable
    from services.picture.shared import NothingPublished

    try:
        yield
    except LedgerUnreadable:
        stop(
            words(
                "Your passphrase does not open what was published before, so nothing was published."
                " Ask a colleague to unlock the desk, then try again."
            )
        )
    except NothingPublished:
        stop(words("Nothing was published yet."))
    except HeldBack:
        stop(
            words(
                "Nothing was published: together with earlier numbers, somebody could work out a small one."
                " It waits until more reports have come."
            )
        )


def _show(blocks: "tuple[Block, ...]", json: bool, if_none: str) -> None:
    if json:
        give_json([_facts(block) for block in blocks])
    elif not blocks:
        tell(if_none)
    else:
        heads = [words("Category"), words("Zone"), words("First week"), words("Last week"), words("Reports, about")]
        rows = ((each["category"], _where(each), *each["weeks"], str(each["about"])) for each in map(_facts, blocks))
        table(heads, list(rows))


def _where(facts: dict[str, Any]) -> str:
    if facts["whole_site"]:
        return words("whole site")
    return ", ".join(zone or words("not said") for zone in facts["zones"])


def _facts(block: "Block") -> dict[str, Any]:
    """What may be known of it: never the exact number."""
    from services.picture.weeks import name_of

    return {
        "category": block.category,
        "zones": sorted({part.zone for part in block.parts}),
        "whole_site": block.is_sensitive,
        "weeks": [name_of(min(part.first for part in block.parts)), name_of(block.last)],
        "about": block.shown,
    }
