"""`amana content`: is what the organisation wrote fit to be shown; take it into use."""

from collections.abc import Iterator
from pathlib import Path

import typer

from bot.bootstrap import open_foundations, utc_now
from bot.settings import read_settings
from bot.terminal import harmless, stop, tell, words, working
from handlers.forms.own_words import own_words
from locales import offered_by_default
from locales.checks import translation_faults
from services.authoring.parts import Problem
from services.content import content
from services.directory.files.pack import Pack
from services.directory.files.taking import take_as_own
from services.notices import audiences

app = typer.Typer(no_args_is_help=True, help="Check and load the organisation's content.")


@app.command()
def check() -> None:
    """Read everything in the content folder and name what is wrong, each with its remedy."""
    if _refuse_broken(read_settings().content):
        tell(words("The content can be used. Look after what is named above."))
    else:
        tell(words("The content is fine."))


@app.command()
def load() -> None:
    """Check the content and take it into use; running bots take it up at their next start."""
    settings = read_settings()
    _refuse_broken(settings.content)
    with working(words("Reading the content…")), open_foundations(settings) as found:
        loaded = found.content
        pack = Pack(settings.content, loaded.languages, loaded.needs, loaded.zones, loaded.organisation.timezone)
        batch = pack.read(utc_now())
        if batch is not None:
            with found.writing() as store:
                take_as_own(store, batch)
    for sentence in batch.report.sentences() if batch else ():
        tell(harmless(sentence))
    tell(words("The content is loaded. Start the bot again to use it."))


@app.command("forget-missing")
def forget_missing() -> None:
    """Erase who followed groups and areas that the content names no more; they would go by themselves in six weeks."""
    settings = read_settings()
    with open_foundations(settings) as found, found.writing() as store:
        content_now = found.content
        audiences.keep_to(store, content_now.audiences, content_now.languages, utc_now())
        gone = audiences.forget_missing(store)
    if not gone.followed:
        tell(words("Nobody follows anything that the content does not name. Nothing was erased."))
        return
    tell(words.plural("{n} place on a list was erased.", "{n} places on lists were erased.", n=gone.followed))


def _refuse_broken(folder: Path) -> bool:
    """Name everything that is wrong and stop where it is grave; True where there is something to look after."""
    with working(words("Reading the content…")):
        problems = content.check(folder, offered_by_default(), utc_now().date(), own_words())
        problems += [problem for code in offered_by_default() for problem in _of_translations(code)]
    for problem in sorted(problems, key=lambda problem: problem.is_warning):
        tell(harmless(problem.sentence))
    if any(not problem.is_warning for problem in problems):
        stop(words("The content needs mending. What is in use stays as it was."), code=1)
    return bool(problems)


def _of_translations(code: str) -> Iterator[Problem]:
    """They keep no content from being used: a sentence that cannot be filled is said in English."""
    for fault in translation_faults(code):
        yield Problem(f"locales/{code}/LC_MESSAGES/messages.po", "", fault, "Correct the translation", is_warning=True)
