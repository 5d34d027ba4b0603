"""An answer of a survey that is under way no more: it was forgotten after an hour of silence, or with a start.

Which survey it was is read from the answer alone, and only where no other form has such an answer. Nothing is kept.
"""

from handlers.chat import keyboards, unfinished
from handlers.chat.keyboards import about, rows
from handlers.chat.menu import own_menu
from handlers.chat.sweeping import say_alone
from handlers.chat.turn import Turn
from handlers.surveys import surveys


async def says_so(turn: Turn) -> bool:
    """Whether what came was an answer of a survey that is open to this person; then they have read what became of
    it."""
    forms = unfinished.forms_with_the_choice(turn)
    if len(forms) != 1:
        return False
    asked = [each for each in await surveys.offered(turn) if each.survey.form in forms]
    if len(asked) != 1:
        return False
    if asked[0].is_answered:
        await say_alone(turn, surveys.answered_before(turn), await own_menu(turn))
        return True
    words, title = turn.words, surveys.title(turn, asked[0].survey)
    button = about(words, keyboards.ANSWER_SURVEY, title)
    text = words(
        "⏳ This is an answer to the questions “{title}”. I do not ask them at the moment, and nothing of them was"
        " sent: what is not finished I forget within an hour, to protect you. To answer them from the beginning, press"
        " the button.",
        title=title,
    )
    await say_alone(turn, text, [[button], *rows(words, (keyboards.MENU,))])
    return True
