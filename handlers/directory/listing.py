"""A page of services: what there is, whether it is open, where; a button for each, and buttons for turning pages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from handlers.chat.safe_services import services_text
from handlers.chat.screen.markup import Pages
from handlers.chat.screen.short_messages import is_short, short_messages
from handlers.chat.turn import Turn
from handlers.directory.buttons import (
    ALSO_CLOSED,
    AUDIENCES,
    LESS,
    MORE,
    OPEN_NOW,
    ListPress,
    card_data,
    fitting,
    speak_as_pressed,
)
from handlers.directory.choosing import is_free, needs_keyboard, safe_services, small_keyboard, wall
from handlers.directory.hours import state
from locales import Words
from services.directory import finding
from services.directory.finding import FoundService, ServicePage, ServiceWish
from services.directory.model import ACTIVE
from services.store import keyless

LONGEST_LABEL = 64
"""Letters of a button with the name of a service: two lines of it on a small phone."""
TURNS = 2
"""Buttons beside which a third is too narrow to be read."""
LONGEST_NAME = 150
LONGEST_PLACE = 60
MOST_PLACES = 2


async def list_(turn: Turn, wish: ServiceWish) -> None:
    """What fits the wish: what was looked for, with the small keyboard of a list; the first page, as a message of its
    own; and last, where it is about that, the safe services."""
    shown = fitting(turn.language, wish)
    page = await turn.read(keyless(finding.find), turn.app.catalogue, shown, 0, wall(turn))
    safe = services_text(turn, reversed(safe_services(turn, wish)))
    if not page.shown and not safe:
        keyboard = await needs_keyboard(turn, _narrowed(wish)) if is_free(turn) else None
        await turn.say(_nothing(turn, shown), keyboard)
        return
    is_titled = bool(safe) or not is_free(turn)
    if not is_titled:
        await turn.say(_title(turn, shown, page), small_keyboard(turn))
    if page.shown:
        await turn.show(*_drawn(turn, shown, page, is_titled))
    for each in short_messages([safe]):
        await turn.say(each, small_keyboard(turn))


async def turned(turn: Turn) -> None:
    """Pressed: another page, or the same with only what is open."""
    press = ListPress.read(turn.arrival.button or "", _zones(turn))
    if press is None:
        await turn.heard()
        return
    speak_as_pressed(turn, press.language)
    page = await turn.read(keyless(finding.find), turn.app.catalogue, press.wish, press.page, wall(turn))
    await turn.redraw(*_drawn(turn, press.wish, page, is_titled=True))


def near_text(turn: Turn, found: Sequence[FoundService], wish: ServiceWish) -> tuple[str, Pages]:
    """The nearest services, the nearest first: as many as are seen at once."""
    words = turn.words
    while len(found) > 1 and not is_short(_entries(turn, found)):
        found = found[:-1]
    title = words("📍 Nearest to you, as the crow flies:")
    heading = _heading(turn, wish)
    first = f"{title}\n{heading}" if heading else title
    return "\n\n".join([first, _entries(turn, found)]), _buttons(turn, found)


def best(turn: Turn, found: Sequence[FoundService]) -> tuple[str, Pages]:
    """The first few that fit what somebody wrote."""
    return "\n\n".join([turn.words("🔎 This may help:"), _entries(turn, found)]), _buttons(turn, found)


def shortened(text: str, most: int) -> str:
    """The text, cut where it has more than so many letters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def zone_label(turn: Turn, zone: str) -> str:
    """The name of a zone of the site in the person's language."""
    return next((each.label.said(turn.language) for each in turn.app.content.zones if each.name == zone), zone)


def _drawn(turn: Turn, wish: ServiceWish, page: ServicePage[FoundService], is_titled: bool) -> tuple[str, Pages]:
    words = turn.words
    first = page.number * finding.PAGE + 1
    entries = _entries(turn, page.shown, first)
    buttons = _buttons(turn, page.shown, first)
    if not page.shown:
        entries = words("Nothing on this list is open now.")
    title = [_title(turn, wish, page)] if is_titled else []
    return "\n\n".join([*title, entries]), [*buttons, *_turning(turn, wish, page)]


def instead_text(turn: Turn, found: Sequence[FoundService]) -> tuple[str, Pages]:
    """Others that are open, for who stands before a closed door."""
    title = turn.words("🟢 Open now, for the same:")
    return "\n\n".join([title, _entries(turn, found)]), [
        _button(turn, number, each) for number, each in enumerate(found, 1)
    ]


