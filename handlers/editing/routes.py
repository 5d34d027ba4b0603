"""Which button of an editor leads where."""

from handlers.chat import keyboards, states
from handlers.chat.routing import Route
from handlers.editing import change, service, shown, waiting
from handlers.publishing import new

ROUTES: tuple[Route, ...] = (
    Route(waiting.show, command="content", label=keyboards.EDIT),
    Route(waiting.chosen, place=states.EDITOR),
    Route(waiting.turned, button=waiting.LIST),
    Route(service.opened, button=waiting.OPEN),
    Route(service.chosen, place=states.EDITOR_SERVICE),
    Route(new.begin, label=shown.TELL_AN_AREA),
    Route(change.field_chosen, place=states.EDITOR_FIELD),
    Route(change.written, place=states.EDITOR_TEXT),
)
