"""Imported once by the process that commands are forked from (tests.support.forked): what most of them would load, the
translations, and what the words of danger in the example content are taken apart into."""

import gc
from pathlib import Path

import alembic.command
import openpyxl
import pyxform.xls2xform
import rich.console
import rich.markdown
import rich.padding
import rich.status
import rich.table
import rich.traceback
import typer.rich_utils  # noqa: F401  all that was named so far is loaded, and not used here

import bot.desk
import bot.run
import services.forms.xlsform.xlsform  # noqa: F401  the same
from locales.catalogues import catalogue
from locales.languages import LANGUAGES
from services.danger import read_danger_words
from services.directory.needs import read_needs

_CONTENT = Path(__file__).resolve().parents[2] / "content"
_LANGUAGES = ("en", "ar", "ckb", "fr")
_NEEDS, _ = read_needs(_CONTENT, _LANGUAGES)
read_danger_words(_CONTENT, _LANGUAGES, (), _NEEDS)
for code in LANGUAGES:
    catalogue(code)
gc.collect()
gc.freeze()  # who is forked need not look through it, nor have a copy
