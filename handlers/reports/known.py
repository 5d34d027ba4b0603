"""What a form that is sent like a report may ask of the bot: items of these names are filled in."""

from collections.abc import Mapping
from typing import Final

from handlers.chat import danger
from handlers.chat.turn import Turn
from handlers.reports.answer_time import is_answered_today
from services.forms import Interview, told_so_far

STORY: Final = "what_happened"
"""The text question for what somebody tells in their own words."""
ANSWERS_TODAY: Final = "answers_today"
"""Whether an answer still comes today: yes or no."""
WORDS_OF: Final = "words_of"
"""The kinds of danger (keys of `danger.toml`) that the story speaks of, apart by spaces."""
AID_WORKER: Final = "aid_worker"
"""Of these kinds that of abuse by those who help; the question `who` asks whether it is so."""
WHO: Final = "who"
FILLED_IN: Final = (ANSWERS_TODAY, WORDS_OF)


def what_is_known(turn: Turn, interview: Interview) -> Mapping[str, str]:
    """The answer to `who` stands, whatever becomes of the words it was asked for."""
    kinds = [each.danger.key for each in danger.spoken_of(turn, told_so_far(interview, STORY))]
    if interview.state.answers.get(WHO):
        kinds.append(AID_WORKER)
    is_today = is_answered_today(turn, interview.form)
    return {ANSWERS_TODAY: "yes" if is_today else "no", WORDS_OF: " ".join(dict.fromkeys(kinds))}
