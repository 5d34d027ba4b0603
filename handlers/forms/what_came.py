"""What came to a question that a form asked, and whether that was all of the answer."""

from handlers.chat.turn import Turn
from services.forms import Interview, Kind, Question, Step


def can_take_words(turn: Turn, current: Step) -> bool:
    """A photo may come with words under it: words to a text question are kept though the photo is not."""
    return turn.text is not None and isinstance(current, Question) and current.multiline


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
    if not isinstance(was, Question) or was.kind is not Kind.MANY:
        return False
    now = after.current()
    return isinstance(now, Question) and was.path == now.path
