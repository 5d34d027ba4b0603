"""Finding help: emergency numbers first, then services by need, area, people, nearness, the hour, or by words.

What somebody looks for stands in the buttons under a list. Only the area and the people they chose stay with the
conversation; what they type and where they are is used for one answer and not kept.
"""

from dataclasses import replace

from handlers.chat import keyboards, states
from handlers.chat.keyboards import columns, pressed, typed
from handlers.chat.meant import reads_like
from handlers.chat.refusals import emergency_lines
from handlers.chat.safe_services import services_text
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.turn import Turn
from handlers.directory import choosing, listing
from handlers.directory.buttons import AUDIENCES, BY_AREA, EVERYWHERE
from services.directory import finding
from services.directory.finding import ServiceWish
from services.directory.needs import Need
from services.store import keyless

CHOOSING_AREA = "area"
CHOOSING_PEOPLE = "people"
FAR_KM = 300
"""From here on it helps nobody to hear how far the nearest is."""


async def show(turn: Turn) -> None:
    """What there is to look for, and last, where it is seen, whom to call in danger. What is under way stays."""
    words = turn.words
    danger = words("🆘 In danger now? Call:") + "\n" + emergency_lines(turn)
    others = services_text(turn, choosing.safe_services_of_no_need(turn))
    said = [others, danger] if others else [danger]
    if choosing.is_free(turn):
        _go(turn, ServiceWish())
        await turn.keep()
        await turn.say("\n\n".join([_choose(turn), *said]), await choosing.needs_keyboard(turn, ServiceWish()))
    else:
        await turn.say("\n\n".join(said))
        await turn.show(words("🔎 More services. What is under way stays as it is."), await choosing.needs_under(turn))


async def look_further(turn: Turn) -> None:
    """The needs once more, with the area and people that were chosen."""
    if not choosing.is_free(turn):
        await show(turn)
        return
    wish = _wish(turn)
    _go(turn, wish)
    await turn.keep()
    await turn.say(_choose(turn), await choosing.needs_keyboard(turn, wish))


async def everywhere(turn: Turn) -> None:
    """Any area, anybody."""
    turn.conversation.facts = {} if turn.conversation.place == states.DIRECTORY else turn.conversation.facts
    await look_further(turn)


async def open_now(turn: Turn) -> None:
    """Everything that is open at this hour."""
    await listing.list_(turn, replace(_wish(turn), open_now=True))


async def near(turn: Turn) -> None:
    """The words of the button without a place: this phone cannot share one, or the person did not want to."""
    words = turn.words
    await turn.say(
        words(
            "📍 This phone did not send where you are. You can also attach a location with 📎, or press {button}.",
            button=words(BY_AREA),
        )
    )


async def areas(turn: Turn) -> None:
    """Choose an area."""
    labels = [zone.label.said(turn.language) for zone in turn.app.content.zones]
    await _ask(turn, CHOOSING_AREA, turn.words("🗺 Which area?"), labels)


async def people(turn: Turn) -> None:
    """Choose for whom."""
    words = turn.words
    await _ask(
        turn, CHOOSING_PEOPLE, words("👥 For whom are you looking?"), [words(label) for label in AUDIENCES.values()]
    )


async def chosen(turn: Turn) -> None:
    """A need, an area, people, a place on earth, or words to look for."""
    if turn.arrival.position is not None:
        await _nearest(turn, turn.arrival.position)
    elif turn.text is None:
        if turn.attachment is not None:
            await turn.say(turn.words("👇 I did not keep what you sent. Choose what you need, or write it."))
    elif zone := _zone_pressed(turn):
        await _narrow(turn, replace(_wish(turn), zone=zone))
    elif audience := _audience_pressed(turn):
        await _narrow(turn, replace(_wish(turn), audience=audience))
    else:
        await _look(turn, turn.text)


def narrows(turn: Turn) -> bool:
    """True for the label of an area or of people, where those are asked for."""
    return bool(_zone_pressed(turn) or _audience_pressed(turn))


def names_a_need(turn: Turn) -> bool:
    """True for the label of a need, which may be pressed when the conversation is long over."""
    return turn.text is not None and _need_pressed(turn, turn.text) is not None


