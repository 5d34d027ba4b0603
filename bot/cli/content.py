"""`amana content`: is what the organisation wrote fit to be shown; take it into use."""

from pathlib import Path

import typer

from bot.bootstrap import open_foundations
from bot.cli.terminal import harmless, stop, tell, words, working
from bot.settings import read_settings
from locales import LANGUAGES
from services import content

app = typer.Typer(no_args_is_help=True, help="Check and load the organisation's content.")


@app.command()
def check() -> None:
    """Read everything in the content folder and name what is wrong, each with its remedy."""
    _refuse_broken(read_settings().content)
    tell(words("The content is fine."))


@app.command()
def load() -> None:
    """Check the content and take it into use; running bots take it up at their next start."""
    settings = read_settings()
    _refuse_broken(settings.content)
    with working(words("Reading the content…")), open_foundations(settings):
        pass
    tell(words("The content is loaded. Start the bot again to use it."))


def _refuse_broken(folder: Path) -> None:
    with working(words("Reading the content…")):
        problems = content.check(folder, LANGUAGES)
    for problem in problems:
        tell(harmless(problem.sentence))
    if problems:
        stop(words("The content needs mending. What is in use stays as it was."), code=1)
