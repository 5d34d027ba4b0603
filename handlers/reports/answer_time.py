"""How long an answer takes, said as it is: by what was sent and how urgent it is, else the usual time."""

from handlers.chat.turn import Turn
from services.content.answer_times import URGENT
from services.forms import Form, Interview

URGENT_REPORT = "true"


def answer_time(turn: Turn, interview: Interview) -> str:
    """One sentence: about how long an answer to these answers takes."""
    names = {interview.form.name, *interview.value("branch").split()}
    if interview.value("urgent") == URGENT_REPORT:
        names.add(URGENT)
    found = turn.app.content.organisation.answer_times.first_for(names)
    if found is None:
        return usual_time(turn)
    words = turn.words
    if found.days is not None:
        return words.plural("⏳ An answer takes up to {n} day.", "⏳ An answer takes up to {n} days.", n=found.days)
    return words.plural("⏳ An answer takes up to {n} hour.", "⏳ An answer takes up to {n} hours.", n=found.hours)


def usual_time(turn: Turn) -> str:
    """The same where nothing is known of what was sent."""
    time = turn.app.content.organisation.answer_time.said(turn.language)
    return turn.words("⏳ An answer takes about {time}.", time=time)


def any_time(turn: Turn) -> str:
    """For a mailbox, which does not tell what it belongs to: words that are true of what is urgent and of the rest."""
    organisation, words = turn.app.content.organisation, turn.words
    urgent = organisation.answer_times.first_for({URGENT})
    if urgent is None:
        return usual_time(turn)
    usual = words(
        "⏳ If it is not urgent, an answer takes about {time}.", time=organisation.answer_time.said(turn.language)
    )
    sooner = words.plural("🆘 If it is urgent, up to {n} hour.", "🆘 If it is urgent, up to {n} hours.", n=urgent.hours)
    return f"{usual}\n{sooner}"


def is_answered_today(turn: Turn, form: Form) -> bool:
    """Whether an answer to what is urgent in this form still comes today. Without a time in hours, it does not."""
    found = turn.app.content.organisation.answer_times.first_for({form.name, URGENT})
    return found is not None and found.is_today(turn.local)
