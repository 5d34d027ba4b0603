"""`amana nudges`: whom the desk calls when something new may be waiting. Inviting and removing takes a steward."""

from typing import Annotated

import typer

from bot.bootstrap import open_foundations, utc_now
from bot.cli.staff import AsJson, PassphraseFd, a_steward, write_down
from bot.links import link, name_of_bot
from bot.settings import read_settings
from bot.terminal import give, give_json, stop, table, tell, words
from locales import mark
from services import enrolment
from services.enrolment import UnknownEnrolment
from services.notices.quiet_hours import Quiet
from services.nudges import receivers, telling
from services.nudges.receivers import Receiver

app = typer.Typer(no_args_is_help=True, help="Whom the desk calls when something new may be waiting.")
NOBODY = mark("Nobody has this number. See: amana nudges list")
ARRIVES, GONE = mark("yes"), mark("no: it has blocked the bot, or is gone")
Number = Annotated[str, typer.Argument(help="The number that `amana nudges list` shows.")]


@app.command("list")
def list_(json: AsJson = False) -> None:
    """Every chat that is called, in the order in which they are asked."""
    with open_foundations(read_settings()) as found, found.reading() as store:
        people = receivers.everyone(store)
    if json:
        give_json([_as_json(each) for each in people])
        return
    table(
        [words("Number"), words("Work name"), words("Quiet hours"), words("Arrives")],
        [(each.number, each.name, _hours(each.quiet), words(ARRIVES if each.is_reached else GONE)) for each in people],
    )


def _as_json(receiver: Receiver) -> dict[str, object]:
    return {
        "id": receiver.number,
        "name": receiver.name,
        "quiet": _hours(receiver.quiet),
        "reached": receiver.is_reached,
    }


@app.command()
def invite(
    name: Annotated[str, typer.Argument(help="A work name, or that of a group; a real one is not needed.")],
    bot: Annotated[str | None, typer.Option(help="The bot's public name, where Telegram cannot be asked.")] = None,
    passphrase_fd: PassphraseFd = None,
    json: AsJson = False,
) -> None:
    """Make a code for one phone, or for one group. It works once, within two days."""
    settings = read_settings()
    if not name.strip():
        stop(words("Give a work name."))
    with open_foundations(settings) as found, a_steward(found, passphrase_fd) as steward, found.writing() as store:
        code = receivers.invite(store, name.strip(), utc_now())
        write_down(found, store.session, steward, "receiver_invited")
    bot_name = name_of_bot(settings, bot)
    address = link(bot_name, enrolment.start_parameter(code)) if bot_name else None
    if json:
        give_json({"code": code, "link": address})
        return
    tell(words("Works once, within two days. Typed into the chat with the bot, or into a group that the bot is in:"))
    give(f"/organiser {code}")
    if address:
        tell(words("Or, with one tap, this link:"))
        give(address)


@app.command()
def remove(number: Number, passphrase_fd: PassphraseFd = None) -> None:
    """Write there no more, from now on: a phone was lost, or its owner has left."""
    with open_foundations(read_settings()) as found, a_steward(found, passphrase_fd) as steward:
        try:
            with found.writing() as store:
                receivers.remove(store, number)
                write_down(found, store.session, steward, "receiver_removed", number)
        except UnknownEnrolment:
            stop(words(NOBODY))
    tell(words("Removed. Nothing is sent there any more."))


@app.command()
def first(number: Number, passphrase_fd: PassphraseFd = None) -> None:
    """Ask this one before the others when something is urgent."""
    with open_foundations(read_settings()) as found, a_steward(found, passphrase_fd) as steward:
        try:
            with found.writing() as store:
                receivers.put_first(store, number)
                write_down(found, store.session, steward, "receiver_first", number)
        except UnknownEnrolment:
            stop(words(NOBODY))
    tell(words("Done. See: amana nudges list"))


@app.command()
def test(number: Number) -> None:
    """Send one now, to see whether it arrives. It reads like every other; the bot has to be running."""
    with open_foundations(read_settings()) as found:
        try:
            with found.writing() as store:
                telling.lay(store, receivers.find(store, number), utc_now())
        except UnknownEnrolment:
            stop(words(NOBODY))
    tell(words("Laid down. The running bot sends it within a few seconds."))


def _hours(quiet: Quiet | None) -> str:
    return f"{quiet.start:%H:%M}-{quiet.end:%H:%M}" if quiet else ""
