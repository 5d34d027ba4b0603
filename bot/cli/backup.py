"""`amana backup` and `amana restore`: sealed away while the bot runs, and brought back by two recovery shares."""

from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import open_vault, utc_now
from bot.cli.recover import SharesFd, ask_shares, shares_do_not_fit
from bot.processes.locks import BackupUnderWay
from bot.recovery.backups import KEYRING, Shelf, is_whole, make_backup
from bot.recovery.restoring import OfAnotherOrganisation, Opened, Restored, WrongPart, keyring_beside, opened, restore
from bot.settings import Settings, read_settings
from bot.terminal import give, stop, tell, words, working
from services.backups import NotABackup
from services.keys.sealing import CannotOpen
from storage.backups import NotEmpty
from storage.errors import DatabaseUnusable


def backup() -> None:
    """Seal a copy of the database away, while the bot runs. Only two recovery shares open it."""
    settings = read_settings()
    try:
        with working(words("Making a backup…")), open_vault(settings) as vault:
            made = make_backup(settings, vault.database, vault.trust, utc_now())
    except BackupUnderWay:
        stop(words("Another backup is being made just now. Nothing was changed."))
    tell(words("The backup is made and was read once over. Keep these two files together, away from this computer:"))
    give(str(made.path))
    give(str(made.path.with_name(KEYRING)))
    tell(words("Of the second one keep only the newest: it holds the keys of the reports, also of erased months."))


def restore_backup(
    file: Annotated[Path | None, typer.Argument(help="The backup; left out: the newest whole one.")] = None,
    shares_fd: SharesFd = None,
) -> None:
    """Put a backup in the database's place, with two recovery shares. What is there now is set aside, not erased."""
    settings = read_settings()
    path = file or _newest(settings)
    with working(words("Looking whether the backup is whole…")):
        whole, beside = is_whole(path), keyring_beside(path, settings)
    if not whole:
        stop(words("This backup is damaged, or it is no backup. Nothing was changed.") + f"\n    {path}")
    tell(words("This backup is whole:"))
    give(str(path))
    if beside is None:
        tell(words("Its second file is missing: no earlier report will open to anybody. Stop here if you can get it:"))
        give(str(path.with_name(KEYRING)))
    shares = ask_shares(shares_fd)
    with working(words("Restoring. The database stays as it is until everything is checked…")):
        done = _restored(settings, path, beside, shares)
    _show(done, settings)


def _newest(settings: Settings) -> Path:
    with working(words("Looking for the newest backup…")):
        newest = Shelf.of(settings).newest_whole()
    if newest is None:
        stop(words("There is no whole backup here:") + f"\n    {settings.backups}")
    return newest.path


def _restored(settings: Settings, path: Path, beside: Path | None, shares: list[str]) -> Restored:
    try:
        with opened(path, beside, shares) as backup:
            return _restored_from(settings, backup)
    except (CannotOpen, NotABackup):
        stop(shares_do_not_fit())
    except WrongPart:
        stop(words("This file holds the keys alone. Name the one that is called amana-, then a day."))


def _restored_from(settings: Settings, backup: Opened) -> Restored:
    try:
        return restore(settings, backup, utc_now())
    except OfAnotherOrganisation:
        stop(words("This backup is another organisation’s than this settings folder. Nothing was changed."))
    except NotEmpty:
        stop(words("The PostgreSQL database has tables already. Make a new, empty one, and name it in the settings."))
    except BackupUnderWay:
        stop(words("Another backup is being made just now. Nothing was changed."))
    except DatabaseUnusable:
        stop(words("What is in this backup is damaged. Nothing was changed. Take an earlier one."))


def _show(done: Restored, settings: Settings) -> None:
    tell(words("Restored. This is the state of (UTC):"))
    give(f"{done.made:%Y-%m-%d %H:%M}")
    if done.aside is not None:
        tell(words("What was there before is set aside. Erase it once you are sure that nobody needs it:"))
        give(str(done.aside))
    tell(words("Missing is what came later: reports, replies, meetings. Look who is among you: amana staff list"))
    tell(words("Notices that waited then are not sent, and unfinished conversations begin anew."))
    tell(words("New reports are sealed to new keys. Everybody unlocks with the same passphrase as before."))
    if not done.has_keyring:
        tell(words("Without the second file earlier reports open to nobody."))
    if done.has_new_runtime_key:
        tell(words("There is a new runtime key. Keep this file apart from backups:"))
        give(str(settings.runtime_key_file))
        tell(words("People have to join their forums again, and organisers and editors need new codes."))
    tell(words("Now run: amana doctor"))
