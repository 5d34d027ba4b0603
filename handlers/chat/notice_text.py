"""A notice in words, as it is handed to who sends it."""

from dataclasses import dataclass

from handlers.chat.turn import Keyboard


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in words: one message (at most 4,096 characters) and the buttons it brings, if any.

    `old` is what an earlier message reads from now on, where this notice replaces one. One that `is_urgent` sounds at
    night too; others arrive without a sound then.
    """

    text: str
    keyboard: Keyboard | None = None
    is_urgent: bool = False
    old: str | None = None
