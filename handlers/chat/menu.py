"""The main menu as this person gets it: those with a role find their own work in it, and whoever wrote something that
is held, or stopped something a moment ago, finds the way to it.

What a person may do is decided by the rules at each step, never by a button being there.
"""

from handlers.chat import keyboards
from handlers.chat.held_words import held, waits
from handlers.chat.keyboards import menu, rows
from handlers.chat.screen.markup import Keyboard
from handlers.chat.turn import Turn
from services import enrolment


async def own_menu(turn: Turn) -> Keyboard:
    """The menu, with a row for each role the person has, for words that are held, and for what was stopped."""
    roles = await turn.read(enrolment.who, turn.chat)
    back = rows(
        turn.words,
        (keyboards.UNDO_STOP if waits(turn) else None,),
        (keyboards.TELL if held(turn) else None,),
    )
    return [*back, *menu(turn.words, {person.role for person in roles})]
