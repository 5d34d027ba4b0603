"""What the texts of a meeting or a notice are called, when one is missing or too long."""

from locales import Message, mark
from services.authoring.texts import AGENDA, DONE, PLACE, SAID, TEXT, TITLE

PARTS: dict[str, Message] = {
    TITLE: mark("title"),
    PLACE: mark("place"),
    AGENDA: mark("agenda"),
    # NOTE: The words of a notice.
    TEXT: mark("text"),
    # NOTE: Of a notice "you said, we did": what people said.
    SAID: mark("what you said"),
    # NOTE: Of a notice "you said, we did": what was done.
    DONE: mark("what we did"),
    # NOTE: Of the minutes of a meeting: what was agreed.
    "action": mark("what was agreed"),
    # NOTE: Of the minutes of a meeting: who does it.
    "owner": mark("who does it"),
    "topic": mark("topic"),
}
