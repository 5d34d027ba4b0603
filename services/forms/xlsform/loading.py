"""The door to loading: everything that reading an XLSForm needs is imported only when one is read."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from services.forms.definition.model import Form
from services.forms.xlsform.other_words import ENGLISH, OwnWords

if TYPE_CHECKING:
    from services.forms.xlsform.xlsform import ReadForm


def load_form(path: Path, skipping: Collection[str] = ()) -> Form:
    """The compiled form of an XLSForm file (.xlsx, .xls, .csv, .md). Raises FormBroken with every problem found.

    `skipping` names types (and media columns) to leave empty instead of refusing: for trying forms written for other
    tools, never for a form that people are asked to answer.
    """
    return read_form(path, skipping).form


def read_form(
    path: Path, skipping: Collection[str] = (), own: OwnWords = MappingProxyType({"en": ENGLISH})
) -> ReadForm:
    """The same with remarks: what is passed over in it, and which cells are not translated. Raises FormBroken.

    `own`: our own words for a choice that was not thought of, by language.
    """
    from services.forms.xlsform.xlsform import load

    return load(path, own, skipping)