async def _look(turn: Turn, text: str) -> None:
    wish = _wish(turn)
    need = _need_pressed(turn, text)
    await listing.list_(turn, replace(wish, need=need.key) if need else replace(wish, text=text))


async def _narrow(turn: Turn, wish: ServiceWish) -> None:
    _go(turn, wish)
    await turn.keep()
    said = [
        listing.zone_label(turn, wish.zone) if wish.zone else "",
        turn.words(AUDIENCES[wish.audience]) if wish.audience else "",
    ]
    heading = turn.words.aligned(" · ".join(turn.words.isolated(part) for part in said if part))
    await turn.say("\n\n".join((heading, _choose(turn))), await choosing.needs_keyboard(turn, wish))


async def _nearest(turn: Turn, position: tuple[float, float]) -> None:
    """Answer, then take the location out of the chat: whoever looks at the phone later need not see it."""
    words, wish = turn.words, _wish(turn)
    found = await turn.read(keyless(finding.nearest), turn.app.catalogue, wish, position, choosing.wall(turn))
    kept_nowhere = words("🧹 I used your location once. I did not keep it, and removed it from this chat.")
    km = found[0].km if found else None
    if km is None:
        nothing = words("🤷 I know of no service whose place is on the map.")
    elif km > FAR_KM:
        nothing = words("🤷 I know of nothing near you.")
    elif km > finding.NEAR_KM:
        nothing = words("🤷 I know of nothing near you. The nearest is about {km} km away.", km=f"{km:.0f}")
    else:
        await turn.say(kept_nowhere, choosing.small_keyboard(turn))
        text, pages = listing.near_text(turn, found, wish)
        *before, last = short_messages([text])
        for each in before:
            await turn.say(each)
        await turn.show(last, pages)
        nothing = ""
    if nothing:
        await turn.say("\n\n".join((nothing, kept_nowhere)))
    if turn.arrival.message is not None:
        await turn.remove(turn.arrival.message)


async def _ask(turn: Turn, what: str, question: str, labels: list[str]) -> None:
    if not choosing.is_free(turn):
        await show(turn)
        return
    _go(turn, _wish(turn), asking=what)
    await turn.keep()
    await turn.say(question, [*columns(labels), [turn.words(EVERYWHERE)], [turn.words(keyboards.MENU)]])


def _choose(turn: Turn) -> str:
    return turn.words("👇 Choose what you need, or write it in your own words.")


def _go(turn: Turn, wish: ServiceWish, **more: str) -> None:
    chosen = {"zone": wish.zone, "audience": wish.audience, **more}
    states.go(turn, states.DIRECTORY, **{name: value for name, value in chosen.items() if value})


def _wish(turn: Turn) -> ServiceWish:
    """The area and the people that were chosen before."""
    if turn.conversation.place != states.DIRECTORY:
        return ServiceWish()
    facts = turn.conversation.facts
    return ServiceWish(zone=str(facts.get("zone", "")), audience=str(facts.get("audience", "")))


def _zone_pressed(turn: Turn) -> str:
    if turn.conversation.facts.get("asking") != CHOOSING_AREA:
        return ""
    for zone in turn.app.content.zones:
        if any(reads_like(turn.text or "", label, turn.app.languages) for label in zone.label.by_language.values()):
            return zone.name
    return ""


def _audience_pressed(turn: Turn) -> str:
    """Asked for only: "children" is a need as well."""
    if turn.conversation.facts.get("asking") != CHOOSING_PEOPLE:
        return ""
    buttons = tuple(AUDIENCES.values())
    label = pressed(turn, buttons) or typed(turn, buttons)
    return next((key for key, each in AUDIENCES.items() if each == label), "")


def _need_pressed(turn: Turn, text: str) -> Need | None:
    """The need whose label was pressed or typed. A stranger goes on in the language it is of."""
    for need in turn.app.content.needs.needs:
        languages = _languages(turn, need, text)
        if languages:
            if turn.language not in languages:
                turn.conversation.language = languages[0]
            return need
    return None


def _languages(turn: Turn, need: Need, text: str) -> list[str]:
    """The languages in which the label of the need reads so."""
    offered = turn.app.languages
    return [spoken for spoken in offered if reads_like(text, need.label(spoken), offered)]
