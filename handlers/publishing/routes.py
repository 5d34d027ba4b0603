"""Which button of a notice, or of a second yes, leads where."""

from handlers.chat.routing import Route
from handlers.chat.states import State
from handlers.meetings.shown import buttons
from handlers.publishing import approval, new

ROUTES: tuple[Route, ...] = (
    Route(new.begin, command="notices", label=buttons.OTHER_NOTICE),
    Route(new.report_back, label=buttons.REPORT_BACK),
    Route(approval.show, label=buttons.AWAITED),
)
STATES: tuple[State, ...] = tuple(step.state for step in (*new.STEPS, *approval.STEPS))
