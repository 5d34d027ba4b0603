"""`amana init`: the organisation, its keys and its first people. What it prints is shown once and kept nowhere."""

from contextlib import ExitStack
from typing import Annotated

import typer

from bot.bootstrap import utc_now
from bot.installation import installing
from bot.settings import read_settings
from bot.terminal import give, give_json, stop, tell, words, working
from services.keys.founding import AlreadyFounded, FirstPeople, Founding


def init(
    steward: Annotated[str, typer.Option(help="Work name of the first steward.")] = "Steward 1",
    caseworker: Annotated[str, typer.Option(help="Work name of the first caseworker.")] = "Caseworker 1",
    focal_point: Annotated[str, typer.Option(help="Work name of the first focal point.")] = "Focal point 1",
    json: Annotated[bool, typer.Option("--json", help="Print for a script.")] = False,
) -> None:
    """Make the settings folder, the keys and the first three people."""
    settings, people = read_settings(), FirstPeople(steward, caseworker, focal_point)
    try:
        with ExitStack() as committed:
            with working(words("Making keys. This takes a few seconds…")):
                founding = committed.enter_context(installing(settings, people, utc_now()))
            if json:
                give_json(as_json(founding))
            else:
                _show(founding)
    except AlreadyFounded:
        stop(words("There is an organisation here already. Nothing was changed."))
    if not json:
        tell(words("The organisation is founded. From now on these open it."))


def as_json(founding: Founding) -> dict[str, object]:
    """The founding's secrets for a script."""
    people = {"steward": founding.steward, "caseworker": founding.caseworker, "focal_point": founding.focal_point}
    return {
        "passphrases": {role: member.passphrase for role, member in people.items()},
        "recovery_shares": list(founding.shares),
    }


def _show(founding: Founding) -> None:
    tell(words("Write these down now, by hand. They are shown once and kept nowhere."))
    for told, member in (
        (words("Passphrase of the steward (adds and removes staff, reads nothing):"), founding.steward),
        (words("Passphrase of the caseworker (reads and answers reports at the desk):"), founding.caseworker),
        (
            words("Passphrase of the focal point (complaints about aid workers; must not be a caseworker):"),
            founding.focal_point,
        ),
    ):
        tell(told)
        give(member.passphrase)
    tell(words("Three recovery shares. Any two open everything if passphrases are lost; give them to three people."))
    for share in founding.shares:
        give(share)
