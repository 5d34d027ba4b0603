"""⚠️ Safety advice for my area: which zones a person wants to be warned about."""

from collections.abc import Iterable

from handlers.chat import keyboards, unfinished
from handlers.chat.keyboards import about, rows
from handlers.chat.screen.markup import Keyboard
from handlers.chat.turn import Turn
from handlers.forums.subscriptions import subscribe, unsubscribe
from locales import Message, normal_label
from services.authoring.parts import Zone
from services.forums import zone_audience
from services.meetings.upcoming import outlook


async def show(turn: Turn) -> None:
    """Every area of the site, each with its button."""
    if await unfinished.comes_first(turn):
        return
    if turn.conversation.place:
        turn.leave()
        await turn.keep()
    await show_again(turn)


async def show_again(turn: Turn, first: str = "") -> None:
    """The same, below what has just been done."""
    words, content = turn.words, turn.app.content
    seen = await turn.read(outlook)
    asked = words(
        "⚠️ Press each area you want to be warned about. I write only when there is something to be careful about."
    )
    warned = [zone for zone in content.zones if seen.has_joined(zone_audience(zone.name))]
    areas = words.listed([zone.label.said(turn.language) for zone in warned])
    # NOTE: Says how it is now. {areas} are names of areas of the site.
    how_it_is = words("✅ You are warned about: {areas}", areas=areas) if warned else ""
    begin = _each(turn, keyboards.WARN, [zone for zone in content.zones if zone not in warned])
    end = _each(turn, keyboards.WARN_NO_MORE, warned)
    between = rows(words, (keyboards.FORUMS, keyboards.MENU))
    below = rows(words, (keyboards.STOP_NOTICES if seen.joined else None,))
    await turn.say("\n\n".join(part for part in (first, how_it_is, asked) if part), [*begin, *between, *end, *below])


async def join(turn: Turn) -> None:
    """From now on the person is warned about the area that the button names."""
    zone = await _named(turn)
    if zone is not None:
        await subscribe(turn, zone_audience(zone.name))
        await show_again(turn, turn.words("✅ Done. I write to you when there is something to be careful about there."))


async def leave(turn: Turn) -> None:
    """The person is no longer warned about the area that the button names."""
    zone = await _named(turn)
    if zone is not None:
        await unsubscribe(turn, zone_audience(zone.name))
        await show_again(turn, turn.words("⬜ Done. I no longer write to you about this."))


async def _named(turn: Turn) -> Zone | None:
    """The zone the pressed button names, in any offered language; None where something else came first."""
    if await unfinished.comes_first(turn):
        return None
    wanted = normal_label(turn.label_rest or "")
    for zone in turn.app.content.zones:
        if wanted in {normal_label(zone.label.said(code)) for code in turn.app.languages}:
            return zone
    await show_again(turn, turn.words("🙏 There is no area of this name any more."))
    return None


def _each(turn: Turn, label: Message, zones: Iterable[Zone]) -> Keyboard:
    """What pressing it does, for each of them; how it is now stands in the message."""
    return [[about(turn.words, label, zone.label.said(turn.language))] for zone in zones]
