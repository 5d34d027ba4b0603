"""Which press, or which words, a turn took: what a conversation remembers of it, so that a second one is known.

Pure. What is done about a second one: second_press.
"""

from dataclasses import dataclass
from datetime import datetime

from handlers.chat.arrival import Arrival
from handlers.chat.meant import has_picture
from handlers.chat.screen.shown_keyboards import Below, mark
from services.conversation.conversation import Conversation
from services.conversation.taken import Taken


@dataclass(frozen=True, slots=True)
class Press:
    """What came, when, and what stood below the chat then (None: not known)."""

    text: str
    message: int
    now: datetime
    below: Below | None

    @classmethod
    def of(cls, arrival: Arrival, now: datetime, below: Below | None) -> "Press | None":
        """None for what is no press and no words: files, buttons under a message."""
        if arrival.text is None or arrival.message is None or arrival.attachment is not None:
            return None
        return cls(arrival.text, arrival.message, now, below)

    @property
    def mark(self) -> str:
        """Its digest."""
        return mark(self.text)

    @property
    def is_press(self) -> bool:
        """True for a button that stood there, or a command; who writes the same words twice means them."""
        return self.text.startswith("/") or self.is_offered

    @property
    def names_an_answer(self) -> bool:
        """The same where a tick was left out."""
        return self.is_offered or (self.below is not None and self.mark in self.below.unticked)

    @property
    def is_command(self) -> bool:
        """True for a command that means the same whenever it comes; one with a code behind it can be used once."""
        return self.text.startswith("/") and len(self.text.split()) == 1

    def taken(self, before: Conversation, after: Conversation, ended: str, is_answer: bool) -> Taken | None:
        """What is remembered once it led from one to the other, and ended something (a sentence) or not.

        In the menu nothing but what ended. Words are marked where they were an answer (`is_answer`) and another
        question of the form is asked now: elsewhere, who writes the same twice means it. Where nobody knows any more
        what stood below, a label is told from words by its picture.
        """
        if not after.is_under_way and not ended:
            return None
        is_drawn = self.below is None and after.form is not None and has_picture(self.text)
        is_known = self.text.startswith("/") or self.is_offered or is_drawn
        is_known = is_known or (is_answer and not ended and not _asks_the_same(before, after))
        beside = sorted(self.below.marks) if self.below and self._leads_on(before, after) else []
        return Taken(self.message, self.now, self.mark if is_known else "", tuple(beside), ended)

    @property
    def is_offered(self) -> bool:
        """True for the label of a button that stood there."""
        return self.below is not None and self.mark in self.below.marks

    def _leads_on(self, before: Conversation, after: Conversation) -> bool:
        """True where a button was pressed and something else is asked now: what stood beside it means nothing more."""
        if self.below is None or not self.is_offered or self.mark in self.below.ticks or not after.is_under_way:
            return False
        return (before.place, before.form, before.facts) != (after.place, after.form, after.facts)


def _asks_the_same(before: Conversation, after: Conversation) -> bool:
    """Of a question that takes several messages, the second is one of them."""
    return before.form is not None and after.form is not None and before.form.get("asked") == after.form.get("asked")
