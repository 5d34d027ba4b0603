"""The door to loading: everything that reading an XLSForm needs is imported only when one is read."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from services.forms.model import Form


def load_form(path: Path, skipping: Collection[str] = ()) -> Form:
    """The compiled form of an XLSForm file (.xlsx, .xls, .csv, .md). Raises FormBroken with every problem found.

    `skipping` names types (and media columns) to leave empty instead of refusing: for trying forms written for other
    tools, never for a form that people are asked to answer.
    """
    from services.forms.xlsform import load

    return load(path, skipping)


def source_digest(path: Path) -> str:
    """SHA-256, in hex, over the form's file and every .csv beside it: the same digest, the same form."""
    digest = hashlib.sha256()
    for one in (path, *sorted(path.parent.glob("*.csv"))):
        digest.update(one.name.encode() + b"\0" + hashlib.sha256(one.read_bytes()).digest())
    return digest.hexdigest()
