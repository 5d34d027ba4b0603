"""Which button of the directory leads where."""

from handlers import keyboards, places
from handlers.directory import card, concerns, finding, listing
from handlers.directory.buttons import (
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
    REPORT_REFUSAL,
    WAS_CLOSED,
    WAS_REFUSED,
)
from handlers.routing import Route

ROUTES: tuple[Route, ...] = (
    Route(finding.show, command="services", label=keyboards.SERVICES),
    Route(finding.look_further, label=OTHER_SERVICES),
    Route(finding.everywhere, label=EVERYWHERE),
    Route(finding.open_now, label=OPEN_NOW),
    Route(finding.near, label=NEAR),
    Route(finding.areas, label=BY_AREA),
    Route(finding.people, label=FOR_WHOM),
    Route(finding.chosen, place=places.DIRECTORY),
    Route(listing.turned, button=LIST),
    Route(card.show, button=CARD),
    Route(concerns.ask, label=NOT_TRUE),
    Route(concerns.was_closed, label=WAS_CLOSED),
    Route(concerns.has_moved, label=HAS_MOVED),
    Route(concerns.is_wrong, label=IS_WRONG),
    Route(concerns.was_refused, label=WAS_REFUSED),
    Route(concerns.tell_of_refusal, label=REPORT_REFUSAL),
)
