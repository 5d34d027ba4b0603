"""A notice exactly as people will get it, one language at a time. What can be done: send."""

from handlers.chat import states
from handlers.chat.keyboards import rows, ticked
from handlers.chat.language_shown import language_shown, other_languages
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.step import Asked, Question
from handlers.chat.turn import Turn
from handlers.meetings.shown import buttons
from handlers.meetings.shown.people import readers_line
from handlers.meetings.shown.wording import language_name, missing_line, night_line, not_sent_line, second_yes_line
from handlers.publishing.draft import audience_name, current
from handlers.publishing.notices import WORDED
from services.notices.outbox import Notice
from services.publishing import announcements
from services.publishing.senders import sender


async def _ask(turn: Turn) -> Asked:
    app, words, draft = turn.app, turn.words, current(turn).draft
    language = language_shown(turn)
    await turn.read(sender, draft.audiences)
    found = await turn.read(announcements.preview, draft)
    whom = words.listed([audience_name(app.content, each, turn.language) for each in draft.audiences])
    for_whom = short_messages([readers_line(words, found.reach), missing_line(words, found.missing)])
    lines = [
        words("👆 People who read {language} get this.", language=language_name(words, language)),
        words("👥 To: {groups}", groups=whom),
        second_yes_line(words) if found.reach.needs_second_yes else "",
        night_line(words, found.night),
        not_sent_line(words, buttons.PUBLISH),
    ]
    keyboard = [
        *other_languages(turn),
        [ticked(words(buttons.URGENT), draft.urgent)],
        *rows(words, (buttons.LANGUAGES, buttons.TEST)),
    ]
    text = WORDED[found.kind](Notice(found.kind, turn.chat, language, found.facts), app.words(language)).text
    return Asked(
        "\n".join(line for line in lines if line), keyboard, [*for_whom, text], rows(words, (buttons.PUBLISH,))
    )


REVIEW = Question(states.NOTICE_REVIEW, _ask)
