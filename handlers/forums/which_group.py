"""Joining and leaving where something is joined already: one button that names no group, which then asks which.

The question has the same groups for everybody, whoever has joined which, and so do its answers: neither what is missing
nor what is there tells whoever else holds the phone.
"""

from handlers.chat import keyboards, unfinished
from handlers.chat.keyboards import about, rows
from handlers.chat.turn import Turn
from locales import Message, sentence

THE_SAME_FOR_ALL = sentence("🤝 All groups stand here, for everyone. This list does not show who has joined which.")


async def to_join(turn: Turn) -> None:
    """All groups, each with the button that joins it."""
    await _ask(turn, keyboards.JOIN, turn.words("👇 Which group do you want to hear from?"))


async def to_leave(turn: Turn) -> None:
    """All groups, each with the button that leaves it."""
    await _ask(turn, keyboards.LEAVE, turn.words("👇 From which group do you want to hear no more?"))


async def _ask(turn: Turn, label: Message, asked: str) -> None:
    if await unfinished.comes_first(turn):
        return
    if turn.conversation.place:
        turn.leave()
        await turn.keep()
    words = turn.words
    groups = [[about(words, label, forum.name.said(turn.language))] for forum in turn.app.content.forums]
    said = "\n\n".join((words(THE_SAME_FOR_ALL), asked))
    await turn.say(said, [*groups, *rows(words, (keyboards.FORUMS, keyboards.MENU))])
