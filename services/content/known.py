"""What a form that is sent like a report may ask of whoever runs it: items of these names are filled in; and within
which time an answer to it is promised. The same in the chat and at the desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from services.content.answer_times import URGENT, AnswerTimes
from services.content.content import Content
from services.danger import AID_WORKER
from services.forms import Form, Interview, told_so_far
from services.reports.memo import NO_ANSWER, USUAL
from services.reports.reports import YES, wants_answer

STORY: Final = "what_happened"
"""The text question for what somebody tells in their own words."""
ANSWERS_TODAY: Final = "answers_today"
"""Whether an answer still comes today: yes or no."""
WORDS_OF: Final = "words_of"
"""The kinds of danger (keys of `danger.toml`) that the story speaks of, apart by spaces."""
WHO: Final = "who"
"""The question whether it is somebody who helps (AID_WORKER among the kinds)."""
FILLED_IN: Final = (ANSWERS_TODAY, WORDS_OF)


def what_is_known(content: Content, interview: Interview, local: datetime) -> Mapping[str, str]:
    """What these items say at that moment of the site's clock. The answer to `who` stands, whatever becomes of the
    words it was asked for."""
    kinds = [each.danger.key for each in content.danger.spoken_of(told_so_far(interview, STORY))]
    if interview.state.answers.get(WHO):
        kinds.append(AID_WORKER)
    is_today = is_answered_today(content.organisation.answer_times, interview.form, local)
    return {ANSWERS_TODAY: "yes" if is_today else "no", WORDS_OF: " ".join(dict.fromkeys(kinds))}


def hours_promised(times: AnswerTimes, interview: Interview) -> int:
    """Within how many hours an answer is promised, as its mailbox remembers it (services.reports.memo): what is
    promised once is what is said later."""
    if not wants_answer(interview):
        return NO_ANSWER
    names = {interview.form.name, *interview.value("branch").split()}
    if interview.value("urgent") == YES:
        names.add(URGENT)
    found = times.first_for(names)
    return USUAL if found is None else found.hours


def is_answered_today(times: AnswerTimes, form: Form, local: datetime) -> bool:
    """Whether an answer to what is urgent in this form still comes today. Without a time in hours, it does not."""
    found = times.first_for({form.name, URGENT})
    return found is not None and found.is_today(local)
