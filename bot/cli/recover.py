"""`amana recover`: when every passphrase of a role is lost, two of the three recovery shares enrol somebody new."""

from typing import Annotated

import typer

from bot.bootstrap import Foundations, open_foundations, utc_now
from bot.cli.staff import AsJson, check_newcomer, show_newcomer
from bot.settings import read_settings
from bot.terminal import ask_hidden, stop, words, working
from services.audit import entries
from services.audit.entries import Entry, by_organisation
from services.audit.renewals import renewals_told
from services.keys import keyring
from services.keys.keyring import Newcomer, NewMember
from services.keys.recovery import BadShare, read_share, recover
from services.keys.sealing import CannotOpen

SharesFd = Annotated[int | None, typer.Option(min=0, help="Read two lines from this file descriptor.")]


def recover_role(
    name: Annotated[str, typer.Argument(help="Work name of the new member; a real one is not needed.")],
    role: Annotated[str, typer.Option(help="The role that is lost: caseworker, focal_point or steward.")],
    shares_fd: SharesFd = None,
    json: AsJson = False,
) -> None:
    """Enrol somebody with two recovery shares, when all passphrases of a role are lost."""
    check_newcomer(name, role)
    with open_foundations(read_settings()) as found:
        shares = ask_shares(shares_fd)
        with working(words("One moment…")):
            member = _enrolled(found, shares, name, role)
    show_newcomer(member, json)


def ask_shares(shares_fd: int | None) -> list[str]:
    """Two recovery shares; ends the program with a sentence where one of them is not whole."""
    shares = ask_hidden([words("One recovery share"), words("Another recovery share")], shares_fd)
    sentences = (
        words("The first share is not whole: a letter is wrong or missing. Nothing was changed."),
        words("The second share is not whole: a letter is wrong or missing. Nothing was changed."),
    )
    for place, share in enumerate(shares):
        try:
            read_share(share, place)
        except BadShare as bad:
            stop(sentences[bad.position])
    return shares


def shares_do_not_fit() -> str:
    """It takes others."""
    return words("These two shares open nothing together. It takes two different ones of the newest three.")


def _enrolled(found: Foundations, shares: list[str], name: str, role: str) -> NewMember:
    newcomer = Newcomer(name, role, keyring.new_credential(found.organisation.site_salt))
    try:
        with found.database.writing() as session:
            authority = recover(session, found.trust, shares)
            by = by_organisation(authority.organisation)
            with renewals_told(session, found.trust, by, found.site_now()):
                member = keyring.enrol(session, authority, newcomer, found.trust, utc_now())
                entry = Entry("recovered", found.site_now().date(), f"{role} {member.id.hex()[:8]}")
                entries.write(session, found.trust, by, entry)
            return member
    except CannotOpen:
        stop(shares_do_not_fit())
