"""Which button of an editor leads where."""

from typing import Final

from handlers.chat import keyboards, states
from handlers.chat.routing import Route
from handlers.chat.states import State
from handlers.chat.turn import Turn
from handlers.editing import change, service, shown, waiting
from handlers.publishing import new

PASSING: Final = (*shown.DEEDS, *change.FIELDS, change.EMPTY)
"""Buttons that mean something only before a service."""


async def too_late(turn: Turn) -> None:
    """Such a button, and nobody knows any more which service it was about."""
    turn.preface(turn.words("⏳ I no longer know which service this was about. Nothing was changed."))
    await waiting.show(turn)


ROUTES: tuple[Route, ...] = (
    Route(waiting.show, command="content", label=keyboards.EDIT),
    Route(waiting.turned, button=waiting.LIST),
    Route(service.opened, button=waiting.OPEN),
    Route(service.undo, label=shown.UNDO),
    *(Route(waiting.show_list, label=label) for label in waiting.LISTS),
    Route(waiting.show, label=shown.OTHER),
    Route(new.begin, label=shown.TELL_AN_AREA),
)
STATES: tuple[State, ...] = (
    State(states.EDITOR, waiting.chosen, is_work=True),
    State(states.EDITOR_SERVICE, service.chosen, is_work=True),
    State(states.EDITOR_FIELD, change.field_chosen, is_work=True),
    State(states.EDITOR_TEXT, change.written, again=change.ask_text_again, is_work=True),
)
