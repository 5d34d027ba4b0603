"""What is said to what came where the question need not be said once more: that it was taken, or what it led to."""

from dataclasses import replace

from handlers.chat import keyboards
from handlers.chat.screen.markup import Keyboard
from handlers.chat.sweeping import say_in_place
from handlers.chat.turn import Turn
from handlers.forms.wording import found_text, review_keyboard, rows_found, ticked_text
from services.forms import Question, Review, Step


async def confirm_words(turn: Turn, keyboard: Keyboard, first: str) -> None:
    """More words of a text that is not confirmed yet; `first` is said before, if anything."""
    words = turn.words
    said = words("✍️ I have this. Write more, or press {button}.", button=words(keyboards.NEXT))
    await turn.say("\n\n".join(part for part in (first, said) if part), keyboard)


async def confirm_tick(turn: Turn, question: Question, keyboard: Keyboard) -> None:
    """What is chosen so far."""
    await say_in_place(turn, ticked_text(question, turn.words), keyboard)


async def shows_found(turn: Turn, current: Step) -> bool:
    """Whether a word was written that leads to answers of a long review; then those are shown."""
    found = rows_found(current, turn.text or "") if isinstance(current, Review) else []
    if isinstance(current, Review) and found:
        await turn.say(found_text(current, found, turn.words), review_keyboard(current, turn.words, found))
    return bool(found)


def only_new(current: Step, seen: Step | None) -> Step:
    """A question that is asked once more, without the notes that stand above it already."""
    if not isinstance(current, Question) or not isinstance(seen, Question) or current.path != seen.path:
        return current
    return replace(current, notes=tuple(note for note in current.notes if note not in seen.notes))
