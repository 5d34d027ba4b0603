"""Sending what was put together about a meeting, and what is said when another organiser was quicker."""

from dataclasses import replace

from handlers.chat import endings, keyboards
from handlers.chat.keyboards import rows
from handlers.chat.refusals import not_now, run_or_say_not_saved
from handlers.chat.turn import Turn
from handlers.meetings import known, review
from handlers.meetings.edit import FACT, Edit, current
from handlers.meetings.preview import planned
from handlers.meetings.sent import say_published
from handlers.meetings.shown import buttons
from handlers.meetings.shown.wording import draft_text
from services.meetings import meetings as rules
from services.meetings.meeting import DRAFT, MeetingChanged, draft_of
from services.meetings.reminders import to_come
from services.publishing import telling
from services.publishing.publications import Published

SURE = (buttons.SHOW_NEW_STATE, buttons.MINE_COUNTS)
"""What can be said when another organiser was quicker."""


async def send(turn: Turn) -> None:
    """Publish, change, move or cancel. Where another organiser was quicker, both states are kept and shown."""
    place, facts = turn.conversation.place, turn.conversation.facts
    try:
        published = await _decide(turn)
    except MeetingChanged as refusal:
        turn.conversation.enter(place, **facts)
        await _changed_meanwhile(turn, refusal)
        return
    await say_published(turn, published)


async def settle_difference(turn: Turn, mine_counts: bool) -> None:
    """After another organiser was quicker: look at their state, or keep one's own words over it. Raises MeetingGone."""
    facts = turn.conversation.facts
    if FACT not in facts:
        await known.enter(turn, facts[known.OCCASION])
        return
    edit = current(turn)
    assert edit.meeting is not None, "what is kept nowhere cannot have been changed by another"
    meeting = await turn.read(rules.get, edit.meeting)
    if mine_counts:
        await review.enter(turn, replace(edit, version=meeting.version, is_known=meeting.status != DRAFT))
    else:
        await review.enter(turn, Edit.of(meeting))


async def _decide(turn: Turn) -> Published:
    plan = planned(turn)
    turn.leave()
    turn.ends(endings.PUBLISHED)
    return await run_or_say_not_saved(turn, telling.tell, plan)


async def _changed_meanwhile(turn: Turn, refusal: MeetingChanged) -> None:
    """Say so and show how it is now. What this person put together is still kept."""
    words, app, facts = turn.words, turn.app, turn.conversation.facts
    id = facts[FACT]["meeting"] if FACT in facts else facts["meeting"]
    meeting = await turn.read(rules.get, id)
    forum = rules.forum_of(app.content, meeting.forum)
    now = draft_text(words, draft_of(meeting), forum, to_come(forum, meeting.standing, turn.now))
    mine = buttons.MINE_COUNTS if FACT in facts else None
    keyboard = rows(words, (buttons.SHOW_NEW_STATE, mine), (keyboards.STOP,))
    await turn.say("\n\n".join((not_now(turn, refusal), now)), keyboard)
