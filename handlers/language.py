"""Choosing a language, always under its own name. What was under way goes on in the new one."""

from collections.abc import Awaitable, Callable

from handlers import enrolment
from handlers.chat import keyboards, states
from handlers.chat.keyboards import columns, rows
from handlers.chat.menu import own_menu
from handlers.chat.turn import Turn
from handlers.forums import topics
from handlers.publishing import routes
from handlers.reports import mailbox, mailbox_open, report
from handlers.surveys import surveys
from locales import LANGUAGES, normal_label
from services import addresses

GOES_ON: dict[str, Callable[[Turn], Awaitable[None]]] = {
    states.SCREEN: report.show_screen,
    states.REPORT: report.QUESTIONS.again,
    states.RECEIPT: report.receipt_waits,
    states.SURVEY_SCREEN: surveys.show_screen,
    states.SURVEY: surveys.QUESTIONS.again,
    states.MAILBOX_DOOR: mailbox.ask_again,
    states.MAILBOX: mailbox_open.again,
    states.MAILBOX_WRITING: mailbox_open.write_on,
    states.MAILBOX_WITHDRAWING: mailbox_open.withdraw_or_not,
    states.TOPIC: topics.ask_again,
    states.ENROLMENT: enrolment.ask_again,
    **routes.GOES_ON,
}


async def ask(turn: Turn) -> None:
    """Show the offered languages. What was under way waits meanwhile."""
    conversation = turn.conversation
    if conversation.place != states.LANGUAGE:
        states.go(turn, states.LANGUAGE, back=conversation.place, facts=conversation.facts)
        await turn.keep()
    await _show(turn)


async def chosen(turn: Turn) -> None:
    """From now on in the chosen language; back to what was under way, or to the menu."""
    if turn.text is None and turn.attachment is None:
        return
    stays = keyboards.pressed(turn, (keyboards.BACK,))
    language = turn.language if stays else named(turn)
    if language is None:
        await _show(turn)
        return
    turn.conversation.language = language
    waiting = turn.conversation.facts
    turn.enter(waiting["back"], **waiting["facts"])
    app = turn.app
    await turn.run(addresses.follow_language, app.content.audiences, turn.chat, language)
    if not await goes_on(turn):
        said = turn.words("👍 From now on I write in this language. What do you need?")
        await turn.say(said, await own_menu(turn))


async def goes_on(turn: Turn) -> bool:
    """Show again what was under way, after a step aside; False where nothing was."""
    go_on = GOES_ON.get(turn.conversation.place)
    if go_on is None:
        return False
    await go_on(turn)
    return True


async def _show(turn: Turn) -> None:
    names = [LANGUAGES[code].native_name for code in turn.app.languages]
    # NOTE: "🌐" shows the way to those who cannot read this language.
    asked = turn.words("🌐 Please choose your language.")
    await turn.say(asked, [*columns(names), *rows(turn.words, (keyboards.BACK,))])


def named(turn: Turn) -> str | None:
    """The offered language whose name was pressed or written; None for other words."""
    wanted = normal_label(turn.text or "")
    for code in turn.app.languages:
        language = LANGUAGES[code]
        if wanted in {normal_label(language.native_name), normal_label(language.english_name), code}:
            return code
    return None
