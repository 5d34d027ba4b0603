"""Which button of a guide or an agreement leads where."""

from handlers.chat import keyboards
from handlers.chat.routing import Route
from handlers.chat.states import State
from handlers.guides import agreements, pages, ticking

ROUTES: tuple[Route, ...] = (
    Route(pages.going_home, command="return", label=keyboards.RETURN),
    Route(pages.staying_safe, command="safety", label=keyboards.SAFETY),
    Route(pages.tell_of_pressure, label=keyboards.PRESSURE),
    Route(pages.ask_for_company, label=keyboards.ACCOMPANY),
    Route(pages.overview, button="guide"),
    Route(pages.step, button="step"),
    Route(pages.areas, button="areas"),
    Route(pages.area, button="area"),
    Route(pages.pass_on, button="pass"),
    Route(pages.helpers, button="help"),
    Route(pages.services, button="need"),
    Route(ticking.own_list, button="list"),
    Route(ticking.tick, button="tick"),
    Route(agreements.show, command="agreements", label=keyboards.AGREEMENTS),
    Route(agreements.tell, label=keyboards.KEPT_OR_BROKEN),
    Route(agreements.again, button="pacts"),
    Route(agreements.one, button="pact"),
)
STATES: tuple[State, ...] = ()
"""What one reads or ticks lies in the buttons alone."""
