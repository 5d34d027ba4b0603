"""Finding help: emergency numbers first, then services by need, area, people, nearness, the hour, or by words.

What somebody looks for stands in the buttons under a list. Only the area and the people they chose stay with the
conversation; what they type and where they are is used for one answer and not kept.
"""

from dataclasses import replace

from handlers.chat import keyboards, states
from handlers.chat.keyboards import columns, pressed
from handlers.chat.markup import Keyboard, Pages, WhereLabel
from handlers.chat.refusals import emergency_lines
from handlers.chat.safe_services import services_text
from handlers.chat.turn import Turn
from handlers.directory import listing
from handlers.directory.buttons import (
    AUDIENCES,
    BY_AREA,
    EVERYWHERE,
    FOR_WHOM,
    NEAR,
    OPEN_NOW,
    ListPress,
)
from handlers.directory.card import is_free
from locales import normal_label
from services.directory import finding
from services.directory.finding import ServiceWish
from services.directory.needs import Need
from services.store import keyless

CHOOSING_AREA = "area"
CHOOSING_PEOPLE = "people"


async def show(turn: Turn) -> None:
    """Emergency numbers and safe services, then what there is to look for. What is under way stays where it was."""
    words, content = turn.words, turn.app.content
    said = [words("🆘 In danger now? Call:") + "\n" + emergency_lines(turn)]
    said.append(services_text(turn, content.services_for("")))
    if is_free(turn):
        _go(turn, ServiceWish())
        await turn.keep()
        said.append(_choose(turn))
        await turn.say("\n\n".join(said), await _needs_keyboard(turn, ServiceWish()))
    else:
        await turn.say("\n\n".join(said))
        await turn.show(words("🔎 More services. What is under way stays as it is."), await _needs_under(turn))


async def look_further(turn: Turn) -> None:
    """The needs once more, with the area and people that were chosen."""
    if not is_free(turn):
        await show(turn)
        return
    wish = _wish(turn)
    _go(turn, wish)
    await turn.keep()
    await turn.say(_choose(turn), await _needs_keyboard(turn, wish))


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
    await turn.say("\n\n".join((heading, _choose(turn))), await _needs_keyboard(turn, wish))


async def _nearest(turn: Turn, position: tuple[float, float]) -> None:
    """Answer, then take the location out of the chat: whoever looks at the phone later need not see it."""
    words, wish = turn.words, _wish(turn)
    found = await turn.read(keyless(finding.nearest), turn.app.catalogue, wish, position, listing.wall(turn))
    kept_nowhere = words("🧹 I used your location once. I did not keep it, and removed it from this chat.")
    if found:
        text, pages = listing.near_text(turn, found, wish)
        await turn.show(f"{text}\n\n{kept_nowhere}", pages)
    else:
        nothing = words("🤷 I know of no service whose place is on the map.")
        await turn.say("\n\n".join((nothing, kept_nowhere)))
    if turn.arrival.message is not None:
        await turn.remove(turn.arrival.message)


async def _ask(turn: Turn, what: str, question: str, labels: list[str]) -> None:
    if not is_free(turn):
        await show(turn)
        return
    _go(turn, _wish(turn), asking=what)
    await turn.keep()
    await turn.say(question, [*columns(labels), [turn.words(EVERYWHERE)], [turn.words(keyboards.MENU)]])


def _choose(turn: Turn) -> str:
    return turn.words("👇 Choose what you need, or write it in your own words.")


async def _needs_keyboard(turn: Turn, wish: ServiceWish) -> Keyboard:
    words = turn.words
    labels = [need.label(turn.language) for need in await _needs(turn, wish)]
    ways = columns([words(OPEN_NOW), words(BY_AREA), words(FOR_WHOM)])
    narrowed = [[words(EVERYWHERE)]] if wish != ServiceWish() else []
    return [[WhereLabel(words(NEAR))], *columns(labels), *ways, *narrowed, [words(keyboards.MENU)]]


async def _needs_under(turn: Turn) -> Pages:
    needs = await _needs(turn, ServiceWish())
    return [
        [
            (need.label(turn.language), ListPress(turn.language, 0, ServiceWish(need=need.key)).data())
            for need in needs[at : at + 2]
        ]
        for at in range(0, len(needs), 2)
    ]


async def _needs(turn: Turn, wish: ServiceWish) -> list[Need]:
    """The needs there is a service for."""
    app = turn.app
    counts = await turn.read(keyless(finding.how_many_by_need), app.catalogue, wish, listing.wall(turn))
    return [need for need in app.content.needs.needs if counts.get(need.key)]


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
    written = normal_label(turn.text or "")
    for zone in turn.app.content.zones:
        if written in map(normal_label, zone.label.by_language.values()):
            return zone.name
    return ""


def _audience_pressed(turn: Turn) -> str:
    """Asked for only: "children" is a need as well."""
    if turn.conversation.facts.get("asking") != CHOOSING_PEOPLE:
        return ""
    label = pressed(turn, tuple(AUDIENCES.values()))
    return next((key for key, each in AUDIENCES.items() if each == label), "")


def _need_pressed(turn: Turn, text: str) -> Need | None:
    written = normal_label(text)
    needs = turn.app.content.needs.needs
    return next((need for need in needs if written in _labels(turn, need)), None)


def _labels(turn: Turn, need: Need) -> set[str]:
    return {normal_label(need.label(language)) for language in turn.app.languages}
