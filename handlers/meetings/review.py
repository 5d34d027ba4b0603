"""The meeting an organiser puts together, whole, before anything is sent: what it says and what can be changed."""

from handlers.chat import states
from handlers.chat.keyboards import rows, ticked
from handlers.chat.markup import Keyboard
from handlers.chat.step import Asked, Question
from handlers.chat.turn import Turn
from handlers.meetings.edit import Edit, current
from handlers.meetings.shown import buttons
from handlers.meetings.shown.wording import draft_text, missing_line
from locales import Words
from services.meetings import meetings
from services.meetings.meeting import missing_texts


async def ask(turn: Turn) -> Asked:
    """All that was put together, what is missing, and the buttons that change each thing. Raises ForumGone."""
    words, edit, content = turn.words, current(turn), turn.app.content
    forum = meetings.forum_of(content, edit.draft.forum)
    if edit.is_known:
        first = words("👀 Please check. The change has not been sent yet.")
    else:
        first = words("👀 Please check. Nothing has been sent yet.")
    missing = missing_texts(edit.draft, content.languages)
    text = "\n\n".join((first, draft_text(words, edit.draft, forum), missing_line(words, missing)))
    return Asked(text, _keyboard(words, edit))


async def enter(turn: Turn, edit: Edit, first: str = "") -> None:
    """Show the review of this."""
    await REVIEW.enter(turn, first, **edit.facts())


def _keyboard(words: Words, edit: Edit) -> Keyboard:
    repeats = edit.draft.series.rule is not None
    return [
        *rows(
            words,
            (buttons.SEND_CHANGE if edit.is_known else buttons.PUBLISH,),
            (buttons.PREVIEW, None if edit.is_known else buttons.LATER),
            (buttons.DAY, buttons.TIME, buttons.LENGTH),
            (buttons.PLACE, buttons.AGENDA, buttons.TITLE),
            (buttons.REPEAT, buttons.EXCEPT if repeats else None, buttons.LANGUAGES),
        ),
        [ticked(words(buttons.URGENT), edit.draft.urgent)],
        *rows(words, (buttons.THROW_AWAY if edit.meeting and not edit.is_known else None,)),
    ]


REVIEW = Question(states.MEETING_REVIEW, ask)
