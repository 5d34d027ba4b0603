"""`amana poster`: a page to print and hang, with a QR code that leads to the bot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer

from bot.bootstrap import open_foundations
from bot.cli.output import write_out
from bot.links import name_of_bot
from bot.settings import Settings, read_settings
from bot.terminal import give, stop, tell, words, working
from locales import LANGUAGES
from services.content.content import Content
from services.errors import Refusal
from services.forums import Forum

PAPERS: Final[dict[str, Literal["A4", "A5"]]] = {"A4": "A4", "A5": "A5"}


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was asked for on the command line."""

    languages: Sequence[str]
    paper: Literal["A4", "A5"]
    fonts: Sequence[Path]


def poster(
    output: Annotated[Path, typer.Option("--output", "-o", help="The PDF file to write.")],
    forum: Annotated[str, typer.Option(help="The key of a forum; without it, the poster is for the whole bot.")] = "",
    language: Annotated[list[str] | None, typer.Option(help="Once for each language, in their order.")] = None,
    paper: Annotated[str, typer.Option(help="A4 to hang, A5 to hand out.")] = "A4",
    bot: Annotated[str | None, typer.Option(help="The bot's name; without it, Telegram is asked.")] = None,
    font: Annotated[
        list[Path] | None, typer.Option(help="A font file for letters that Amana brings no font for.")
    ] = None,
) -> None:
    """Make a poster (PDF) with a QR code, in one to four languages."""
    settings = read_settings()
    with open_foundations(settings) as found:
        content = found.content
    wish = _Wish(_languages(content, language or []), _paper(paper), font or [])
    chosen = _forum(content, forum)
    name = _bot_name(settings, bot)
    with working(words("Drawing the poster…")):
        drawn = _drawn(content, chosen, name, wish)
    write_out(output, drawn)
    tell(words("The poster is ready. Print it, scan it once with a phone, then hang it:"))
    give(str(output))
    for code in wish.languages:
        if not LANGUAGES[code].reviewed and code != "en":
            tell(words("No native speaker has read these words yet: {language}", language=LANGUAGES[code].english_name))


def _paper(wanted: str) -> Literal["A4", "A5"]:
    found = PAPERS.get(wanted.upper())
    if found is None:
        stop(words("There are two sizes of paper: A4 and A5."))
    return found


def _languages(content: Content, wanted: Sequence[str]) -> Sequence[str]:
    chosen = list(dict.fromkeys(wanted)) or [content.languages[0]]
    for language in chosen:
        if language not in content.languages:
            offered = ", ".join(content.languages)
            stop(
                words(
                    "Your content has no texts in “{language}”. It has: {offered}", language=language, offered=offered
                )
            )
    return chosen


def _forum(content: Content, key: str) -> Forum | None:
    if not key:
        return None
    try:
        return content.forum(key)
    except KeyError:
        known = ", ".join(forum.key for forum in content.forums)
        stop(words("There is no forum “{key}”. There are: {known}", key=key, known=known))


def _bot_name(settings: Settings, given: str | None) -> str:
    """The name given; else Telegram is asked."""
    with working(words("Asking Telegram for the bot’s name…")):
        name = name_of_bot(settings, given)
    if name is None:
        stop(_why_nameless(settings, given))
    return name


def _why_nameless(settings: Settings, given: str | None) -> str:
    if given is not None:
        return words("This is not the name of a bot. Write it as @BotFather shows it, such as @example_bot.")
    if settings.token is None:
        return words("Say which bot the poster is for with --bot, or set AMANA_TOKEN.")
    return words("Telegram does not tell the bot’s name. Say which bot the poster is for with --bot.")


def _drawn(content: Content, forum: Forum | None, bot: str, wish: _Wish) -> bytes:
    # Loaded here: nothing else on the command line needs to wait for the drawing.
    from bot.poster.drawing import draw
    from bot.poster.sheet import DoesNotFit, TooManyLanguages, lay_out
    from bot.poster.wording import column
    from services.drawing.letters import Letters, LettersMissing, NotAFont

    sentences: dict[type[Refusal], Callable[[Any], str]] = {
        NotAFont: lambda wrong: words("This file is no font:") + f"\n    {wrong.path}",
        LettersMissing: lambda missing: (
            words("No font has these letters. Name a font file that has them with --font:") + f"\n    {missing.letters}"
        ),
        TooManyLanguages: lambda _: words("One page holds at most four languages. Make two posters."),
        DoesNotFit: lambda _: words(
            "So much text does not fit in letters that can be read. Choose fewer languages or larger paper."
        ),
    }
    columns = [column(language, content.organisation, forum, bot) for language in wish.languages]
    try:
        letters = Letters(wish.fonts)
        return draw(lay_out(columns, wish.paper, letters), letters, columns[0].title)
    except tuple(sentences) as refusal:
        stop(sentences[type(refusal)](refusal))
