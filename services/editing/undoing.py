"""Undoing what an editor did, for ten minutes: how things were before travels with the editor's conversation.

Plain JSON, because a conversation is. Nothing is kept of it elsewhere.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from services.directory import feedback, records
from services.directory.feedback import Said
from services.directory.model import Thing, entity_of
from services.errors import Refusal
from services.store import Store
from storage.directory import DirectoryRow, FeedbackRow, TranslationRow

WITHIN: Final = timedelta(minutes=10)
Former = dict[str, Any]
"""How things were before a deed, as `former` makes it."""


class TooLateToUndo(Refusal):
    """More than ten minutes have passed; nothing was changed."""


def former(store: Store, touched: Sequence[Thing], settled: Said, now: datetime) -> Former:
    """How the things that are about to be kept are now. The first of them is the service the deed is about."""
    before = [records.packed(store, entity_of(thing), thing.id) for thing in touched]
    return {
        "service": touched[0].id,
        "until": (now + WITHIN).isoformat(),
        "things": [[[record.entity, record.id, record.body], texts] for record, texts in before],
        "said": [list(each) for each in settled],
    }


def put_back(store: Store, former: Former, now: datetime) -> None:
    """Everything as it was; what was made by the deed goes. Raises TooLateToUndo."""
    if is_over(former, now):
        raise TooLateToUndo
    for record, texts in former["things"]:
        records.put_back(store, DirectoryRow(*record), [TranslationRow(*text) for text in texts])
    feedback.unsettle(store, [FeedbackRow(*each) for each in former["said"]])


def is_over(former: Former, now: datetime) -> bool:
    """True once it is too late."""
    return now > datetime.fromisoformat(former["until"])
