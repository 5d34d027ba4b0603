"""What came to a question that a form asked, and whether that was all of the answer."""

from handlers.chat import keyboards
from handlers.chat.keyboards import is_passing, pressed, typed
from handlers.chat.turn import Turn
from handlers.forms.offering import TICKED
from handlers.forms.steps import MOVES, choice_named, is_proposal
from services.forms import Interview, Kind, Question, Step


def asked_where(turn: Turn, current: Step) -> bool:
    """True where a place was asked for, and one came."""
    return turn.arrival.position is not None and isinstance(current, Question) and current.kind is Kind.GEOPOINT


def only_added_words(was: Step, after: Interview) -> bool:
    """True where more was written to the same text, which is not confirmed yet."""
    if not isinstance(was, Question) or not was.multiline:
        return False
    now = after.current()
    return isinstance(now, Question) and was.path == now.path and now.so_far != was.so_far


def only_ticked(was: Step, after: Interview) -> bool:
    """True where one of several choices was ticked or unticked, and more may follow."""
    if not isinstance(was, Question) or was.kind not in TICKED:
        return False
    now = after.current()
    return isinstance(now, Question) and was.path == now.path


def awaits_buttons(current: Step) -> bool:
    """False where words are the answer: there a label counts as it is drawn."""
    return not (isinstance(current, Question) and current.kind is Kind.TEXT)


def means_stop(turn: Turn, current: Step) -> bool:
    """True for the way out, unless a choice is called so."""
    is_a_choice = isinstance(current, Question) and choice_named(turn, current)
    return not is_a_choice and pressed(turn, (keyboards.STOP,)) is not None


def is_an_old_button(turn: Turn, current: Step) -> bool:
    """True for a button of something that is over, where words are the answer."""
    if awaits_buttons(current) or not is_passing(turn) or pressed(turn, tuple(MOVES)) is not None:
        return False
    return isinstance(current, Question) and not choice_named(turn, current) and not is_proposal(turn, current)


def taken_as_words(turn: Turn, current: Step) -> str:
    """What to say to "stop" or "back" where it may be an answer, and was taken for one; '' for other words."""
    buttons = (keyboards.STOP, keyboards.BACK, keyboards.SKIP, keyboards.NEXT)
    if awaits_buttons(current) or pressed(turn, buttons) is not None:
        return ""
    button = typed(turn, buttons)
    if button is None:
        return ""
    return turn.words(
        "✍️ I took this as part of your answer. If you meant {button}, press it.", button=turn.words(button)
    )
