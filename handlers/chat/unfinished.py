"""What a person must not lose by pressing something else: a report that is not sent, a receipt that is not noted."""

from collections.abc import Collection

from handlers.chat import keyboards, states
from handlers.chat.keyboards import rows, without_tick
from handlers.chat.menu import own_menu
from handlers.chat.states import Handle
from handlers.chat.sweeping import say_alone
from handlers.chat.turn import Turn
from locales import Message, normal_label
from services.forms.definition.items import plain


async def comes_first(turn: Turn, link: str = "", but: Collection[str] = ()) -> bool:
    """True when something unfinished was offered instead of what the person asked for. A `link` that asked for it waits
    until the unfinished has ended. `but`: what is under way in these goes on with what was asked for. Words that are
    held do not go along then: they wait, and the person hears where."""
    state = states.under_way(turn)
    if state is None or state.unfinished is None or state.name in but:
        if state is not None and state.name == states.WORDS and not but:
            turn.preface(_words_wait(turn))
        return False
    conversation = turn.conversation
    is_aside = conversation.place == states.LANGUAGE
    if is_aside:
        states.go(turn, state.name, **conversation.facts["facts"])
    conversation.link = link or conversation.link
    if is_aside or link:
        await turn.keep()
    if link:
        await turn.say(turn.words("🔗 What your link leads to comes after this, when you have finished or stopped it."))
    await state.unfinished(turn)
    return True


def offered(said: Message) -> Handle:
    """Says what is not sent yet, with the way on and the way out."""

    async def offer(turn: Turn) -> None:
        await turn.say(turn.words(said), rows(turn.words, (keyboards.GO_ON,), (keyboards.STOP,)))

    return offer


def was_a_choice(turn: Turn) -> bool:
    """True for the label of a choice in some form, as its button reads: it answers a question that is forgotten."""
    return bool(forms_with_the_choice(turn))


def forms_with_the_choice(turn: Turn) -> set[str]:
    """The names of the forms that have a choice with this label."""
    written = normal_label(without_tick(turn.text or ""))
    return {
        name
        for name, form in turn.app.content.forms.items()
        if any(
            written == normal_label(plain(label))
            for choices in form.choices.values()
            for choice in choices
            for label in choice.label.values()
        )
    }


def still_kept(turn: Turn) -> str:
    """That words are held, for whoever holds the phone now: neither which nor whose."""
    return turn.words(
        "🔒 Something that was written here is still kept, locked, for an hour at most. {button} erases it.",
        button=turn.words(keyboards.FORGET),
    )


def _words_wait(turn: Turn) -> str:
    return turn.words("✍️ Your words wait, locked and not sent. The menu leads back to them: /start")


async def too_long_ago(turn: Turn) -> None:
    """What a button was about is forgotten, also whether it was sent: so nothing is said that is true of one case only.
    Whatever is left of it in the chat goes too."""
    words = turn.words
    await say_alone(
        turn,
        words(
            "⏳ This button belongs to something earlier, and I no longer know what it was. If I told you that it is"
            " saved, or showed you a receipt, it is with us. If not, please start again: what is not finished I forget"
            " within an hour, to protect you."
        ),
        await own_menu(turn),
    )


async def receipt_is_above(turn: Turn) -> None:
    """The receipt is still shown; nothing else goes on before it is written down."""
    words = turn.words
    await turn.say(
        words(
            "👆 Your receipt is above. Press {button} when you have written the receipt down.",
            button=words(keyboards.NOTED),
        ),
        rows(words, (keyboards.NOTED,)),
    )
