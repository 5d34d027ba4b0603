"""What is answered before a report begins: with words that wait or without, and what becomes of a stopped one."""

from handlers.chat import keyboards, states, stopping
from handlers.chat.attachments import not_taken, only_words_count
from handlers.chat.held_words import TooManyWords, hold
from handlers.chat.keyboards import pressed
from handlers.chat.refusals import not_now
from handlers.chat.turn import Turn
from handlers.reports import report, words_before

WITH_OR_WITHOUT = (keyboards.WITH_WORDS, keyboards.WITHOUT_WORDS, keyboards.SEE_WAITING, keyboards.YES, keyboards.NO)


async def with_or_without(turn: Turn) -> None:
    """Without them they wait on, apart from what is begun."""
    facts = turn.conversation.facts
    match pressed(turn, (*WITH_OR_WITHOUT, keyboards.STOP)):
        case keyboards.WITH_WORDS | keyboards.YES:
            turn.conversation.bring_together()
            await report.begin(turn, facts["form"], facts["given"])
        case keyboards.WITHOUT_WORDS | keyboards.NO:
            turn.conversation.set_apart()
            await report.begin(turn, facts["form"], facts["given"])
        case keyboards.SEE_WAITING:
            await words_before.show(turn)
        case keyboards.STOP:
            await stop_words(turn)
        case _:
            await _written(turn)


async def which_of_two(turn: Turn) -> None:
    """The stopped one is let go for a new one; words written instead of a press are held, and it is asked again."""
    facts = turn.conversation.facts
    match pressed(turn, (keyboards.BEGIN_ANEW, keyboards.STOP)):
        case keyboards.BEGIN_ANEW:
            turn.conversation.stopped = None
            await report.begin(turn, facts["form"], facts["given"])
        case keyboards.STOP:
            await stop_both(turn)
        case _:
            await _written(turn)


async def stop_words(turn: Turn) -> None:
    """Nothing was begun: there is a way back to all words."""
    stopping.rest_on_words(turn)
    await stopping.stop_alone(turn)


async def stop_both(turn: Turn) -> None:
    """Neither the stopped one nor a new one: there is a way back to both together."""
    turn.enter(states.WORDS)
    await stopping.stop_alone(turn)


async def _written(turn: Turn) -> None:
    text = turn.text
    if text is None:
        if turn.attachment is not None:
            await turn.say(not_taken(turn))
            await states.again(turn)
        return
    only_words_count(turn)
    try:
        hold(turn, text, turn.conversation.place, **turn.conversation.facts)
    except TooManyWords as refusal:
        await turn.say(not_now(turn, refusal))
    else:
        await turn.keep()
        await turn.say(turn.words("➕ Added to your words. They are still not sent."))
    await states.again(turn)
