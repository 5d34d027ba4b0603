"""The door: the welcome, the menu, help, stop, and what to say to words that belong nowhere."""

from contextlib import suppress

from telegram.error import BadRequest

from handlers import enrolment, typed
from handlers.chat import endings, keyboards, states, stopping, unfinished
from handlers.chat.held_words import held, waits
from handlers.chat.keyboards import pressed
from handlers.chat.menu import own_menu
from handlers.chat.refusals import emergency_lines
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.turn import Turn
from handlers.chat.welcome import welcome
from handlers.forums import invitation, subscriptions
from handlers.nudges import receiving
from services.conversation import quotas
from services.conversation.quotas import QuotaSpent
from services.forums import read_start_parameter

LONGEST_LINK = 64
"""Characters behind ?start= at most (Bot API, deep linking)."""


async def start(turn: Turn) -> None:
    """The welcome and the menu, or what a link leads to. What is unfinished is offered first, never dropped."""
    parameter = (turn.text or "").partition(" ")[2].strip()
    link = parameter if _is_a_link(parameter) else ""
    if await unfinished.comes_first(turn, link, but=() if link else (states.WORDS,)):
        return
    if await enrolment.by_link(turn, parameter):
        return
    invited = read_start_parameter(parameter)
    if invited is not None:
        turn.accept_language(invited)
        turn.conversation.invited = parameter
    await _to_menu(turn, is_new=invited is not None)
    if invited is not None:
        await invitation.show(turn, invited)
    else:
        await turn.say(welcome(turn), await own_menu(turn))
        await _say_that_words_are_held(turn)
    await subscriptions.say_what_a_block_ended(turn)


async def follow_link(turn: Turn) -> None:
    """What a link leads to that was opened in the middle of something, now that this has ended."""
    invited = read_start_parameter(turn.link)
    if invited is not None:
        await invitation.show(turn, invited)
    else:
        await turn.say(turn.words("🔑 You opened a link with a code before. Please open it once more now."))


def _is_a_link(parameter: str) -> bool:
    is_known = read_start_parameter(parameter) is not None or enrolment.is_a_link(parameter)
    return is_known and len(parameter) <= LONGEST_LINK


async def help_(turn: Turn) -> None:
    """What each button does, in a few lines, those that help in danger last, where they are seen. What was under way
    stays where it was. Who typed "help" may mean it."""
    words = turn.words
    lines = [
        words("{command}: stop whatever is under way.", command="/stop"),
        words("{button}: remove the messages from this chat.", button=words(keyboards.FORGET)),
        words("{button}: choose your language.", button=words(keyboards.LANGUAGE)),
        words("{button}: hear about meetings in time, ask for a topic.", button=words(keyboards.FORUMS)),
        words(
            "{button}: say what you need or think, without a name. It is up to you.", button=words(keyboards.SURVEYS)
        ),
        words("{button}: what a return involves. It urges nobody to go or to stay.", button=words(keyboards.RETURN)),
        words("{button}: advice for the night, a checkpoint, an attack.", button=words(keyboards.SAFETY)),
        words("{button}: emergency numbers and places that help.", button=words(keyboards.SERVICES)),
        words("{button}: read the answer, with the number on your receipt.", button=words(keyboards.MAILBOX)),
        words("{button}: tell the team about a danger or a problem.", button=words(keyboards.REPORT)),
    ]
    if (
        turn.text is not None
        and not pressed(turn, (keyboards.HELP, keyboards.OLD_HELP))
        and not turn.text.startswith("/")
    ):
        lines.append(words("🆘 In danger now? Call:") + "\n" + emergency_lines(turn))
    *before, last = short_messages(lines)
    for text in before:
        await turn.say(text)
    await turn.say(last, None if turn.conversation.place else await own_menu(turn))
    state = turn.app.states.get(turn.conversation.place)
    if state is not None and state.is_form:
        await states.again(turn)


async def stop_all(turn: Turn) -> None:
    """Whatever is under way ends now; a receipt that is not noted stays; with nothing under way, the menu."""
    state = states.under_way(turn)
    if state is not None and state.stop is not None:
        await state.stop(turn)
    elif not await unfinished.comes_first(turn):
        await _nothing_to_lose(turn, state is None or state.is_open)


async def _nothing_to_lose(turn: Turn, is_at_rest: bool) -> None:
    """Nothing that could be lost. Who hears about anything can end that here too."""
    words = turn.words
    if is_at_rest and held(turn):
        stopping.rest_on_words(turn)
    said, menu_below = await stopping.stopped(turn, endings.STOPPED)
    if is_at_rest and not waits(turn):
        said = words("⏹ Nothing is under way.")
    if await subscriptions.has_any(turn):
        button = words(keyboards.STOP_NOTICES)
        said += "\n" + words("🔔 I write to you about what you asked for. To end that, press {button}.", button=button)
        menu_below = [*menu_below, [button]]
    await turn.say(said, menu_below)


async def fallback(turn: Turn) -> None:
    """Words, files and old buttons that belong to nothing that is under way."""
    if turn.arrival.button_id is not None:
        with suppress(BadRequest):  # pressed too long ago; there is nothing left to answer
            await turn.bot.answer_callback_query(turn.arrival.button_id)
    if turn.text is None and turn.attachment is None:
        return
    await typed.came(turn)


async def elsewhere(turn: Turn) -> None:
    """In a group: enrol it to be called by the desk, or end that; else say once a day that nothing private belongs
    there."""
    if await enrolment.in_a_group(turn) or await receiving.ended_in_a_group(turn):
        return
    app = turn.app
    try:
        app.quotas.check(quotas.GROUP_NOTICE, turn.chat, turn.arrival.number, turn.said)
    except QuotaSpent:
        return
    app.quotas.note(quotas.GROUP_NOTICE, turn.chat, turn.arrival.number, turn.said)
    await turn.say(
        turn.words("👋 I only work in a private chat. Everyone can read along here, so please write nothing private.")
    )


async def _say_that_words_are_held(turn: Turn) -> None:
    """Who holds the phone now may be somebody else: neither what was written nor what it was about is said."""
    if not held(turn):
        return
    forget = turn.words(keyboards.FORGET)
    others = [[label for label in row if label != forget] for row in await own_menu(turn)]
    await turn.say(unfinished.still_kept(turn), [[forget], *filter(None, others)])


async def _to_menu(turn: Turn, is_new: bool) -> None:
    """Words that are held stay so: whoever looks for the way to report finds them there. `is_new`: something is to be
    kept though nothing was under way."""
    is_elsewhere = turn.conversation.place not in ("", states.WORDS)
    if is_elsewhere:
        turn.leave()
    if is_elsewhere or is_new:
        await turn.keep()
