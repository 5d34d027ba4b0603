"""Imported once by the process that commands are forked from (tests.support.forked): what most of them would load, the
translations, and what the words of danger in the example content are taken apart into."""

import gc
from importlib import import_module
from pathlib import Path

from locales.catalogues import catalogue
from locales.languages import LANGUAGES
from services.danger import read_danger_words
from services.directory.needs import read_needs

_LOADED = (
    *("bot.run", "bot.desk", "services.forms.xlsform.xlsform", "alembic.command", "openpyxl", "pyxform.xls2xform"),
    *("rich.console", "rich.markdown", "rich.padding", "rich.status", "rich.table", "rich.traceback"),
    "typer.rich_utils",
)
_CONTENT = Path(__file__).resolve().parents[2] / "content"
_LANGUAGES = ("en", "ar", "ckb", "fr")

for _name in _LOADED:
    import_module(_name)
for _code in LANGUAGES:
    catalogue(_code)
_NEEDS, _ = read_needs(_CONTENT, _LANGUAGES)
read_danger_words(_CONTENT, _LANGUAGES, (), _NEEDS)
gc.collect()
gc.freeze()  # whoever is forked need not look through it, nor have a copy of it
