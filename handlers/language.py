"""Choosing a language, always under its own name. What was under way goes on in the new one."""

from handlers.chat import endings, keyboards, states
from handlers.chat.keyboards import columns, rows
from handlers.chat.meant import reads_like
from handlers.chat.menu import own_menu
from handlers.chat.turn import Turn
from locales import LANGUAGES
from locales.typed_names import typed_names
from services import addresses


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
    turn.ends(endings.LANGUAGE_CHOSEN)
    await turn.run(addresses.follow_language, app.content.audiences, turn.chat, language)
    if not await states.again(turn):
        await turn.say(turn.words(endings.LANGUAGE_CHOSEN), await own_menu(turn))


async def _show(turn: Turn) -> None:
    names = [LANGUAGES[code].native_name for code in turn.app.languages]
    # NOTE: "🌐" shows the way to those who cannot read this language.
    asked = turn.words("🌐 Please choose your language.")
    await turn.say(asked, [*columns(names), *rows(turn.words, (keyboards.BACK,))])


def named(turn: Turn) -> str | None:
    """The offered language whose name was pressed or written; None for other words."""
    text, offered = turn.text or "", turn.app.languages
    for code in offered:
        language = LANGUAGES[code]
        names = (language.native_name, language.english_name, code, *typed_names(code).itself)
        if any(reads_like(text, name, offered) for name in names):
            return code
    return None
