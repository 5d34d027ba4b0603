"""The door to loading: everything that reading an XLSForm needs is imported only when one is read."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from services.forms.model import Form

if TYPE_CHECKING:
    from services.forms.xlsform.xlsform import ReadForm


def load_form(path: Path, skipping: Collection[str] = ()) -> Form:
    """The compiled form of an XLSForm file (.xlsx, .xls, .csv, .md). Raises FormBroken with every problem found.

    `skipping` names types (and media columns) to leave empty instead of refusing: for trying forms written for other
    tools, never for a form that people are asked to answer.
    """
    return read_form(path, skipping).form


def read_form(path: Path, skipping: Collection[str] = ()) -> ReadForm:
    """The same with remarks: what is passed over in it. Raises FormBroken."""
    from services.forms.xlsform.xlsform import load

    return load(path, skipping)
