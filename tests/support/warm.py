"""Imported once by the process that commands are forked from (tests.support.forked): what most of them would load, and
what the words of danger in the example content are taken apart into."""

from pathlib import Path

import rich.console  # noqa: F401  all that follows is loaded, and not used here

import bot.desk
import bot.run  # noqa: F401
from services.danger import read_danger_words
from services.directory.needs import read_needs

_CONTENT = Path(__file__).resolve().parents[2] / "content"
_LANGUAGES = ("en", "ar", "ckb", "fr")
_NEEDS, _ = read_needs(_CONTENT, _LANGUAGES)
read_danger_words(_CONTENT, _LANGUAGES, (), _NEEDS)
