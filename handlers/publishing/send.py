"""What can be done with a notice before it goes: another language, a sound at night, a test, and sending it."""

from dataclasses import replace

from handlers.chat import endings
from handlers.chat.keyboards import pressed, stands_after, switched
from handlers.chat.language_shown import LANGUAGE, language_shown, pressed_language
from handlers.chat.refusals import run_or_say_not_saved
from handlers.chat.step import Act, Step
from handlers.chat.turn import Turn
from handlers.meetings import sent
from handlers.meetings.shown import buttons
from handlers.publishing import languages
from handlers.publishing.draft import current
from handlers.publishing.review import REVIEW
from services.documents import Seen
from services.publishing import announcements, publishing
from services.publishing.publications import Published


async def _take(turn: Turn) -> None:
    button = pressed(turn, (buttons.PUBLISH, buttons.LANGUAGES, buttons.TEST))
    if button == buttons.PUBLISH:
        await sent.say_published(turn, await _publish(turn))
    elif button == buttons.LANGUAGES:
        await languages.LANGUAGES_STEP.question.enter(turn)
    elif button == buttons.TEST:
        await _test(turn)
    elif switched(turn, buttons.URGENT):
        noting = current(turn)
        urgent = stands_after(turn.text or "", noting.draft.urgent)
        toggled = replace(noting, draft=replace(noting.draft, urgent=urgent))
        await REVIEW.tick(turn, **toggled.facts())
    else:
        await REVIEW.enter(turn, **{LANGUAGE: pressed_language(turn)})


async def _publish(turn: Turn) -> Published:
    noting = current(turn)
    turn.leave()
    turn.ends(endings.PUBLISHED)
    if noting.corrects is None:
        return await run_or_say_not_saved(turn, announcements.publish, noting.draft)
    return await run_or_say_not_saved(turn, announcements.correct, Seen(*noting.corrects), noting.draft)


async def _test(turn: Turn) -> None:
    language = language_shown(turn)
    found = await turn.read(announcements.preview, current(turn).draft)
    await turn.run(publishing.try_out, found.kind, found.facts, language)
    await turn.say(turn.words("🧪 It is on its way to you, and to nobody else."))


def step(back: Act) -> Step:
    """The review, leading back to the text."""
    return Step(REVIEW, _take, back)
