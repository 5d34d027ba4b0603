"""What rows and choices of a form are called, and when two such words are the same: nobody's answer is in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from services.forms.items import Choice, Item, Text
from services.forms.model import Form, in_language

ROW_NUMBER = re.compile(r"\[\d+\]")
SPEAKS_OF_AN_ANSWER = "…"
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")


def label_of(form: Form, item: Item, language: str) -> str:
    """The label of a row in this language, else in the form's first one; where it speaks of an answer stands '…'."""
    plain = {code: _plain(text) for code, text in item.label.items()}
    return in_language(plain, language, form.languages) or item.name


def choices_by_name(form: Form, item: Item) -> Mapping[str, Choice]:
    """Everything that may be chosen there, whatever filters say."""
    return {choice.name: choice for choice in form.choices.get(item.choices, ())}


def words(text: str) -> str:
    """A label as it is compared: no invisible signs, no case, single spaces."""
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).casefold().split())


@lru_cache(maxsize=20_000)
def label_words(label: str) -> str:
    """`words` of a form's own label, kept."""
    return words(label)


def path_in_form(path: str) -> str:
    """The path of the row of a form that an answer belongs to: 'household/person/age' for 'household/person[2]/age'."""
    return ROW_NUMBER.sub("", path)


def _plain(text: Text) -> str:
    return "".join(part if isinstance(part, str) else SPEAKS_OF_AN_ANSWER for part in text)
