"""What rows and choices of a form are called, and when two such words are the same: nobody's answer is in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from services.forms.definition.items import Choice, Item, Texts, plain
from services.forms.definition.model import Form, in_language

ROW_NUMBER = re.compile(r"\[\d+\]")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]")


def label_of(form: Form, item: Item, language: str) -> str:
    """The label of a row in this language, else in the form's first one; where it speaks of an answer stands '…'."""
    return _plainly(form, item.label, language) or item.name


def choice_label(form: Form, choice: Choice, language: str) -> str:
    """The label of a choice in this language; its name where it has none."""
    return _plainly(form, choice.label, language) or choice.name


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


def _plainly(form: Form, texts: Texts, language: str) -> str:
    return plain(in_language(texts, language, form.languages, ()))
