"""Every version of every form that was asked: old answers stay readable, and nobody changes form halfway."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from sqlmodel import Session

from services.forms.definition.model import Form
from services.forms.errors import FormUnknown
from services.keys.epochs import week_of
from storage import forms as rows

KEPT_OPEN = 32


def keep(session: Session, form: Form, now: datetime) -> None:
    """Archive this version of the form; one that is already there stays as it is."""
    rows.archive(session, form.hash, form.name, week_of(now), form.to_json())


def recall(session: Session, form_hash: str) -> Form:
    """The archived form with this hash. Raises FormUnknown."""
    body = rows.get(session, form_hash)
    if body is None:
        raise FormUnknown(form_hash)
    return _read(body)


@lru_cache(maxsize=KEPT_OPEN)
def _read(body: str) -> Form:
    """Read once per process: the same form keeps its prepared expressions."""
    return Form.from_json(body)
