"""The card of one service: what somebody needs now in one message, and under it what can be done with it."""

from handlers.chat.refusals import not_now
from handlers.chat.routing import MIDDLE_DOT
from handlers.chat.screen.markup import Pages
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.turn import Turn
from handlers.directory.buttons import (
    CARD_MAP,
    CARD_MORE,
    CARD_UNTRUE,
    MORE_ABOUT,
    NOT_TRUE,
    ON_MAP,
    card_data,
    speak_as_pressed,
)
from handlers.directory.card_text import MOST_PLACES, name_line, needed_now, rest_of
from handlers.directory.choosing import is_free
from handlers.directory.listing import LONGEST_NAME, shortened
from locales import Message, Words
from services.directory.card import Card, by_short_name, card
from services.directory.feedback import NoSuchService
from services.store import keyless


async def show(turn: Turn) -> None:
    """Pressed under a list: what somebody needs now. What else there is to read, the map, and telling that it is not
    true stand under it, so that the way back stays below."""
    try:
        found = await read_card(turn, await service_meant(turn))
    except NoSuchService as gone:
        await turn.say(not_now(turn, gone))
        return
    await turn.show(needed_now(turn, found), _under(turn, found))


async def more(turn: Turn) -> None:
    """Pressed under a card: the rest of it."""
    try:
        found = await read_card(turn, await service_meant(turn))
    except NoSuchService as gone:
        await turn.say(not_now(turn, gone))
        return
    name = turn.words.aligned(name_line(turn, found))
    for each in short_messages([name, *rest_of(turn, found)]):
        await turn.say(each)


async def service_meant(turn: Turn) -> str:
    """The service a button is about: one under its card, or one that carries its name and may lie in a chat still.
    Raises NoSuchService."""
    if turn.arrival.button is None:
        return await turn.read(keyless(by_short_name), turn.app.catalogue, turn.label_rest or "")
    _, language, id = (turn.arrival.button + "::").split(":", 2)
    speak_as_pressed(turn, language)
    await turn.heard()
    return id.rstrip(":")


async def read_card(turn: Turn, id: str) -> Card:
    """Everything the card tells. Raises NoSuchService."""
    app = turn.app
    return await turn.read(card, app.catalogue, id, app.content.organisation.timezone, turn.now)


def carrying(words: Words, button: Message, name: str) -> str:
    """A button that carries which service it is about."""
    return f"{words(button)}{MIDDLE_DOT}{name}"


def _under(turn: Turn, found: Card) -> Pages:
    """What can be done with a card. Where other buttons have to stay, nobody is asked what is not true."""
    words, language, id = turn.words, turn.language, found.service.id
    reading = [(words(MORE_ABOUT), card_data(language, id, CARD_MORE))] if rest_of(turn, found) else []
    if found.pins:
        reading.append((words(ON_MAP), card_data(language, id, CARD_MAP)))
    telling = [(words(NOT_TRUE), card_data(language, id, CARD_UNTRUE))] if is_free(turn) else []
    return [row for row in (reading, telling) if row]


async def on_map(turn: Turn) -> None:
    """Where it is, as messages that open the map of the phone; only what may be shown so."""
    words = turn.words
    try:
        found = await read_card(turn, await service_meant(turn))
    except NoSuchService as gone:
        await turn.say(not_now(turn, gone))
        return
    if not found.pins:
        await turn.say(words("🤷 I do not show the place of this service on a map."))
        return
    for place in found.pins[:MOST_PLACES]:
        name = place.name.said(turn.language) or found.called.said(turn.language)
        await turn.say(words.aligned(f"📍 {shortened(name, LONGEST_NAME)}"))
        assert place.latitude is not None
        assert place.longitude is not None
        await turn.point(place.latitude, place.longitude)
