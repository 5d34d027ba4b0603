"""Imported once by the process that commands are forked from (tests.support.forked): what most of them would load, the
translations, and what of the example content is kept once it was read: its forms, the words of danger taken apart."""

import gc
from importlib import import_module
from pathlib import Path

from handlers.forms.own_words import own_words
from locales import offered_by_default
from locales.catalogues import catalogue
from locales.languages import LANGUAGES
from services.content import content

_LOADED = (
    *("bot.run", "bot.desk", "services.forms.xlsform.xlsform", "alembic.command", "openpyxl", "pyxform.xls2xform"),
    *("rich.console", "rich.markdown", "rich.padding", "rich.status", "rich.table", "rich.traceback"),
    "typer.rich_utils",
)
_CONTENT = Path(__file__).resolve().parents[2] / "content"

for _name in _LOADED:
    import_module(_name)
for _code in LANGUAGES:
    catalogue(_code)
content.check(_CONTENT, offered_by_default(), None, own_words())
gc.collect()
gc.freeze()  # whoever is forked need not look through it, nor have a copy of it
