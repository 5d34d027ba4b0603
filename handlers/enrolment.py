"""Becoming an organiser, an editor, or somebody whom the desk calls, with a code from the steward: by its link, or
typed after /organiser.
"""

from handlers.chat import endings, keyboards, states, unfinished
from handlers.chat.keyboards import rows
from handlers.chat.menu import own_menu
from handlers.chat.refusals import not_now
from handlers.chat.sweeping import remove_own
from handlers.chat.turn import Turn
from handlers.nudges import receiving
from handlers.reports.one_message import is_something_else
from services import enrolment
from services.conversation import quotas
from services.enrolment import ALL_FORUMS, ORGANISER, RECEIVER, CodeUnknown, Enrolled
from services.errors import Refusal


async def ask(turn: Turn) -> None:
    """/organiser with the code behind it; without one, ask for it."""
    if await unfinished.comes_first(turn):
        return
    code = (turn.text or "").partition(" ")[2].strip()
    if code:
        await use(turn, code)
        return
    states.go(turn, states.ENROLMENT)
    await turn.keep()
    await ask_again(turn)


async def ask_again(turn: Turn) -> None:
    """How to write the code."""
    await turn.say(turn.words("🔑 Please type the code you were given: 12 letters and digits."), _keyboard(turn))


async def written(turn: Turn) -> None:
    """Something came that may be a code."""
    if await is_something_else(turn):
        return
    if turn.text is None:
        await ask_again(turn)
    else:
        await use(turn, turn.text)


def is_a_link(parameter: str) -> bool:
    """Whether a link holds a code."""
    return enrolment.read_start_parameter(parameter) is not None


async def by_link(turn: Turn, parameter: str) -> bool:
    """True where the link held a code, which was used or said to open nothing."""
    code = enrolment.read_start_parameter(parameter)
    if code is not None:
        await use(turn, code)
    return code is not None


async def use(turn: Turn, code: str) -> None:
    """Enrol the person, or say that the code opens nothing. The code does not stay in the chat."""
    app, number = turn.app, turn.arrival.number
    await remove_own(turn)
    before = turn.conversation.place, turn.conversation.facts
    turn.leave()
    turn.ends(endings.ENROLLED)
    try:
        app.quotas.check(quotas.CODE_TRY, turn.chat, number, turn.said)
        person = await turn.run(enrolment.enrol, code, turn.chat, turn.language, turn.said)
    except Refusal as refusal:
        turn.enter(before[0], **before[1])
        if isinstance(refusal, CodeUnknown):
            app.quotas.note(quotas.CODE_TRY, turn.chat, number, turn.said)
        waits = turn.conversation.place == states.ENROLMENT
        await turn.say(not_now(turn, refusal), _keyboard(turn) if waits else await own_menu(turn))
        return
    await turn.say(_welcome(turn, person), await own_menu(turn))


async def in_a_group(turn: Turn) -> bool:
    """True where somebody sent a code for the whole group, which was used or said to open nothing. Only what the desk
    calls can be a group."""
    command, _, code = (turn.text or "").partition(" ")
    if command.partition("@")[0] != "/organiser" or not code.strip():
        return False
    app, number = turn.app, turn.arrival.number
    try:
        app.quotas.check(quotas.CODE_TRY, turn.chat, number, turn.said)
        await turn.run(enrolment.enrol_group, code, turn.chat, turn.language, turn.said)
    except Refusal as refusal:
        if isinstance(refusal, CodeUnknown):
            app.quotas.note(quotas.CODE_TRY, turn.chat, number, turn.said)
        await turn.say(not_now(turn, refusal))
        return True
    await turn.say(receiving.welcome(turn.words))
    return True


def _welcome(turn: Turn, person: Enrolled) -> str:
    words = turn.words
    if person.role == RECEIVER:
        return receiving.welcome(words)
    if person.role != ORGANISER:
        return words(
            "🤝 Welcome. You can now keep the list of services right: press {button}.", button=words(keyboards.EDIT)
        )
    known = turn.app.content.forums
    names = [
        each.name.said(turn.language) for each in known if each.key in person.forums or ALL_FORUMS in person.forums
    ]
    return "\n".join(
        (
            words("🤝 Welcome. You can now organise meetings: press {button}.", button=words(keyboards.ORGANISE)),
            *(words("👥 {name}", name=name) for name in names),
        )
    )


def _keyboard(turn: Turn) -> list[list[str]]:
    return rows(turn.words, (keyboards.STOP,))
