"""Which button of an editor leads where."""

from handlers.chat import keyboards, states
from handlers.chat.routing import Route
from handlers.chat.states import State
from handlers.editing import change, service, shown, waiting
from handlers.publishing import new

ROUTES: tuple[Route, ...] = (
    Route(waiting.show, command="content", label=keyboards.EDIT),
    Route(waiting.turned, button=waiting.LIST),
    Route(service.opened, button=waiting.OPEN),
    Route(shown.undo, label=shown.UNDO),
    Route(new.begin, label=shown.TELL_AN_AREA),
)
STATES: tuple[State, ...] = (
    State(states.EDITOR, waiting.chosen, is_work=True),
    State(states.EDITOR_SERVICE, service.chosen, is_work=True),
    State(states.EDITOR_FIELD, change.field_chosen, is_work=True),
    State(states.EDITOR_TEXT, change.written, again=change.ask_text_again, is_work=True),
)
