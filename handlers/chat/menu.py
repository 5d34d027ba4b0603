"""The main menu as this person gets it: those with a role find their own work in it.

What a person may do is decided by the rules at each step, never by a button being there.
"""

from handlers.chat.keyboards import menu
from handlers.chat.screen.markup import Keyboard
from handlers.chat.turn import Turn
from services import enrolment


async def own_menu(turn: Turn) -> Keyboard:
    """The menu, with a row for each role the person has."""
    roles = await turn.read(enrolment.who, turn.chat)
    return menu(turn.words, {person.role for person in roles})
