"""⚠️ Safety advice for my area: which zones a person wants to be warned about."""

from handlers import forums, keyboards, unfinished
from handlers.keyboards import rows
from handlers.turn import Turn
from locales import normal_label
from services.content_parts import Zone
from services.forums import zone_audience
from services.outlook import outlook


async def show(turn: Turn) -> None:
    """Every area of the site, each with its tick."""
    if await unfinished.comes_first(turn):
        return
    if turn.conversation.place:
        turn.leave()
        await turn.keep()
    await show_again(turn)


async def show_again(turn: Turn, first: str = "") -> None:
    """The same, below what has just been done."""
    words, content = turn.words, turn.house.content
    seen = await turn.read(outlook, turn.house.runtime, content, turn.chat, turn.now)
    asked = words(
        "⚠️ Press each area you want to be warned about. I write only when there is something to be careful about."
    )
    ticks = [
        forums.tick(turn, seen, zone_audience(zone.name), zone.label.said(turn.language)) for zone in content.zones
    ]
    below = rows(words, (keyboards.STOP_NOTICES if seen.joined else None,), (keyboards.FORUMS, keyboards.MENU))
    await turn.say("\n\n".join(part for part in (first, asked) if part), [*ticks, *below])


def named_zone(turn: Turn, name: str | None) -> Zone | None:
    """The zone of that name in any offered language; None for any other words."""
    wanted = normal_label(name or "")
    for zone in turn.house.content.zones:
        if wanted in {normal_label(zone.label.said(code)) for code in turn.house.languages}:
            return zone
    return None
