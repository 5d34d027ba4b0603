"""An editor changes one field of a service: which field, in which language, and what it says from now on."""

from typing import Final

from handlers.chat import keyboards, states
from handlers.chat.keyboards import columns, is_passing, pressed, rows
from handlers.chat.refusals import not_now
from handlers.chat.turn import Turn
from handlers.directory.card import read_card
from handlers.directory.hours import hours_lines
from handlers.editing import shown
from locales import LANGUAGES, Message, mark, normal_label
from services.directory.card import Card
from services.editing import editing
from services.errors import Refusal

# NOTE: These are the parts of a service that an editor can change.
NEWS = mark("📣 News on top")
HOURS = mark("🕐 Opening hours")
PHONES = mark("☎️ Telephone")
REACH = mark("📍 How to get there")
ZONE = mark("🗺 Area")
DOCUMENTS = mark("📄 What to bring")
COST = mark("💵 Cost")
WHAT = mark("📝 What there is")
WHO = mark("👥 For whom, in words")
HOW = mark("👣 What to do first")
NAME = mark("🏷 Name")
# NOTE: The part is emptied, in all languages.
EMPTY = mark("🗑 Leave it empty")
FIELDS: Final[dict[Message, str]] = {
    NEWS: "alert",
    HOURS: "hours",
    PHONES: "phones",
    REACH: "reach",
    ZONE: "zone",
    DOCUMENTS: "documents",
    COST: "cost",
    WHAT: "what",
    WHO: "who",
    HOW: "how",
    NAME: "name",
}
WITHOUT_LANGUAGE: Final = ("hours", "phones", "zone")
HOURS_EXAMPLE: Final = "Su-Th 08:30-16:00; Sa 9-12; 1st Mo 10-12; 24/7"


async def ask_field(turn: Turn) -> None:
    """Which part is to be changed."""
    facts = turn.conversation.facts
    shown.go(turn, states.EDITOR_FIELD, service=facts["service"], version=facts["version"])
    await turn.keep()
    words = turn.words
    labels = columns([words(label) for label in FIELDS])
    await turn.say(words("✏️ What has changed?"), [*labels, [words(keyboards.BACK)]])


async def field_chosen(turn: Turn) -> None:
    """The part: what it says now, and what it should say."""
    label = pressed(turn, (*FIELDS, keyboards.BACK))
    if label is None:
        await turn.say(turn.words("👇 Please press one of the buttons below. I could not use what you wrote."))
    elif label == keyboards.BACK:
        await shown.stand_before(turn, str(turn.conversation.facts["service"]))
    else:
        await _ask_text(turn, FIELDS[label], turn.language)


async def written(turn: Turn) -> None:
    """The new text, another language, or nothing after all."""
    facts = turn.conversation.facts
    field, language = str(facts["field"]), str(facts["language"])
    label = pressed(turn, (keyboards.BACK, EMPTY, *FIELDS))
    if label == keyboards.BACK:
        await ask_field(turn)
    elif label in FIELDS:  # tapped twice: the label is no text for residents
        await _ask_text(turn, FIELDS[label], turn.language)
    elif label == EMPTY:
        await shown.keep(turn, editing.change, field, language, "")
    elif turn.text is None:
        await turn.say(turn.words("✍️ Please write it as text."))
    elif other := _language_pressed(turn):
        await _ask_text(turn, field, other)
    elif is_passing(turn) or (field == "zone" and not _zone_of(turn, turn.text)):
        await turn.say(turn.words("👇 Please press one of the buttons below. I could not use what you wrote."))
    else:
        text = _zone_of(turn, turn.text) if field == "zone" else turn.text
        await shown.keep(turn, editing.change, field, language, text)


async def _ask_text(turn: Turn, field: str, language: str) -> None:
    facts = turn.conversation.facts
    known = {"service": facts["service"], "version": facts["version"]}
    shown.go(turn, states.EDITOR_TEXT, **known, field=field, language=language)
    await turn.keep()
    await ask_text_again(turn)


async def ask_text_again(turn: Turn) -> None:
    """What the part says now, and what it should say."""
    facts = turn.conversation.facts
    field, language = str(facts["field"]), str(facts["language"])
    try:
        found = await read_card(turn, str(facts["service"]))
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal))
        return
    asked = "\n\n".join(part for part in _question(turn, found, field, language) if part)
    await turn.say(asked, _keyboard(turn, field))


def _question(turn: Turn, found: Card, field: str, language: str) -> list[str]:
    words = turn.words
    present = _present(turn, found, field, language)
    asked = [words("Now it says:") + "\n" + words.aligned(present) if present else words("Now it says nothing.")]
    if field == "hours":
        # NOTE: The example stays as it is: this is how hours are written.
        asked.append(words("✍️ Write the hours like this: {example}", example=HOURS_EXAMPLE))
    elif field == "zone":
        asked.append(words("👇 Choose the area."))
    elif field == "phones":
        asked.append(words("✍️ Write the numbers, with commas between them."))
    else:
        name = LANGUAGES[language].native_name
        asked.append(words("✍️ Write the new text in this language: {language}", language=name))
        asked.append(words("To write it in another language, press its button first."))
    return asked


def _present(turn: Turn, found: Card, field: str, language: str) -> str:
    if field == "hours":
        return "\n".join(hours_lines(turn.words, found.schedules, language, turn.today))
    return editing.present_text(found.service, list(found.places), field, language)


def _keyboard(turn: Turn, field: str) -> list[list[str]]:
    words = turn.words
    if field == "zone":
        first = columns([zone.label.said(turn.language) for zone in turn.app.content.zones])
    elif field in WITHOUT_LANGUAGE:
        first = []
    else:
        first = columns([_language_label(code) for code in turn.app.languages])
    return [*first, *rows(words, (keyboards.BACK,), (EMPTY if field not in ("name", "zone") else None,))]


def _language_label(code: str) -> str:
    return f"🌐 {LANGUAGES[code].native_name}"


def _language_pressed(turn: Turn) -> str:
    written_ = normal_label(turn.text or "")
    return next((code for code in turn.app.languages if normal_label(_language_label(code)) == written_), "")


def _zone_of(turn: Turn, text: str) -> str:
    zones = turn.app.content.zones
    labels = {normal_label(label): zone.name for zone in zones for label in zone.label.by_language.values()}
    return labels.get(normal_label(text), "")
