"""Which button of the directory leads where."""

from handlers.chat import keyboards
from handlers.chat.routing import Route
from handlers.chat.states import State
from handlers.directory import card, feedback, finding, listing
from handlers.directory.buttons import (
    BY_AREA,
    CARD,
    CARD_MAP,
    CARD_MORE,
    CARD_UNTRUE,
    EVERYWHERE,
    FOR_WHOM,
    HAS_MOVED,
    IS_WRONG,
    LIST,
    NEAR,
    NOT_TRUE,
    ON_MAP,
    OPEN_NOW,
    OTHER_SERVICES,
    REPORT_REFUSAL,
    WAS_CLOSED,
    WAS_REFUSED,
)

ROUTES: tuple[Route, ...] = (
    Route(finding.show, command="services", label=keyboards.SERVICES),
    Route(finding.look_further, label=OTHER_SERVICES),
    Route(finding.everywhere, label=EVERYWHERE),
    Route(finding.open_now, label=OPEN_NOW),
    Route(finding.near, label=NEAR),
    Route(finding.areas, label=BY_AREA),
    Route(finding.people, label=FOR_WHOM),
    Route(listing.turned, button=LIST),
    Route(card.show, button=CARD),
    Route(card.more, button=CARD_MORE),
    Route(card.on_map, button=CARD_MAP),
    Route(feedback.ask, button=CARD_UNTRUE),
    Route(card.on_map, label=ON_MAP),
    Route(feedback.ask, label=NOT_TRUE),
    Route(feedback.was_closed, label=WAS_CLOSED),
    Route(feedback.has_moved, label=HAS_MOVED),
    Route(feedback.is_wrong, label=IS_WRONG),
    Route(feedback.was_refused, label=WAS_REFUSED),
    Route(feedback.tell_of_refusal, label=REPORT_REFUSAL),
)
STATES: tuple[State, ...] = ()
"""What is written while somebody looks for help is taken by `handlers.typed`."""
