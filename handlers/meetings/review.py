"""The meeting an organiser puts together, whole, before anything is sent: what it says and what can be changed."""

from datetime import datetime

from handlers.chat import states
from handlers.chat.keyboards import rows, ticked
from handlers.chat.screen.markup import Keyboard
from handlers.chat.step import Asked, Question
from handlers.chat.turn import Turn
from handlers.meetings.edit import Edit, current
from handlers.meetings.shown import buttons
from handlers.meetings.shown.wording import draft_text, late_line, missing_line, night_line, not_sent_line
from locales import Words
from services.meetings import meetings
from services.meetings.meeting import missing_texts
from services.meetings.reminders import to_come
from services.notices.nights import night
from services.publishing.publications import RECALL_WINDOW
from services.recurrence import next_occurrences


async def ask(turn: Turn) -> Asked:
    """All that was put together, what is missing, and the buttons that change each thing. Raises ForumGone."""
    words, edit, content = turn.words, current(turn), turn.app.content
    forum = meetings.forum_of(content, edit.draft.forum)
    missing = missing_texts(edit.draft, content.languages)
    told = turn.now + RECALL_WINDOW
    ahead = () if edit.is_known else next_occurrences(edit.draft.series, turn.now, 1)
    parts = (
        missing_line(words, missing),
        draft_text(words, edit.draft, forum, to_come(forum, edit.draft.series, told)),
        _night_line(words, edit, told),
        *(late_line(words, told, each.starts, edit.draft.series.zone) for each in ahead),
        _not_sent(words, edit),
    )
    return Asked("\n\n".join(part for part in parts if part), _keyboard(words, edit))


def _night_line(words: Words, edit: Edit, told: datetime) -> str:
    """For who publishes without another look. A change is looked at first, and it is said there."""
    series = edit.draft.series
    if edit.is_known or edit.draft.urgent:
        return ""
    ahead = () if series.rule else next_occurrences(series, told, 1)
    return night_line(words, night(told, series.zone, ahead[0].starts if ahead else None))


def _not_sent(words: Words, edit: Edit) -> str:
    if not edit.is_known:
        return not_sent_line(words, buttons.PUBLISH)
    return words(
        "✋ The change has not been sent yet. To see it as people will get it, and then send it, press {button}.",
        button=words(buttons.PREVIEW),
    )


async def enter(turn: Turn, edit: Edit, first: str = "") -> None:
    """Show the review of this."""
    await REVIEW.enter(turn, first, **edit.facts())


def _keyboard(words: Words, edit: Edit) -> Keyboard:
    repeats = edit.draft.series.rule is not None
    return [
        *rows(
            words,
            (buttons.PREVIEW, None if edit.is_known else buttons.PUBLISH),
            (None if edit.is_known else buttons.LATER,),
            (buttons.DAY, buttons.TIME, buttons.PLACE),
            (buttons.AGENDA, buttons.TITLE, buttons.LENGTH),
            (buttons.REPEAT, buttons.EXCEPT if repeats else None, buttons.LANGUAGES),
        ),
        [ticked(words(buttons.URGENT), edit.draft.urgent)],
        *rows(words, (buttons.THROW_AWAY if edit.meeting and not edit.is_known else None,)),
    ]


REVIEW = Question(states.MEETING_REVIEW, ask)
