"""The end of the minutes: what is still to be talked about, and saving it all."""

from datetime import date
from typing import Any

from handlers.chat import endings, keyboards
from handlers.chat.keyboards import NotOffered, about, pressed, rows
from handlers.chat.refusals import run_or_say_not_saved
from handlers.chat.routing import MIDDLE_DOT
from handlers.chat.step import Step
from handlers.chat.turn import Turn
from handlers.meetings.known import OCCASION
from handlers.meetings.minutes_questions import ACTION, OPEN, REVIEW, forum_of, topics_by_number
from handlers.meetings.shown import buttons
from handlers.meetings.shown.wording import forum_name
from handlers.pickers.number import read_numbers
from locales import match_label
from services.authoring.texts import TextTooLong, length
from services.meetings import minutes
from services.meetings.minutes import MOST, TOPIC_LIMIT, Action, HeadCount, MinutesDraft, TooManyPoints


async def _take_open(turn: Turn) -> None:
    topics, text = turn.conversation.facts["topics"], " ".join((turn.text or "").split())
    label, _, number = text.partition(MIDDLE_DOT)
    if pressed(turn, (keyboards.NEXT,)):
        await REVIEW.enter(turn)
    elif number and match_label(label, (buttons.TALKED_ABOUT,), turn.app.languages):
        await _talked_about(turn, number)
    elif len(topics) >= MOST:
        raise TooManyPoints(MOST)
    elif length(text) > TOPIC_LIMIT:
        raise TextTooLong("topic", turn.language, length(text), TOPIC_LIMIT)
    else:
        await OPEN.enter(turn, topics=[*topics, text])


async def _talked_about(turn: Turn, which: str) -> None:
    found, (number,) = await topics_by_number(turn), read_numbers(which, 1)
    facts = turn.conversation.facts
    if number in found:
        await OPEN.enter(turn, settled=[*facts["settled"], found[number].id])
    elif 1 <= number <= len(facts["asked_topics"]):  # that one was called talked about already
        await OPEN.show(turn)
    else:
        raise NotOffered


async def _save(turn: Turn) -> None:
    if not pressed(turn, (buttons.SAVE,)):
        raise NotOffered
    facts = turn.conversation.facts
    heads, actions = HeadCount(*facts["heads"]), [_action(each) for each in facts["actions"]]
    forum = await forum_of(turn)
    draft, settled = MinutesDraft(heads, actions, facts["topics"]), facts["settled"]
    turn.leave()
    turn.ends(endings.MINUTES_SAVED)
    await run_or_say_not_saved(turn, minutes.end, facts[OCCASION], draft, settled)
    words = turn.words
    said = words(
        "✅ Saved. What is not done yet comes up at the next meeting. Tell the group what came of it: {button}.",
        button=words(buttons.REPORT_BACK),
    )
    tell = about(words, buttons.REPORT_BACK, forum_name(words, turn.app.content, forum))
    await turn.say(said, [[tell], *rows(words, (keyboards.ORGANISE, keyboards.MENU))])


async def _to_action(turn: Turn) -> None:
    await ACTION.enter(turn)


async def _to_open(turn: Turn) -> None:
    """The topic noted last is taken back; with none, what was agreed is asked again."""
    await OPEN.enter(turn)


async def _back_from_open(turn: Turn) -> None:
    topics = turn.conversation.facts["topics"]
    if topics:
        await OPEN.enter(turn, topics=topics[:-1])
    else:
        await _to_action(turn)


def _action(fact: dict[str, Any]) -> Action:
    by = date.fromisoformat(fact["by"]) if fact["by"] else None
    return Action(fact["what"], fact["owner"], by, fact["is_done"])


STEPS = (Step(OPEN, _take_open, _back_from_open, takes_text=True), Step(REVIEW, _save, _to_open))
