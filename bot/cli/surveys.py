"""`amana surveys`: inviting people to a survey, and its answers as files. Takes a caseworker's passphrase."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import Foundations, open_foundations, utc_now
from bot.cli.output import write_out
from bot.cli.staff import AsJson, PassphraseFd, unlock, write_down
from bot.settings import read_settings
from bot.terminal import give, give_json, stop, table, tell, words
from services.audit.references import export_named
from services.keys.keyring import Unlocked
from services.spreadsheets import csv_file, xlsx_file
from services.surveys import surveys
from services.surveys.answers import AnswerBook, NoSuchRound, Round, RoundName
from services.surveys.surveys import AlreadyInvited, Everybody, NotOpen

app = typer.Typer(no_args_is_help=True, help="List and export answers to surveys, invite people to one.")
Key = Annotated[str, typer.Argument(help="The survey's key, as in surveys.toml.")]


@dataclass(frozen=True, slots=True)
class _OpenedAnswers:
    found: Foundations
    unlocked: Unlocked
    book: AnswerBook

    def rounds(self) -> list[Round]:
        with self.found.database.reading() as session:
            return self.book.rounds(session)

    def round(self, name: RoundName) -> Round:
        with self.found.database.reading() as session:
            return self.book.round(session, name)

    def part(self, round: Round) -> Round | None:
        from services.surveys.rounds import part_to_show

        return part_to_show(round, utc_now())


@app.command("list")
def list_(json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Every round that was answered, with how many answered it."""
    with _unlocked(passphrase_fd) as opened:
        rounds = [(each.name, opened.part(each)) for each in opened.rounds()]
    if json:
        give_json([_facts(name, part) for name, part in rounds])
    elif not rounds:
        tell(words("No survey has been answered yet."))
    else:
        heads = [words("Survey"), words("Round"), words("Answers"), words("First week"), words("Last week")]
        table(heads, [_line(name, part) for name, part in rounds])


@app.command()
def export(
    key: Key,
    round: Annotated[str, typer.Argument(help="The name of the round, as the list shows it.")],
    to: Annotated[Path, typer.Option(help="The folder to write into.")] = Path(),
    texts: Annotated[bool, typer.Option(help="Also what people wrote in their own words.")] = False,
    hxl: Annotated[bool, typer.Option(help="HXL hashtags below the headings.")] = True,
    language: Annotated[str, typer.Option(help="The language of the labels in the counts.")] = "en",
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Write a round as KoBo would: a workbook, the same as .csv, and the counts that may be passed on."""
    # These load the engine of forms and the solver, which a bot's start need not wait for.
    from desk.words.sentences import answers_needed, sentence
    from services.surveys.counts import CountsWithheld
    from services.surveys.tables import TooFewAnswers

    with _unlocked(passphrase_fd) as opened:
        try:
            name = RoundName(key, round)
            files = _files(opened.part(opened.round(name)), texts, hxl, language)
            with opened.found.database.writing() as session:
                about = export_named(name, "all", texts)
                write_down(opened.found, session, opened.unlocked, "exported", about)
        except NoSuchRound:
            stop(words("No such round was answered, or this passphrase does not open it."))
        except TooFewAnswers:
            stop(words("Too few people have answered for a file. Nothing was written.") + " " + answers_needed(words))
        except CountsWithheld as refusal:
            stop(sentence(words, refusal))
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name_of_file, content in files.items():
        write_out(to / name_of_file, content)
    written = [to / each for each in files]
    if json:
        give_json([str(path) for path in written])
        return
    tell(words("Only the counts may be passed on. Keep the other files safe, and erase them when the work is done."))
    for path in written:
        give(str(path))


@app.command()
def invite(key: Key, json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Invite everybody who hears from the bot and has not answered yet. Once a round; the bot sends it."""
    with _unlocked(passphrase_fd) as opened:
        content = opened.found.content
        survey = next((each for each in content.surveys if each.key == key), None)
        if survey is None:
            stop(words("There is no survey of this key in surveys.toml."))
        form = content.form(survey.form)
        spoken = tuple(language for language in content.languages if form.speaks(language)) or content.languages
        everybody = Everybody(content.audiences, spoken, content.organisation.timezone)
        try:
            with opened.found.writing() as store:
                id = surveys.invite(store, survey, everybody, utc_now())
        except NotOpen:
            stop(words("This survey is not open today. Nobody was invited."))
        except AlreadyInvited:
            stop(words("Everybody was invited to this round before. Nobody was invited again."))
    if json:
        give_json({"invitation": id})
    else:
        tell(words("The bot now tells everybody who hears from it, outside their quiet hours."))


@contextmanager
def _unlocked(passphrase_fd: int | None) -> Iterator[_OpenedAnswers]:
    with open_foundations(read_settings()) as found:
        unlocked = unlock(found, passphrase_fd)
        if surveys.COMPARTMENT not in unlocked.compartments:
            stop(words("This passphrase does not open answers to surveys. A caseworker’s does."))
        book = AnswerBook()
        book.refresh_in_steps(found.database.reading, unlocked)
        yield _OpenedAnswers(found, unlocked, book)


def _files(round: Round | None, texts: bool, hxl: bool, language: str) -> dict[str, bytes]:
    """Every file by its name. Raises TooFewAnswers, CountsWithheld."""
    from services.surveys.tables import Export, TooFewAnswers, counts_table

    if round is None:
        raise TooFewAnswers
    export = Export(round, texts)
    stem = f"{round.name.survey}-{round.name.round}"
    files = {f"{stem}.xlsx": xlsx_file(export.sheets(), hxl)}
    for number, sheet in enumerate(export.tables(None)):
        files[f"{stem}-{sheet.name}.csv" if number else f"{stem}.csv"] = csv_file(sheet, hxl)
    files[f"{stem}-counts.csv"] = csv_file(counts_table(round, language, words("No answer, or another one")), hxl)
    return files


def _line(name: RoundName, part: Round | None) -> tuple[str, ...]:
    if part is None:
        return (*name, words("not enough answers yet"), "", "")
    return (*name, str(len(part.answers)), *part.weeks)


def _facts(name: RoundName, part: Round | None) -> dict[str, object]:
    """Of the part that may be shown alone: the weeks too would tell when an answer came."""
    first, last = part.weeks if part else (None, None)
    return {
        "survey": name.survey,
        "round": name.round,
        "answers": len(part.answers) if part else None,
        "first_week": first,
        "last_week": last,
    }
