"""Sweeping the chat: everything Telegram still lets us remove, both sides', and honest words on what stays."""

from handlers.keyboards import menu
from handlers.sweeping import say_alone
from handlers.turn import Turn


async def forget(turn: Turn) -> None:
    """Forget what is under way and remove what can be removed. The words left behind say nothing of any report."""
    turn.leave()
    await turn.keep()
    words = turn.words
    said = "\n\n".join(
        (
            words("🧹 I removed the messages of the last two days from this chat, yours and mine."),
            words(
                "What I cannot remove: older messages, and copies Telegram itself may keep."
                " To remove the older ones, open this chat’s own menu in Telegram and delete the chat."
            ),
        )
    )
    await say_alone(turn, said, menu(words))
