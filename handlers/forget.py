"""Sweeping the chat: everything Telegram still lets us remove, both sides', and honest words on what stays."""

from handlers.chat import keyboards
from handlers.chat.keyboards import rows
from handlers.chat.menu import own_menu
from handlers.chat.sweeping import say_alone
from handlers.chat.turn import Turn
from handlers.forums import subscriptions
from locales import Words


async def forget(turn: Turn) -> None:
    """Forget what is under way and remove what can be removed. The words left behind say nothing of any report."""
    turn.conversation.erase()
    await turn.keep()
    words = turn.words
    stays = await subscriptions.has_any(turn)
    said = "\n\n".join(
        (
            words("🧹 I removed the messages of the last two days from this chat, yours and mine."),
            words(
                "What I cannot remove: older messages, and copies Telegram itself may keep."
                " To remove the older ones, open this chat’s own menu in Telegram and delete the chat."
            ),
            *([_what_you_hear_of(words)] if stays else ()),
        )
    )
    stop = rows(words, (keyboards.STOP_NOTICES,)) if stays else []
    await say_alone(turn, said, [*await own_menu(turn), *stop])


def _what_you_hear_of(words: Words) -> str:
    # NOTE: The person asked for messages about meetings; this must not say so, others may look at the phone.
    return words(
        "🔔 I go on writing to you about what you asked for. To end that too, press {button}.",
        button=words(keyboards.STOP_NOTICES),
    )
