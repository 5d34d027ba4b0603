"""Every version of every form that was asked: old answers stay readable, and nobody changes form halfway.

A form is found by the hash of its text, and is that text or is not there: whoever writes the database puts no other one
in its place.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache

from sqlmodel import Session

from services.forms.definition.model import Form
from services.forms.errors import FormUnknown
from services.keys.epochs import week_of
from storage import forms as rows

KEPT_OPEN = 32


def keep(session: Session, form: Form, now: datetime) -> None:
    """Archive this version of the form; one that is already there stays as it is, unless it is another one."""
    kept = rows.get(session, form.hash)
    if kept is not None and not _is_named(kept, form.hash):
        rows.drop(session, form.hash)
    rows.archive(session, form.hash, form.name, week_of(now), form.to_json())


def recall(session: Session, form_hash: str) -> Form:
    """The archived form with this hash. Raises FormUnknown."""
    body = rows.get(session, form_hash)
    if body is None or not _is_named(body, form_hash):
        raise FormUnknown(form_hash)
    return _read(body)


def altered(session: Session) -> dict[str, int]:
    """How many archived forms are not what their hash says, by table; nothing where none is."""
    count = sum(not _is_named(body, hash) for hash, body in rows.each(session))
    return {"forms": count} if count else {}


def _is_named(body: str, form_hash: str) -> bool:
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest() == form_hash


@lru_cache(maxsize=KEPT_OPEN)
def _read(body: str) -> Form:
    """Read once per process: the same form keeps its prepared expressions."""
    return Form.from_json(body)
