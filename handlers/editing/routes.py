"""Which button of an editor leads where."""

from handlers import keyboards, places
from handlers.announcements import new
from handlers.editing import change, service, shown, waiting
from handlers.routing import Route

ROUTES: tuple[Route, ...] = (
    Route(waiting.show, command="content", label=keyboards.EDIT),
    Route(waiting.chosen, place=places.EDITOR),
    Route(waiting.turned, button=waiting.LIST),
    Route(service.opened, button=waiting.OPEN),
    Route(service.chosen, place=places.EDITOR_SERVICE),
    Route(new.begin, label=shown.TELL_AN_AREA),
    Route(change.field_chosen, place=places.EDITOR_FIELD),
    Route(change.written, place=places.EDITOR_TEXT),
)
