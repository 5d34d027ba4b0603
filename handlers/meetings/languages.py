"""The texts of a meeting in each language: who reads what, which are missing, and writing them."""

from handlers.chat import states
from handlers.chat.keyboards import SKIP, NotOffered, columns, pressed, rows
from handlers.chat.language_shown import pressed_language
from handlers.chat.step import Asked, Question, Step
from handlers.chat.turn import Turn
from handlers.meetings import review
from handlers.meetings.edit import Edit, current
from handlers.meetings.shown import buttons
from handlers.meetings.shown.parts import PARTS
from handlers.meetings.shown.people import readers_line
from handlers.meetings.shown.wording import language_name, missing_line
from handlers.meetings.timing import to_review
from locales import LANGUAGES
from services.authoring.texts import AGENDA, PLACE, TITLE, ByLanguage, Missing, cleaned, said
from services.forums import forum_audience
from services.meetings.meeting import missing_texts
from services.publishing.senders import reach

ORDER = (TITLE, PLACE, AGENDA)


async def _ask(turn: Turn) -> Asked:
    words, edit = turn.words, current(turn)
    missing = _missing(turn, edit)
    codes = list(dict.fromkeys(each.language for each in missing))
    app = turn.app
    whom = await turn.read(reach, app.content, [forum_audience(edit.draft.forum)])
    lines = [readers_line(words, whom), missing_line(words, missing)]
    if codes:
        lines.append(words("Press a language to write its texts."))
    keyboard = [
        *columns([LANGUAGES[code].native_name for code in codes]),
        *rows(words, (buttons.AS_WRITTEN if codes else None,)),
    ]
    return Asked("\n\n".join(lines), keyboard)


async def _take(turn: Turn) -> None:
    if pressed(turn, (buttons.AS_WRITTEN,)):
        await to_review(turn)
        return
    language = pressed_language(turn)
    parts = [each.part for each in _missing(turn, current(turn)) if each.language == language]
    if not parts:
        raise NotOffered
    await TRANSLATING.question.enter(turn, part=parts[0], language=language)


async def _ask_text(turn: Turn) -> Asked:
    words, facts = turn.words, turn.conversation.facts
    text = said(_texts(current(turn), facts["part"]), turn.language)
    asked = words(
        "✍️ Please write this in {language} ({part}):",
        language=language_name(words, facts["language"]),
        part=words(PARTS[facts["part"]]),
    )
    return Asked(f"{asked}\n\n{words.isolated(text)}", rows(words, (SKIP,)))


async def _take_text(turn: Turn) -> None:
    facts, edit = turn.conversation.facts, current(turn)
    part, language = facts["part"], facts["language"]
    if not pressed(turn, (SKIP,)):
        texts = {**_texts(edit, part), language: turn.text or ""}
        edit = edit.changed(**{part: cleaned(part, texts)})
    missing = {each.part for each in _missing(turn, edit) if each.language == language}
    left = [each for each in ORDER[ORDER.index(part) + 1 :] if each in missing]
    if left:
        await TRANSLATING.question.enter(turn, part=left[0], language=language, **edit.facts())
    elif _missing(turn, edit):
        await LANGUAGES_STEP.question.enter(turn, **edit.facts())
    else:
        await review.enter(turn, edit)


def _missing(turn: Turn, edit: Edit) -> list[Missing]:
    return missing_texts(edit.draft, turn.app.content.languages)


def _texts(edit: Edit, part: str) -> ByLanguage:
    return {TITLE: edit.draft.title, PLACE: edit.draft.place, AGENDA: edit.draft.agenda}[part]


async def _back(turn: Turn) -> None:
    await LANGUAGES_STEP.question.enter(turn)


LANGUAGES_STEP = Step(Question(states.MEETING_LANGUAGES, _ask), _take, to_review)
TRANSLATING = Step(Question(states.MEETING_TRANSLATING, _ask_text), _take_text, _back, takes_text=True)
STEPS = (LANGUAGES_STEP, TRANSLATING)
