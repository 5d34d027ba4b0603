"""Steps of an interview, for tests that lead somebody through a form."""

from services.forms import Interview, Question, Review


def asked(interview: Interview) -> Question:
    """The question it is at."""
    step = interview.current()
    assert isinstance(step, Question)
    return step


def reviewed(interview: Interview) -> Review:
    """The review it is at."""
    step = interview.current()
    assert isinstance(step, Review)
    return step


def answered(interview: Interview, *answers: str) -> Interview:
    """With these answers given one after the other; an empty one skips."""
    for answer in answers:
        interview = interview.answer(answer) if answer else interview.skip()
    return interview
