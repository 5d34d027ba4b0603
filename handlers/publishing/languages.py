"""The text of a notice in each language: which are missing, and writing them."""

from typing import Any

from handlers.chat import states
from handlers.chat.keyboards import SKIP, columns, pressed, rows
from handlers.chat.language_shown import pressed_language
from handlers.chat.step import Asked, Question, Step
from handlers.chat.turn import Turn
from handlers.meetings.shown import buttons
from handlers.meetings.shown.parts import PARTS as NAMES
from handlers.meetings.shown.wording import language_name, missing_line
from handlers.publishing import draft
from handlers.publishing.draft import Noting, current
from handlers.publishing.review import REVIEW
from locales import LANGUAGES
from services.authoring.texts import Missing, cleaned, said
from services.publishing.announcements import PARTS


async def _ask(turn: Turn) -> Asked:
    words, missing = turn.words, _missing(turn, current(turn))
    lines = [missing_line(words, [Missing(part, language) for part, language in missing])]
    lines.append(words("Press a language to write its text; what is there already can be written again."))
    codes = turn.app.content.languages
    keyboard = [
        *columns([LANGUAGES[code].native_name for code in codes]),
        *rows(words, (buttons.AS_WRITTEN,)),
    ]
    return Asked("\n\n".join(lines), keyboard)


async def _take(turn: Turn) -> None:
    if pressed(turn, (buttons.AS_WRITTEN,)):
        await _to_review(turn)
        return
    first = PARTS[current(turn).draft.kind][0]
    await TRANSLATING.question.enter(turn, part=first, language=pressed_language(turn))


async def _ask_text(turn: Turn) -> Asked:
    words, facts = turn.words, turn.conversation.facts
    text = said(current(turn).draft.texts[facts["part"]], turn.language)
    asked = words(
        "✍️ Please write this in {language} ({part}):",
        language=language_name(words, facts["language"]),
        part=words(NAMES[facts["part"]]),
    )
    return Asked(f"{asked}\n\n{words.isolated(text)}", rows(words, (SKIP,)))


async def _take_text(turn: Turn) -> None:
    facts, noting = turn.conversation.facts, current(turn)
    part, language = facts["part"], facts["language"]
    if not pressed(turn, (SKIP,)) and cleaned(part, {language: turn.text or ""}):
        noting = noting.with_text(part, language, turn.text or "", alone=False)
    parts = PARTS[noting.draft.kind]
    left = parts[parts.index(part) + 1 :]
    if left:
        await TRANSLATING.question.enter(turn, part=left[0], **noting.facts())
    elif _missing(turn, noting):
        await LANGUAGES_STEP.question.enter(turn, **noting.facts())
    else:
        await _to_review(turn, **noting.facts())


async def _to_review(turn: Turn, **facts: Any) -> None:
    await REVIEW.enter(turn, **facts)


async def _to_languages(turn: Turn) -> None:
    await LANGUAGES_STEP.question.enter(turn)


def _missing(turn: Turn, noting: Noting) -> list[tuple[str, str]]:
    return draft.missing_parts(noting.draft, turn.app.content.languages)


LANGUAGES_STEP = Step(Question(states.NOTICE_LANGUAGES, _ask), _take, _to_review)
TRANSLATING = Step(Question(states.NOTICE_TRANSLATING, _ask_text), _take_text, _to_languages)
STEPS = (LANGUAGES_STEP, TRANSLATING)
