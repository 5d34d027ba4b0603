"""Which button about meetings and news leads where, and the states of asking for a topic."""

from handlers.chat import keyboards, states, stopping
from handlers.chat.routing import Route
from handlers.chat.states import State
from handlers.forums import advice, joining, quiet_hours, rsvp, subscriptions, topic_for_whom, topics, which_group

ROUTES: tuple[Route, ...] = (
    Route(joining.show, command="forums", label=keyboards.FORUMS),
    Route(joining.show_later, label=keyboards.MORE_MEETINGS),
    Route(joining.join, label=keyboards.JOIN),
    Route(joining.join, label=keyboards.OLD_JOIN),
    Route(joining.leave, label=keyboards.LEAVE),
    Route(which_group.to_join, label=keyboards.JOIN_A_GROUP),
    Route(which_group.to_leave, label=keyboards.LEAVE_A_GROUP),
    Route(joining.show, label=keyboards.OLD_JOINED),
    Route(advice.join, label=keyboards.WARN),
    Route(advice.join, label=keyboards.OLD_WARN),
    Route(advice.leave, label=keyboards.WARN_NO_MORE),
    Route(advice.show, label=keyboards.OLD_WARNED),
    Route(advice.show, label=keyboards.ADVICE),
    Route(rsvp.show, label=keyboards.ABOUT_MEETING),
    Route(rsvp.yes, label=keyboards.COMING),
    Route(rsvp.no, label=keyboards.NOT_COMING),
    Route(rsvp.maybe, label=keyboards.MAYBE_COMING),
    Route(rsvp.calendar, label=keyboards.CALENDAR),
    Route(topics.ask, label=keyboards.TOPIC),
    Route(quiet_hours.ask, label=keyboards.QUIET),
    Route(quiet_hours.none, label=keyboards.AT_ANY_HOUR),
    Route(subscriptions.stop_everything, label=keyboards.STOP_NOTICES),
)
STATES: tuple[State, ...] = (
    State(states.TOPIC, topics.written, again=topics.ask_again),
    State(
        states.TOPIC_FOR_WHOM,
        topics.for_whom,
        again=topic_for_whom.ask_again,
        stop=stopping.stop,
        unfinished=topic_for_whom.ask_again,
        only_buttons=True,
    ),
)
