"""Choosing a number of people: by a button, or typed in digits of any script or in words. Several may come at once."""

from collections.abc import Sequence

from handlers.chat.screen.markup import Keyboard
from handlers.pickers.digits import may_be_thousands, with_thousands
from handlers.pickers.spoken import spoken_numbers
from services.errors import Refusal

BUTTONS = (*range(11), 12, 15, 20, 25, 30, 40, 50, 75, 100)
IN_A_ROW = 5
MOST = 100_000


class NotANumber(Refusal):
    """What was written holds no number of people, or more of them than were asked for."""


class OneOrSeveral(NotANumber):
    """What was written may be a thousand or two numbers."""


def number_keyboard() -> Keyboard:
    """Small numbers one by one, large ones in steps."""
    labels = [str(number) for number in BUTTONS]
    return [labels[start : start + IN_A_ROW] for start in range(0, len(labels), IN_A_ROW)]


def read_numbers(text: str, at_most: int, offered: Sequence[str] = ()) -> list[int]:
    """The numbers somebody pressed or typed, also in words of these languages; one at least. Raises NotANumber.

    "1,200" is one number where one is asked for; else it may be two, and is none.
    """
    if may_be_thousands(text):
        if at_most > 1:
            raise OneOrSeveral
        text = with_thousands(text)
    found = spoken_numbers(text, offered)
    if not 1 <= len(found) <= at_most or max(found) > MOST:
        raise NotANumber
    return found
