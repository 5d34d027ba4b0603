"""A press that was meant for what stood before: two quick taps, or a slip to the button beside it.

Messages of one chat are numbered in the order Telegram got them. What has no word of ours between itself and the press
before it was sent before anybody could read on: it is no answer to what is asked now. What comes within a few seconds,
stood on the keyboard of the question just answered and stands on the present one no more, is very likely none. Nor are
words that answered a question and came twice at once. What ended well is said again. Each of these is decided like any
turn, so that a repeated update comes to the same.

Where a press changed nothing (a list was shown), nothing of it is kept: this process alone knows what it answered, and
is silent to the same press sent before that answer could be seen, and to the same words where nothing is asked. The
label of a list that stands there, or what was looked for, brings nothing new when it comes again within seconds.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers.chat import endings, states
from handlers.chat.meant import has_picture
from handlers.chat.pressing import Press
from handlers.chat.screen.last_answers import Answered
from handlers.chat.sweeping import remove_own
from handlers.chat.turn import Turn
from services.conversation.taken import Taken

SOON: Final = timedelta(seconds=10)
"""A question that came so lately may not have been seen, on a slow line."""
AT_ONCE: Final = timedelta(seconds=1)
"""The same words again so soon were sent twice by a hand or a line: nobody has read the next question by then."""
SILENT: Final = "silent"
"""What is asked now stands there; nothing needs to be said."""
TWICE: Final = "twice"
"""The same, of words that came behind our answer: what is written next was written behind it too."""
TOLD: Final = "told"
ENDED: Final = "ended"
SAID: Final = "said"
"""What ended has just been said; what came would only tell on the person."""


async def is_dealt_with(turn: Turn) -> bool:
    """True where what came belonged to what stood before, and is dealt with."""
    how = await _judged(turn) if turn.passed_over is None else turn.passed_over
    if not how:
        return turn.passed_over is None and _is_answered(turn)
    last = turn.conversation.last
    press = turn.press
    assert last is not None and press is not None, "only what follows a press is passed over"
    message = last.message if how == TWICE else press.message
    await turn.pass_over(how, replace(last, message=message, is_told=last.is_told or how == TOLD))
    await _answer(turn, how, last)
    return True


def is_answered(turn: Turn, press: Press | None, was_asked: bool) -> None:
    """A press was answered with words: note it, as it stood before (the answer may have changed the buttons). Words
    too, where nothing `was_asked`."""
    if press is not None and (press.is_press or not was_asked) and turn.first_said is not None:
        turn.app.answers.note(turn.chat, Answered(press.mark, press.message, turn.first_said, turn.now))


async def says_what_ended(turn: Turn) -> bool:
    """For a button that means nothing in the menu: say what ended with the last press, where that was just now."""
    last = turn.conversation.last
    if last is None or not last.ended or not last.is_fresh(turn.now):
        return False
    await _answer(turn, ENDED, last)
    return True


async def _judged(turn: Turn) -> str:
    """How it is passed over; '' for what means what is asked now."""
    last, press = turn.conversation.last, turn.press
    if last is None or press is None or not last.is_fresh(turn.now):
        return ""
    if press.mark != last.mark and press.mark not in last.beside:
        return ""
    if await _nothing_was_said_since(turn, last, press):
        return _of_what_ended(last) if last.ended else SILENT
    if _came_at_once(turn, last, press):
        return TWICE
    if press.is_offered or (press.is_command and press.mark not in last.beside):
        return ""
    if last.ended:
        return ENDED
    is_likely = bool(last.beside) and not last.is_told and turn.now - last.at <= SOON
    return TOLD if is_likely else ""


def _came_at_once(turn: Turn, last: Taken, press: Press) -> bool:
    """Whether these are the words taken last, by the date of the message itself."""
    is_same = press.mark == last.mark and not press.is_press
    return is_same and turn.arrival.said is not None and turn.said - last.at < AT_ONCE


def _is_answered(turn: Turn) -> bool:
    press, answers = turn.press, turn.app.answers
    if press is None:
        return False
    if answers.has_answered(turn.chat, press.mark, press.message):
        return True
    means_it = press.is_press or states.is_asked(turn) or not _lists_again(turn, press)
    return not means_it and answers.has_just_answered(turn.chat, press.mark, press.message, turn.now - SOON)


def _lists_again(turn: Turn, press: Press) -> bool:
    """Whoever writes of a danger is answered as often as they write."""
    is_looking = turn.conversation.place == states.DIRECTORY
    return has_picture(press.text) or (is_looking and not turn.app.content.danger.spoken_of(press.text))


def _of_what_ended(last: Taken) -> str:
    return SAID if last.ended in endings.SAID_BY_THE_FIRST else ENDED


async def _nothing_was_said_since(turn: Turn, last: Taken, press: Press) -> bool:
    numbers = await turn.app.turns.messages(turn.chat, turn.now)
    return not any(last.message < number < press.message for number in numbers)


async def _answer(turn: Turn, how: str, last: Taken) -> None:
    words = turn.words
    if how == SAID:
        await remove_own(turn)
    elif how == ENDED:
        await remove_own(turn)
        await turn.say(words(last.ended))
    elif how == TOLD:
        await turn.say(
            words(
                "👆 I took that once, for the question before."
                " If it is your answer to this question too, write it once more."
            )
        )
        await states.again(turn)
