"""How long an answer takes, said as it is: by what was sent and how urgent it is, else the usual time."""

from handlers.chat.turn import Turn
from services.content.answer_times import URGENT, AnswerTime
from services.content.known import hours_promised
from services.forms import Interview
from services.reports.memo import NO_ANSWER, USUAL


def answer_time(turn: Turn, interview: Interview) -> str:
    """One sentence: about how long an answer to these answers takes; '' where none is wanted."""
    return time_of(turn, hours_promised(turn.app.content.organisation.answer_times, interview))


def time_of(turn: Turn, hours: int | None) -> str:
    """The sentence for what a mailbox remembers. One from before that knows nothing tells what is true of each."""
    words = turn.words
    if hours is None:
        return _any_time(turn)
    if hours == NO_ANSWER:
        return ""
    if hours == USUAL:
        return _usual_time(turn)
    days = AnswerTime((), hours).days
    if days is not None:
        return words.plural("⏳ An answer takes up to {n} day.", "⏳ An answer takes up to {n} days.", n=days)
    return words.plural("⏳ An answer takes up to {n} hour.", "⏳ An answer takes up to {n} hours.", n=hours)


def _usual_time(turn: Turn) -> str:
    time = turn.app.content.organisation.answer_time.said(turn.language)
    return turn.words("⏳ An answer takes about {time}.", time=time)


def _any_time(turn: Turn) -> str:
    """For a mailbox, which does not tell what it belongs to: words that are true of what is urgent and of the rest."""
    organisation, words = turn.app.content.organisation, turn.words
    urgent = organisation.answer_times.first_for({URGENT})
    if urgent is None:
        return _usual_time(turn)
    usual = words(
        "⏳ If it is not urgent, an answer takes about {time}.", time=organisation.answer_time.said(turn.language)
    )
    sooner = words.plural("🆘 If it is urgent, up to {n} hour.", "🆘 If it is urgent, up to {n} hours.", n=urgent.hours)
    return f"{usual}\n{sooner}"
