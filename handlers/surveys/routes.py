"""Which button of a survey leads where, and the states of one."""

from handlers.chat import keyboards, states, stopping, unfinished
from handlers.chat.routing import Route
from handlers.chat.states import State
from handlers.surveys import surveys
from locales import sentence

ROUTES: tuple[Route, ...] = (
    Route(surveys.show, command="surveys", label=keyboards.SURVEYS),
    Route(surveys.chosen, label=keyboards.ANSWER_SURVEY),
)
STATES: tuple[State, ...] = (
    State(states.SURVEY_SCREEN, surveys.screen, again=surveys.show_screen, stop=stopping.stop_alone, only_buttons=True),
    State(
        states.SURVEY,
        surveys.answered,
        again=surveys.QUESTIONS.again,
        stop=stopping.stop_alone,
        unfinished=unfinished.offered(sentence("📝 You have answers that are not sent yet.")),
        is_form=True,
    ),
)
