"""Everything a person can do in Telegram, gathered: the commands, the routes to it, its states, its refusals."""

from handlers import enrolment, forget, language, old_buttons, start, typed
from handlers.chat import danger, keyboards, refusals, states, wishes
from handlers.chat.refusals import Sentences
from handlers.chat.routing import Route, Switchboard
from handlers.chat.states import State
from handlers.directory import refusals as directory_refusals
from handlers.directory import routes as directory
from handlers.editing import routes as editing
from handlers.forms import refusals as form_refusals
from handlers.forums import refusals as forum_refusals
from handlers.forums import routes as forums
from handlers.guides import routes as guides
from handlers.meetings import refusals as meeting_refusals
from handlers.meetings import routes as meetings
from handlers.nudges import routes as nudges
from handlers.pickers import refusals as picker_refusals
from handlers.publishing import refusals as publishing_refusals
from handlers.publishing import routes as publishing
from handlers.reports import refusals as report_refusals
from handlers.reports import routes as reports
from handlers.surveys import routes as surveys
from locales import Message, mark

COMMANDS: tuple[tuple[str, Message], ...] = (
    # NOTE: These lines stand in Telegram's list of commands.
    ("start", mark("Open the menu")),
    ("report", mark("Report a concern")),
    ("mailbox", mark("Read an answer")),
    ("services", mark("Emergency numbers and places that help")),
    # NOTE: Neutral: the guide does not urge anybody to go back, nor to stay.
    ("return", mark("Going back home: what it involves")),
    ("safety", mark("Staying safe")),
    ("agreements", mark("Local agreements")),
    ("surveys", mark("Answer questions, without a name")),
    ("forums", mark("Meetings and news")),
    ("language", mark("Choose your language")),
    ("forget", mark("Remove the messages from this chat")),
    ("help", mark("What I can do")),
    ("stop", mark("Stop what is under way")),
)
"""The same words in every language; only their explanation is translated."""

FAMILIES = (reports, directory, guides, forums, surveys, meetings, publishing, editing, nudges)
ROUTES: tuple[Route, ...] = (
    Route(start.start, command="start", label=keyboards.MENU),
    Route(start.help_, command="help", label=keyboards.HELP, side_step=True),
    Route(start.help_, label=keyboards.OLD_HELP, side_step=True),
    Route(start.stop_all, command="stop", side_step=True),
    Route(language.ask, command="language", label=keyboards.LANGUAGE, side_step=True),
    Route(enrolment.ask, command="organiser"),
    Route(forget.forget, command="forget", label=keyboards.FORGET),
    *typed.ROUTES,
    *(route for family in FAMILIES for route in family.ROUTES),
)
STATES: dict[str, State] = {
    state.name: state
    for state in (
        State(states.ENROLMENT, enrolment.written, again=enrolment.ask_again),
        *typed.STATES,
        *(state for family in FAMILIES for state in family.STATES),
    )
}
"""Where a conversation can be, by name."""
REFUSALS: Sentences = {
    **refusals.SENTENCES,
    **form_refusals.SENTENCES,
    **picker_refusals.SENTENCES,
    **report_refusals.SENTENCES,
    **directory_refusals.SENTENCES,
    **forum_refusals.SENTENCES,
    **meeting_refusals.SENTENCES,
    **publishing_refusals.SENTENCES,
}
"""What is said to each refusal."""


def switchboard() -> Switchboard:
    """Every door of the conversation."""
    return Switchboard(
        ROUTES,
        start.fallback,
        start.elsewhere,
        follow=start.follow_link,
        listen=danger.listen,
        passing=old_buttons.EVERYWHERE,
        wished=wishes.wished,
    )
