"""The service an editor stands before: its card with what only editors see, and keeping what was done to it."""

from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec

from handlers.chat import endings, keyboards, states
from handlers.chat.keyboards import rows
from handlers.chat.refusals import not_now, run_or_say_not_saved
from handlers.chat.screen.markup import Keyboard
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.turn import Turn
from handlers.directory.card import read_card
from handlers.directory.card_text import whole_card
from locales import LANGUAGES, mark
from services.directory.card import Card
from services.directory.model import ACTIVE, texts_in
from services.documents import Seen
from services.editing import editing, undoing
from services.editing.editing import Edited
from services.editing.undoing import Former
from services.errors import Refusal
from services.request import Request

# NOTE: An editor has made sure that everything on the card is true today.
ALL_TRUE = mark("✅ All true, checked today")
CHANGE = mark("✏️ Change something")
# NOTE: The service is closed for some time; people are told so.
SUSPEND = mark("⏸ Closed for now")
RESUME = mark("▶️ Open again")
# NOTE: Back to the lists of an editor.
OTHER = mark("🗂 Other services")
# NOTE: A notice to everybody who asked to hear about an area, that this service has changed.
TELL_AN_AREA = mark("📢 Tell an area of a change")
# NOTE: For ten minutes an editor can put a service back as it was before the last change.
UNDO = mark("↩️ Undo the change")
DEEDS: Final = (ALL_TRUE, CHANGE, SUSPEND, RESUME)
STANDING: Final = (states.EDITOR, states.EDITOR_SERVICE, states.EDITOR_FIELD, states.EDITOR_TEXT)


def go(turn: Turn, place: str, **facts: object) -> None:
    """Enter a place of an editor. What can still be undone goes along."""
    former = _former(turn)
    states.go(turn, place, **facts, **({"former": former} if former else {}))


async def stand_before(turn: Turn, id: str, last: str = "") -> None:
    """The service, from now on the one that buttons are about; `last` stands below it. Nothing else may have run in
    this turn."""
    try:
        found = await read_card(turn, id)
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal))
        return
    go(turn, states.EDITOR_SERVICE, service=id, version=found.version)
    await turn.keep()
    await show(turn, found, last)


async def show(turn: Turn, found: Card, last: str = "") -> None:
    """The card, and below it what only editors see: a chat shows the end of a long message."""
    words = turn.words
    notes = [whole_card(turn, found)]
    if not found.is_shown:
        notes.append(words("🙈 Residents do not see it."))
    lacking = _lacking(turn, found)
    if lacking:
        notes.append(words("🌐 Some texts are missing in: {languages}", languages=words.listed(lacking)))
    *before, text = short_messages([*notes, last])
    for each in before:
        await turn.say(each)
    await turn.say(text, keyboard(turn, found))


def keyboard(turn: Turn, found: Card) -> Keyboard:
    """What can be done with it as it stands."""
    is_open = found.service.status == ACTIVE
    former = _former(turn)
    can_undo = former is not None and former["service"] == found.service.id
    return rows(
        turn.words,
        (CHANGE,),
        (UNDO if can_undo else None,),
        (OTHER, keyboards.MENU),
        (ALL_TRUE,),
        (SUSPEND if is_open else RESUME,),
        (TELL_AN_AREA,),
    )


Given = ParamSpec("Given")


async def keep(
    turn: Turn,
    deed: Callable[Concatenate[Request, Seen[str], Given], Edited],
    *args: Given.args,
    **kwargs: Given.kwargs,
) -> None:
    """Do something to the service the editor stands before, and show it as it is then."""
    conversation = turn.conversation
    service, version = str(conversation.facts["service"]), str(conversation.facts["version"])
    go(turn, states.EDITOR_SERVICE, service=service, version=version)

    def keep_and_remember(request: Request) -> Edited:
        """The deed, and in the same transaction what the editor stands before from now on."""
        edited = deed(request, Seen(service, version), *args, **kwargs)
        _remember(turn, edited)
        return edited

    turn.ends(endings.SERVICE_AS_BEFORE if deed is editing.undo else endings.SERVICE_SAVED)
    try:
        edited = await run_or_say_not_saved(turn, keep_and_remember)
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal))
        return
    _remember(turn, edited)
    found = await read_card(turn, service)
    await show(turn, found, _said_of(turn, found, edited, is_check=deed is editing.confirm))


def to_undo(turn: Turn) -> Former | None:
    """How the service the editor stands before was before the last deed, while that can be undone."""
    former = _former(turn)
    return former if former is not None and turn.conversation.facts.get("service") == former["service"] else None


def _remember(turn: Turn, edited: Edited) -> None:
    facts = turn.conversation.facts
    facts["version"] = edited.version
    if edited.former is None:
        facts.pop("former", None)
    else:
        facts["former"] = edited.former


def _former(turn: Turn) -> Former | None:
    """How it was before the last deed, while that can be undone."""
    former: Former | None = turn.conversation.facts.get("former") if turn.conversation.place in STANDING else None
    return None if former is None or undoing.is_over(former, turn.now) else former


def _said_of(turn: Turn, found: Card, edited: Edited, is_check: bool) -> str:
    words = turn.words
    said = [words("✅ Saved. Residents see it at once.") if found.is_shown else words("✅ Saved.")]
    if edited.former is None:
        return words(endings.SERVICE_AS_BEFORE)
    if not is_check:
        said.append(
            words("The day of the last check stays. Press {button} once all of it is true.", button=words(ALL_TRUE))
        )
    return "\n".join(said)


def _lacking(turn: Turn, found: Card) -> list[str]:
    texts = [text for text in texts_in((found.service, *found.places)) if text.by_language]
    return [
        LANGUAGES[language].native_name
        for language in turn.app.languages
        if any(language not in text.by_language for text in texts)
    ]
