"""The second organiser's yes: what somebody else wants to send to very many people, looked at before it goes."""

from handlers.chat import endings, states, unfinished
from handlers.chat.keyboards import pressed, rows
from handlers.chat.language_shown import LANGUAGE, language_shown, other_languages, pressed_language
from handlers.chat.notice_text import Wordings
from handlers.chat.refusals import run_or_say_not_saved
from handlers.chat.step import Asked, Question, Step
from handlers.chat.turn import Turn
from handlers.meetings import sent
from handlers.meetings.shown import buttons, overview
from handlers.meetings.shown import notices as meeting_notices
from handlers.meetings.shown.people import readers_line
from handlers.meetings.shown.wording import language_name, not_sent_line
from handlers.publishing import notices
from handlers.publishing.draft import audience_name
from locales import normal_label
from services.notices.outbox import Notice
from services.publishing import approval, publications
from services.publishing.senders import reach, sender

BROADCAST = "broadcast"


async def show(turn: Turn) -> None:
    """What waits: the first that the pressed button may be about."""
    if await unfinished.comes_first(turn):
        return
    found = await turn.read(approval.awaiting)
    wanted = normal_label(turn.label_rest or "")
    named = [each for each in found if normal_label(each.asked_by[1]) == wanted]
    if not found:
        await overview.show_list(turn, turn.words("🤝 Nothing waits for your yes any more."))
        return
    turn.conversation.facts = {}
    await DECIDING.question.enter(turn, broadcast=(named or found)[0].broadcast.id)


async def _ask(turn: Turn) -> Asked:
    app, words = turn.app, turn.words
    publication = await turn.read(publications.get, turn.conversation.facts[BROADCAST])
    broadcast, language = publication.broadcast, language_shown(turn)
    await turn.read(sender, broadcast.audiences)
    whom = await turn.read(reach, app.content, broadcast.audiences)
    names = words.listed([audience_name(app.content, each, turn.language) for each in broadcast.audiences])
    lines = [
        words("🤝 {who} wants to send this.", who=publication.asked_by[1]),
        words("👆 People who read {language} get this.", language=language_name(words, language)),
        words("👥 To: {groups}", groups=names),
        not_sent_line(words, buttons.APPROVE),
    ]
    decision = rows(words, (buttons.REFUSE,), (buttons.APPROVE,))
    notice = Notice(broadcast.kind, turn.chat, language, broadcast.facts)
    text = _SENT[broadcast.kind](notice, app.words(language)).text
    return Asked("\n".join(lines), other_languages(turn), (readers_line(words, whom), text), decision)


async def _take(turn: Turn) -> None:
    button = pressed(turn, (buttons.APPROVE, buttons.REFUSE))
    broadcast = turn.conversation.facts[BROADCAST]
    if button == buttons.APPROVE:
        turn.leave()
        turn.ends(endings.PUBLISHED)
        await sent.say_published(turn, await run_or_say_not_saved(turn, approval.approve, broadcast))
    elif button == buttons.REFUSE:
        turn.leave()
        turn.ends(endings.REFUSED)
        await run_or_say_not_saved(turn, approval.refuse, broadcast)
        await overview.show_list(turn, turn.words(endings.REFUSED))
    else:
        await DECIDING.question.enter(turn, **{LANGUAGE: pressed_language(turn)})


_SENT: Wordings = {**meeting_notices.WORDED, **notices.WORDED}
"""Whatever may wait for a second yes."""
DECIDING = Step(Question(states.NOTICE_DECIDING, _ask), _take, overview.back_to_list, holds_draft=False)
STEPS = (DECIDING,)
STEPS = (DECIDING,)
