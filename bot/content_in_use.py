"""The content in use: what was last fit to be shown is kept aside, and serves while the content folder is broken.

So that a mistake in a guide, found at a restart in the night, does not silence the bot. Nothing of it is secret.
"""

import io
import logging
import os
import tempfile
import zipfile
import zlib
from datetime import datetime
from pathlib import Path

from bot.logs import LogEvent, log
from bot.settings import Settings
from handlers.forms.own_words import own_words
from locales import LANGUAGES, offered_by_default
from services.authoring.parts import ContentBroken
from services.content import content
from services.content.content import Content
from services.content.forms import FormsInUse
from storage.engine import Database

KEPT = "content-in-use.zip"
FORMS_IN_USE = "forms-in-use.json"
LARGEST_KEPT = 1024 * 1024
"""Bytes; larger files are lists to be taken into the database by a command of their own."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def load_content(settings: Settings, database: Database, now: datetime) -> Content:
    """The content folder, checked; while it is broken, what was in use before.

    Raises ContentBroken where there is nothing before, or that cannot be used any more either.
    """
    kept, in_use = settings.folder / KEPT, FormsInUse(settings.folder / FORMS_IN_USE)
    try:
        loaded = content.load(database, settings.content, now, offered_by_default(), own_words(), in_use)
    except ContentBroken as broken:
        before = _load_kept(kept, database, now, in_use)
        if before is None:
            raise
        log(LogEvent.CONTENT_BROKEN, logging.ERROR, problems=len(broken.problems))
        return before
    _keep(settings.content, kept)
    return loaded


def read_ahead(settings: Settings) -> None:
    """Read what takes longest, without the database: `load_content` is quick afterwards. Says nothing of what is wrong
    there; that is its own word."""
    own_words()
    content.read_ahead(settings.content, offered_by_default())


def _load_kept(kept: Path, database: Database, now: datetime, in_use: FormsInUse) -> Content | None:
    with tempfile.TemporaryDirectory(prefix="amana-content-") as name:
        try:
            with zipfile.ZipFile(kept) as archive:
                archive.extractall(name)
            # A language that was offered goes on, though an update may have left some of its sentences untranslated.
            return content.load(database, Path(name), now, LANGUAGES, own_words(), in_use)
        except (OSError, zipfile.BadZipFile, zlib.error, ContentBroken):
            return None


def _keep(folder: Path, kept: Path) -> None:
    """Written whole or not at all, also where the power is lost: bot and desk may start side by side."""
    packed = _packed(folder)
    if kept.is_file() and kept.read_bytes() == packed:
        return
    with tempfile.NamedTemporaryFile(dir=kept.parent, prefix=f"{KEPT}.", delete=False) as file:
        file.write(packed)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(kept)


def _packed(folder: Path) -> bytes:
    """The files in one order and without times, so that the same content gives the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            if path.stat().st_size <= LARGEST_KEPT:
                name = path.relative_to(folder).as_posix()
                archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), path.read_bytes())
    return whole.getvalue()
