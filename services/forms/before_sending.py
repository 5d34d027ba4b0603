"""Questions that come before anything is sent, also for who hurries: a form names them in an item of its own.

Each is asked once, and at once where words written further down open it: what follows may depend on it. Who hurries on
from it has left it out.
"""

from contextlib import suppress
from typing import Final

from services.forms import Interview, NoSuchQuestion, Question, Step
from services.forms.open_questions import OpenQuestions

ITEM: Final = "before_sending"
"""The item of a form that names them, apart by spaces: as the answers so far make it."""


def comes_before_sending(interview: Interview) -> list[str]:
    """Their names, whether they apply or not."""
    return interview.value(ITEM).split()


def asked_before_sending(current: Step, moved: Interview) -> Interview:
    """The interview at the first of them that is still open, where somebody goes straight to the review; `current` is
    what was asked until now. Where nobody hurries, at the first that was just opened further up."""
    if moved.state.at:
        return moved
    names = comes_before_sending(moved)
    if not moved.state.hurried:
        opened = OpenQuestions(moved.instance).above() if names else ()
        return next((moved.change(node.path) for node in opened if node.path in names), moved)
    if isinstance(current, Question) and current.path in names and current.path not in moved.state.answers:
        with suppress(NoSuchQuestion):
            moved = moved.change(current.path).skip()
    for name in names:
        if name not in moved.state.answers:
            with suppress(NoSuchQuestion):
                return moved.change(name)
    return moved
