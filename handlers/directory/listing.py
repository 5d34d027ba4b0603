"""A page of services: what there is, whether it is open, where; a button for each, and buttons for turning pages."""

from collections.abc import Sequence

from handlers.chat.markup import Pages
from handlers.chat.turn import Turn
from handlers.directory.buttons import (
    ALSO_CLOSED,
    AUDIENCES,
    LESS,
    MORE,
    ONLY_OPEN,
    ListPress,
    card_data,
    fitting,
    speak_as_pressed,
)
from handlers.directory.hours import state
from locales import Words
from services.directory import finding
from services.directory.finding import FoundService, ServicePage, ServiceWish
from services.directory.model import ACTIVE
from services.recurrence.wall_time import WallTime, wall_of
from services.store import keyless

LONGEST_LABEL = 40
LONGEST_NAME = 150
LONGEST_PLACE = 60
MOST_PLACES = 2


def wall(turn: Turn) -> WallTime:
    """What the clocks of the place show now."""
    return wall_of(turn.now, turn.app.content.organisation.timezone)


async def list_(turn: Turn, wish: ServiceWish) -> None:
    """The first page of what fits the wish, as a message of its own."""
    shown = fitting(turn.language, wish)
    page = await turn.read(keyless(finding.find), turn.app.catalogue, shown, 0, wall(turn))
    if page.shown:
        await turn.show(*_drawn(turn, shown, page))
    else:
        await turn.say(_nothing(turn, shown))


async def turned(turn: Turn) -> None:
    """Pressed: another page, or the same with only what is open."""
    press = ListPress.read(turn.arrival.button or "", _zones(turn))
    if press is None:
        await turn.heard()
        return
    speak_as_pressed(turn, press.language)
    page = await turn.read(keyless(finding.find), turn.app.catalogue, press.wish, press.page, wall(turn))
    await turn.redraw(*_drawn(turn, press.wish, page))


def near_text(turn: Turn, found: Sequence[FoundService], wish: ServiceWish) -> tuple[str, Pages]:
    """The nearest services, the nearest first."""
    words = turn.words
    title = words("📍 Nearest to you, as the crow flies:")
    heading = _heading(turn, wish)
    lines = [f"{title}\n{heading}" if heading else title]
    lines += [_entry(turn, number, each) for number, each in enumerate(found, 1)]
    return "\n\n".join(lines), [_button(turn, number, each) for number, each in enumerate(found, 1)]


def best(turn: Turn, found: Sequence[FoundService]) -> tuple[str, Pages]:
    """The first few that fit what somebody wrote."""
    entries = [_entry(turn, number, each) for number, each in enumerate(found, 1)]
    text = "\n\n".join([turn.words("🔎 This may help:"), *entries])
    return text, [_button(turn, number, each) for number, each in enumerate(found, 1)]


def shortened(text: str, most: int) -> str:
    """The text, cut where it has more than so many letters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def zone_label(turn: Turn, zone: str) -> str:
    """The name of a zone of the site in the person's language."""
    return next((each.label.said(turn.language) for each in turn.app.content.zones if each.name == zone), zone)


def _drawn(turn: Turn, wish: ServiceWish, page: ServicePage[FoundService]) -> tuple[str, Pages]:
    words = turn.words
    first = page.number * finding.PAGE + 1
    how_many = words.plural("{n} service", "{n} services", n=page.how_many)
    title = "\n".join(part for part in (_heading(turn, wish), how_many) if part)
    entries = [_entry(turn, number, found) for number, found in enumerate(page.shown, first)]
    buttons = [_button(turn, number, found) for number, found in enumerate(page.shown, first)]
    if not page.shown:
        entries = [words("Nothing on this list is open now.")]
    return "\n\n".join([title, *entries]), [*buttons, *_turning(turn, wish, page)]


def _entry(turn: Turn, number: int, found: FoundService) -> str:
    words, service = turn.words, found.service
    lines = [f"{number}. {words.isolated(shortened(service.name.said(turn.language), LONGEST_NAME))}"]
    if service.status != ACTIVE:
        lines.append(words("⏸ Closed for the time being"))
    opening = state(words, found.opening, wall(turn).day)
    if opening:
        lines.append(opening)
    where = [zone_label(turn, zone) for zone in found.zones] or [text.said(turn.language) for text in found.places]
    told = [*where[:MOST_PLACES], found.organization.said(turn.language)]
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


def _button(turn: Turn, number: int, found: FoundService) -> list[tuple[str, str]]:
    name = found.service.name.said(turn.language)
    label = shortened(f"{number}. {name}", LONGEST_LABEL)
    return [(turn.words.aligned(label), card_data(turn.language, found.service.id))]


def _turning(turn: Turn, wish: ServiceWish, page: ServicePage[FoundService]) -> list[list[tuple[str, str]]]:
    words, language = turn.words, turn.language
    row = []
    if page.number > 0:
        row.append((words(LESS), ListPress(language, page.number - 1, wish).data()))
    if page.of > 1:
        row.append((f"{page.number + 1} / {page.of}", ListPress(language, page.number, wish).data()))
    if page.number + 1 < page.of:
        row.append((words(MORE), ListPress(language, page.number + 1, wish).data()))
    other = ServiceWish(wish.need, wish.zone, wish.audience, not wish.open_now, wish.text)
    hours = (words(ALSO_CLOSED if wish.open_now else ONLY_OPEN), ListPress(language, 0, other).data())
    return [row, [hours]] if row else [[hours]]


def _heading(turn: Turn, wish: ServiceWish) -> str:
    words, content = turn.words, turn.app.content
    need = content.needs.need(wish.need)
    parts = [
        need.label(turn.language) if need else "",
        f"🔎 {wish.text}" if wish.text else "",
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
