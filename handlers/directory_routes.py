"""Which button of the directory leads where."""

from handlers import (
    directory,
    directory_card,
    directory_concerns,
    directory_list,
    editor,
    editor_change,
    editor_service,
    keyboards,
    places,
)
from handlers.directory_buttons import (
    BY_AREA,
    CARD,
    EVERYWHERE,
    FOR_WHOM,
    HAS_MOVED,
    IS_WRONG,
    LIST,
    NEAR,
    NOT_TRUE,
    OPEN_NOW,
    OTHER_SERVICES,
    WAS_CLOSED,
    WAS_REFUSED,
)
from handlers.routing import Route

ROUTES: tuple[Route, ...] = (
    Route(directory.show, command="services", label=keyboards.SERVICES),
    Route(directory.look_further, label=OTHER_SERVICES),
    Route(directory.everywhere, label=EVERYWHERE),
    Route(directory.open_now, label=OPEN_NOW),
    Route(directory.near, label=NEAR),
    Route(directory.areas, label=BY_AREA),
    Route(directory.people, label=FOR_WHOM),
    Route(directory.chosen, place=places.DIRECTORY),
    Route(directory_list.turned, button=LIST),
    Route(directory_card.show, button=CARD),
    Route(directory_concerns.ask, label=NOT_TRUE),
    Route(directory_concerns.was_closed, label=WAS_CLOSED),
    Route(directory_concerns.has_moved, label=HAS_MOVED),
    Route(directory_concerns.is_wrong, label=IS_WRONG),
    Route(directory_concerns.was_refused, label=WAS_REFUSED),
    Route(editor.show, command="content", label=keyboards.EDIT),
    Route(editor.chosen, place=places.EDITOR),
    Route(editor.turned, button=editor.LIST),
    Route(editor_service.opened, button=editor.OPEN),
    Route(editor_service.chosen, place=places.EDITOR_SERVICE),
    Route(editor_change.field_chosen, place=places.EDITOR_FIELD),
    Route(editor_change.written, place=places.EDITOR_TEXT),
)
