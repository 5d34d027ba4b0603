"""What is asked after a meeting, one question after the other. What becomes of the answers: minutes, minutes_end."""

from collections.abc import Iterable

from handlers.chat import keyboards, states
from handlers.chat.keyboards import about, rows
from handlers.chat.screen.markup import Keyboard
from handlers.chat.step import Asked, Question
from handlers.chat.turn import Turn
from handlers.meetings.known import OCCASION
from handlers.meetings.shown import buttons
from handlers.meetings.shown.notices import action_line
from handlers.pickers.day import day_keyboard
from handlers.pickers.number import number_keyboard
from locales import Message, Words
from services.enrolment import require_organiser
from services.meetings import meetings, minutes, topics
from services.meetings.minutes import OpenAction
from services.meetings.topics import Topic
from services.recurrence import wall_of


async def forum_of(turn: Turn) -> str:
    """The forum of the meeting this conversation is about. Raises MeetingGone, NotAnOrganiser."""
    occasion = await turn.read(meetings.occasion, turn.conversation.facts[OCCASION])
    await turn.read(require_organiser, turn.chat, occasion.meeting.forum)
    return occasion.meeting.forum


async def earlier_actions(turn: Turn) -> list[OpenAction]:
    """What the forum agreed on at other meetings and is not done."""
    forum = await forum_of(turn)
    own = await turn.read(minutes.of_occasion, turn.conversation.facts[OCCASION])
    found = await turn.read(minutes.open_actions, forum)
    return [each for each in found if own is None or each.minutes != own.id]


async def actions_by_number(turn: Turn) -> dict[int, OpenAction]:
    """What was agreed earlier and is not done, under the numbers it had when it was first asked about: a button that
    was drawn before another one was pressed still means the same."""
    found = {(each.minutes, each.number): each for each in await earlier_actions(turn)}
    asked = [(str(minutes), int(number)) for minutes, number in turn.conversation.facts["asked_actions"]]
    return {place: found[which] for place, which in enumerate(asked, 1) if which in found}


async def suggested(turn: Turn) -> list[Topic]:
    """What residents asked for."""
    return await turn.read(topics.topics, await forum_of(turn), turn.now)


async def topics_by_number(turn: Turn) -> dict[int, Topic]:
    """The same, and nobody has called it talked about, under the numbers it had when it was first asked about."""
    facts = turn.conversation.facts
    found = {each.id: each for each in await suggested(turn) if each.id not in facts["settled"]}
    return {place: found[id] for place, id in enumerate(facts["asked_topics"], 1) if id in found}


def heads_line(words: Words, heads: list[int]) -> str:
    """How many came."""
    women, men, youth = heads
    return words("👩 Women: {women}, 👨 men: {men}, 🧒 young people: {youth}", women=women, men=men, youth=youth)


async def _count(turn: Turn) -> Asked:
    words, heads = turn.words, turn.conversation.facts["heads"]
    await forum_of(turn)
    asked = (words("👩 How many women came?"), words("👨 How many men came?"), words("🧒 How many young people came?"))
    how = words("Or write all three in one message: women, men, young people. For example: 12 8 5") if not heads else ""
    noted = (words("👍 Women: {n}", n=heads[0]),) if heads else ()
    noted = (*noted, words("👍 Men: {n}", n=heads[1])) if len(heads) > 1 else noted
    return Asked("\n".join(part for part in (*noted, asked[len(heads)], how) if part), number_keyboard())


async def _earlier(turn: Turn) -> Asked:
    words, found = turn.words, await actions_by_number(turn)
    lines = [words.isolated(f"{number}. {action.what}") for number, action in found.items()]
    text = words("📌 Agreed earlier. Press what is done by now, then {button}.", button=words(keyboards.NEXT))
    heads = heads_line(words, turn.conversation.facts["heads"])
    return Asked("\n".join([heads, text, *lines]), _numbered(words, buttons.DONE, found))


async def _action(turn: Turn) -> Asked:
    words, actions = turn.words, turn.conversation.facts["actions"]
    text = words(
        "🤝 What was agreed? One thing in a message. If nothing (more) was agreed, press {button}.",
        button=words(buttons.NOTHING_MORE),
    )
    noted = "\n".join(action_line(each, words) for each in actions) or heads_line(
        words, turn.conversation.facts["heads"]
    )
    together = "\n\n".join(part for part in (noted, text) if part)
    return Asked(together, rows(words, (buttons.NOTHING_MORE,)))


async def _owner(turn: Turn) -> Asked:
    words = turn.words
    text = words("🙋 Who does it? A group or an office, no names of people. For example: the municipality.")
    return Asked(text, rows(words, (keyboards.SKIP,)))


async def _due(turn: Turn) -> Asked:
    words = turn.words
    today = wall_of(turn.said, turn.app.content.organisation.timezone).day
    return Asked(words("📅 By when?"), [*day_keyboard(words, today), *rows(words, (keyboards.SKIP,))])


async def _open(turn: Turn) -> Asked:
    words, found = turn.words, await topics_by_number(turn)
    lines = [words("💬 What is still to be talked about? Write it, or press {button}.", button=words(keyboards.NEXT))]
    lines += [words("- {topic}", topic=topic) for topic in turn.conversation.facts["topics"]]
    if found:
        lines.append(words("💡 People suggested these. Press the ones that were talked about:"))
        lines += [words.isolated(f"{number}. {topic.text}") for number, topic in found.items()]
    return Asked("\n".join(lines), _numbered(words, buttons.TALKED_ABOUT, found))


async def _review(turn: Turn) -> Asked:
    words, facts = turn.words, turn.conversation.facts
    await forum_of(turn)
    lines = [words("👀 Please check."), heads_line(words, facts["heads"])]
    lines += [action_line(each, words) for each in facts["actions"]]
    lines += [words("💬 {topic}", topic=topic) for topic in facts["topics"]]
    lines.append(words("✋ It is not saved yet. To save it, press {button}.", button=words(buttons.SAVE)))
    return Asked("\n".join(lines), rows(words, (buttons.SAVE,)))


def _numbered(words: Words, label: Message, numbers: Iterable[int]) -> Keyboard:
    labels = [[about(words, label, str(number))] for number in numbers]
    return [*labels, *rows(words, (keyboards.NEXT,))]


COUNT = Question(states.MINUTES_COUNT, _count)
EARLIER = Question(states.MINUTES_EARLIER, _earlier)
ACTION = Question(states.MINUTES_ACTION, _action)
OWNER = Question(states.MINUTES_OWNER, _owner)
DUE = Question(states.MINUTES_DUE, _due)
OPEN = Question(states.MINUTES_OPEN, _open)
REVIEW = Question(states.MINUTES_REVIEW, _review)
