"""Which command or button of somebody whom the desk calls leads where."""

from handlers.chat.routing import Route
from handlers.chat.states import State
from handlers.nudges import receiving

ROUTES: tuple[Route, ...] = (
    Route(receiving.show, command="nudges"),
    Route(receiving.end, command="nonudges"),
    Route(receiving.choose, button="nudges"),
)
STATES: tuple[State, ...] = ()
