"""What a page says where the database cannot be used: which trouble it is, and what can be done."""

from typing import Final

from locales import Message, Words, mark
from storage.errors import Trouble

SENTENCES: Final[dict[Trouble, Message]] = {
    "busy": mark("Something else has been writing to the database for too long. Nothing was changed. Try again now."),
    "read only": mark("The database cannot be written, only read. Nothing was changed. Tell your steward."),
    "full": mark("The disk is full. Nothing was changed. Tell your steward, and try again once there is room."),
    "damaged": mark("The database is damaged. Nothing was changed. Tell your steward now: there may be a backup."),
    "gone": mark("The database is not in its place. Nothing was made in its stead. Tell your steward now."),
    "away": mark(
        "The desk cannot reach its database at this moment. Nothing that was kept is lost. Wait a minute; then look "
        "whether what you did last is there, before you do it again."
    ),
}


def trouble_words(words: Words, trouble: Trouble) -> str:
    """The same as one sentence or two."""
    return words(SENTENCES[trouble])
