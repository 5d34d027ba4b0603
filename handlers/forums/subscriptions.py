"""Hearing about something from now on, no longer, and 🔕 about nothing at all: one tap each, at any time."""

from handlers.chat import endings, keyboards, states
from handlers.chat.menu import own_menu
from handlers.chat.turn import Turn
from services.notices import subscriptions, taken_off


async def subscribe(turn: Turn, audience: str) -> None:
    """From now on the person hears about the audience, in the language spoken now. Who is new sleeps at night."""
    app = turn.app
    quiet = await turn.read(subscriptions.quiet_of, app.content.audiences, turn.chat)
    turn.conversation.invited = ""
    turn.leave()
    turn.ends(endings.CHOSEN)
    await turn.run(subscriptions.join, audience, turn.chat, turn.language, quiet)


async def unsubscribe(turn: Turn, audience: str) -> None:
    """The person hears no more about the audience."""
    turn.leave()
    turn.ends(endings.CHOSEN)
    await turn.run(subscriptions.leave, audience, turn.chat)


async def stop_everything(turn: Turn) -> None:
    """The person hears about nothing any more. What was under way goes on."""
    app, words = turn.app, turn.words
    turn.ends(endings.CHOSEN)
    await turn.run(subscriptions.leave_all, app.content.audiences, turn.chat)
    said = words(
        "🔕 Done. I no longer write to you about meetings and advice. You can join again under {button}.",
        button=words(keyboards.FORUMS),
    )
    await turn.say(said, None if turn.conversation.place else await own_menu(turn))
    await states.again(turn)


async def has_any(turn: Turn) -> bool:
    """True where the person hears about anything."""
    app = turn.app
    return bool(await turn.read(subscriptions.joined, app.content.audiences, turn.chat))


async def say_what_a_block_ended(turn: Turn) -> None:
    """Who had blocked the bot and is back hears, once, that nothing comes any more; not what it was."""
    if not await turn.read(taken_off.is_noted, turn.chat):
        return
    words = turn.words
    # NOTE: Must not say what the messages were about: others may look at the phone.
    said = words(
        "🔕 This bot was blocked, so I stopped writing to you, and do not go on by myself."
        " What you want to hear about you can choose again under {button}.",
        button=words(keyboards.FORUMS),
    )
    await turn.say(said)
    await turn.afterwards(taken_off.forget, turn.chat)
