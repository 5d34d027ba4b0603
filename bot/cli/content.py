"""`amana content`: is what the organisation wrote fit to be shown; take it into use."""

import typer

from bot.bootstrap import open_foundations
from bot.cli.terminal import console, stop, tell, words, working
from bot.settings import read_settings
from locales import LANGUAGES
from services import content
from services.content_parts import ContentBroken

app = typer.Typer(no_args_is_help=True, help="Check and load the organisation's content.")


@app.command()
def check() -> None:
    """Read everything in the content folder and name what is wrong, each with its remedy."""
    folder = read_settings().content
    with working(words("Reading the content…")):
        problems = content.check(folder, LANGUAGES)
    for problem in problems:
        console().print(problem.sentence, markup=False)
    if problems:
        stop(words("The content needs mending. What is in use stays as it was."), code=1)
    tell(words("The content is fine."))


@app.command()
def load() -> None:
    """Check the content and take it into use; running bots take it up at their next start."""
    with working(words("Reading the content…")):
        try:
            with open_foundations(read_settings()):
                pass
        except ContentBroken as broken:
            stop("\n".join(problem.sentence for problem in broken.problems), code=1)
    tell(words("The content is loaded. Start the bot again to use it."))