def _title(turn: Turn, wish: ServiceWish, page: ServicePage[FoundService]) -> str:
    how_many = turn.words.plural("{n} service", "{n} services", n=page.how_many)
    return "\n".join(part for part in (_heading(turn, wish), how_many) if part)


def _narrowed(wish: ServiceWish) -> ServiceWish:
    """The area and the people alone."""
    return ServiceWish(zone=wish.zone, audience=wish.audience)


def _entries(turn: Turn, found: Sequence[FoundService], first: int = 1) -> str:
    """In the order of their numbers, the best one first, as their buttons are below; close together, so that a small
    screen shows all of a page."""
    names = Counter(each.service.name.said(turn.language) for each in found)
    alike = {name for name, times in names.items() if times > 1}
    return "\n".join(_entry(turn, number, each, alike) for number, each in enumerate(found, first))


def _entry(turn: Turn, number: int, found: FoundService, alike: set[str]) -> str:
    """Who runs it is told where nothing else tells where it is, and where another one has the same name."""
    words, service = turn.words, found.service
    lines = [f"{number}. {words.isolated(shortened(service.name.said(turn.language), LONGEST_NAME))}"]
    if service.status != ACTIVE:
        lines.append(words("⏸ Closed for the time being"))
    opening = state(words, found.opening, wall(turn).day)
    if opening:
        lines.append(opening)
    where = [zone_label(turn, zone) for zone in found.zones] or [text.said(turn.language) for text in found.places]
    is_told_apart = bool(where) and service.name.said(turn.language) not in alike
    told = [*where[:MOST_PLACES], *([] if is_told_apart else [found.organization.said(turn.language)])]
    lines.append(" · ".join(words.isolated(shortened(each, LONGEST_PLACE)) for each in told if each))
    if found.km is not None:
        lines.append(_distance(words, found.km))
    return "\n".join(words.aligned(line) for line in lines if line)


def _distance(words: Words, km: float) -> str:
    if km < 1:
        # NOTE: A distance in metres.
        return words("about {metres} m", metres=max(10, round(km * 100) * 10))
    # NOTE: A distance.
    return words("about {km} km", km=f"{km:.1f}" if km < 10 else f"{km:.0f}")


def _buttons(turn: Turn, found: Sequence[FoundService], first: int = 1) -> list[list[tuple[str, str]]]:
    return [_button(turn, number, each) for number, each in enumerate(found, first)]


def _button(turn: Turn, number: int, found: FoundService) -> list[tuple[str, str]]:
    name = found.service.name.said(turn.language)
    label = shortened(f"{number}. {name}", LONGEST_LABEL)
    return [(turn.words.aligned(label), card_data(turn.language, found.service.id))]


def _turning(turn: Turn, wish: ServiceWish, page: ServicePage[FoundService]) -> list[list[tuple[str, str]]]:
    words, language = turn.words, turn.language
    other = replace(wish, open_now=not wish.open_now)
    hours = (words(ALSO_CLOSED if wish.open_now else OPEN_NOW), ListPress(language, 0, other).data())
    row = []
    if page.number > 0:
        row.append((words(LESS), ListPress(language, page.number - 1, wish).data()))
    if page.number + 1 < page.of:
        row.append((words(MORE), ListPress(language, page.number + 1, wish).data()))
    if not wish.open_now and len(row) < TURNS:
        return [[*row, hours]]
    return [row, [hours]] if row else [[hours]]


def _heading(turn: Turn, wish: ServiceWish) -> str:
    words, content = turn.words, turn.app.content
    need = content.needs.need(wish.need)
    parts = [
        need.label(turn.language) if need else "",
        words("🔎 For your words") if wish.text else "",
        zone_label(turn, wish.zone) if wish.zone else "",
        words(AUDIENCES[wish.audience]) if wish.audience in AUDIENCES else "",
        words("🟢 Open now") if wish.open_now else "",
    ]
    return words.aligned(" · ".join(words.isolated(part) for part in parts if part))


def _nothing(turn: Turn, wish: ServiceWish) -> str:
    words = turn.words
    said = [_heading(turn, wish)]
    if wish.text:
        said.append(words("🤷 I know of no such service. Try another word, or choose what you need below."))
    else:
        said.append(words("🤷 I know of no such service here. Choose something else below."))
    return "\n\n".join(part for part in said if part)


def _zones(turn: Turn) -> tuple[str, ...]:
    return tuple(zone.name for zone in turn.app.content.zones)
