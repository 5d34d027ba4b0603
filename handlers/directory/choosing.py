"""What a person can choose from: the needs there is help for, and ways to narrow them; what they chose before."""

from handlers.chat import keyboards, states
from handlers.chat.keyboards import columns
from handlers.chat.screen.markup import Keyboard, Pages, WhereLabel
from handlers.chat.turn import Turn
from handlers.directory.buttons import (
    BY_AREA,
    EVERYWHERE,
    FOR_WHOM,
    NEAR,
    OPEN_NOW,
    OTHER_SERVICES,
    ListPress,
)
from services.authoring.parts import SafeService
from services.directory import finding
from services.directory.finding import ServiceWish
from services.directory.needs import Need
from services.recurrence.wall_time import WallTime, wall_of
from services.store import keyless


def wall(turn: Turn) -> WallTime:
    """What the clocks of the place show now."""
    return wall_of(turn.now, turn.app.content.organisation.timezone)


def is_free(turn: Turn) -> bool:
    """True where nothing else is under way whose buttons must stay."""
    return turn.conversation.place in ("", states.DIRECTORY, *states.OF_AN_EDITOR)


def small_keyboard(turn: Turn) -> Keyboard | None:
    """Under a list and under a card: the way back, in one row. None where other buttons have to stay."""
    words = turn.words
    return [[words(OTHER_SERVICES), words(keyboards.MENU)]] if is_free(turn) else None


async def needs_keyboard(turn: Turn, wish: ServiceWish) -> Keyboard:
    """Everything one can look for; nearness and the hour first."""
    words = turn.words
    labels = [need.label(turn.language) for need in await _needs(turn, wish)]
    narrowed = [[words(EVERYWHERE)]] if wish != ServiceWish() else []
    near, narrow = [WhereLabel(words(NEAR)), words(OPEN_NOW)], [words(BY_AREA), words(FOR_WHOM)]
    return [near, *columns(labels), narrow, *narrowed, [words(keyboards.MENU)]]


async def needs_under(turn: Turn) -> Pages:
    """The same under a message, where other buttons have to stay."""
    needs = await _needs(turn, ServiceWish())
    return [
        [
            (need.label(turn.language), ListPress(turn.language, 0, ServiceWish(need=need.key)).data())
            for need in needs[at : at + 2]
        ]
        for at in range(0, len(needs), 2)
    ]


def safe_services(turn: Turn, wish: ServiceWish) -> list[SafeService]:
    """Safe services for what is looked for: those that a need leads to, whether it was pressed or written."""
    content = turn.app.content
    keys = {wish.need} if wish.need else content.needs.named_in(wish.text)
    branches = content.needs.helps_with(keys)
    return [each for each in content.services_for("") if set(branches) & set(each.helps)]


def safe_services_of_no_need(turn: Turn) -> list[SafeService]:
    """Safe services that no need leads to."""
    content = turn.app.content
    led_to = content.needs.helps_with([need.key for need in content.needs.needs])
    return [each for each in content.services_for("") if not set(led_to) & set(each.helps)]


async def _needs(turn: Turn, wish: ServiceWish) -> list[Need]:
    """The needs there is a service for, or a safe one."""
    app = turn.app
    counts = await turn.read(keyless(finding.how_many_by_need), app.catalogue, wish, wall(turn))
    return [need for need in app.content.needs.needs if counts.get(need.key) or need.helps]
