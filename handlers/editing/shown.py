"""The service an editor stands before: its card with what only editors see, and keeping what was done to it."""

from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec

from handlers.chat import endings, keyboards, states
from handlers.chat.keyboards import rows
from handlers.chat.markup import Keyboard
from handlers.chat.refusals import not_now, run_or_say_not_saved
from handlers.chat.turn import Turn
from handlers.directory.card import card_text, read_card
from locales import LANGUAGES, mark
from services.directory.card import Card
from services.directory.model import ACTIVE, texts_in
from services.documents import Seen
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
DEEDS: Final = (ALL_TRUE, CHANGE, SUSPEND, RESUME, OTHER)


async def stand_before(turn: Turn, id: str) -> None:
    """The service, from now on the one that buttons are about. Nothing else may have run in this turn."""
    try:
        found = await read_card(turn, id)
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal))
        return
    states.go(turn, states.EDITOR_SERVICE, service=id, version=found.version)
    await turn.keep()
    await show(turn, found)


async def show(turn: Turn, found: Card, last: str = "") -> None:
    """The card, and below it what only editors see: a chat shows the end of a long message."""
    words = turn.words
    notes = [card_text(turn, found)]
    if not found.is_shown:
        notes.append(words("🙈 Residents do not see it."))
    lacking = _lacking(turn, found)
    if lacking:
        notes.append(words("🌐 Some texts are missing in: {languages}", languages=words.listed(lacking)))
    await turn.say("\n\n".join([*notes, last] if last else notes), keyboard(turn, found))


def keyboard(turn: Turn, found: Card) -> Keyboard:
    """What can be done with it as it stands."""
    is_open = found.service.status == ACTIVE
    return rows(
        turn.words,
        (ALL_TRUE,),
        (CHANGE,),
        (SUSPEND if is_open else RESUME,),
        (TELL_AN_AREA,),
        (OTHER, keyboards.MENU),
    )


Given = ParamSpec("Given")


async def keep(
    turn: Turn, deed: Callable[Concatenate[Request, Seen[str], Given], str], *args: Given.args, **kwargs: Given.kwargs
) -> None:
    """Do something to the service the editor stands before, and show it as it is then."""
    conversation = turn.conversation
    service, version = str(conversation.facts["service"]), str(conversation.facts["version"])
    states.go(turn, states.EDITOR_SERVICE, service=service, version=version)

    def keep_and_remember(request: Request) -> str:
        """The deed, and in the same transaction the version the editor stands before from now on."""
        conversation.facts["version"] = deed(request, Seen(service, version), *args, **kwargs)
        return str(conversation.facts["version"])

    turn.ends(endings.SERVICE_SAVED)
    try:
        await run_or_say_not_saved(turn, keep_and_remember)
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal))
        return
    found = await read_card(turn, service)
    await show(turn, found, turn.words(endings.SERVICE_SAVED))


def _lacking(turn: Turn, found: Card) -> list[str]:
    texts = [text for text in texts_in((found.service, *found.places)) if text.by_language]
    return [
        LANGUAGES[language].native_name
        for language in turn.app.languages
        if any(language not in text.by_language for text in texts)
    ]
