"""A list of one's own to tick. What is ticked lies in the buttons under the message and nowhere else."""

from handlers.chat.keyboards import ticked
from handlers.chat.screen.markup import Pages
from handlers.chat.turn import Turn
from handlers.guides.buttons import data, pressed
from handlers.guides.pages import gone
from services.guides.guides import Guide, NoSuchStep, Ticks


async def own_list(turn: Turn) -> None:
    """Pressed: a message of its own to tick things in, so that turning pages does not lose the ticks."""
    guide, (name, *_) = pressed(turn)
    await turn.heard()
    try:
        if guide is None:
            raise NoSuchStep(name)
        page = guide.step(name).page(turn.language)
    except NoSuchStep:
        return
    await turn.show(*_list(turn, guide, name, Ticks(page)))


async def tick(turn: Turn) -> None:
    """Pressed: something of the list ticked, or not any more. A list that changed meanwhile begins anew."""
    guide, (name, ticks, *_) = pressed(turn)
    try:
        if guide is None:
            raise NoSuchStep(name)
        page = guide.step(name).page(turn.language)
    except NoSuchStep:
        await gone(turn)
        return
    await turn.redraw(*_list(turn, guide, name, Ticks.read(page, ticks)))


def _list(turn: Turn, guide: Guide, name: str, ticks: Ticks) -> tuple[str, Pages]:
    words = turn.words
    text = "\n\n".join(
        (
            words.aligned(ticks.page.title),
            words("☑️ Press what you have done. Your ticks stay in this message and nowhere else."),
        )
    )
    return text, [
        [(ticked(item, ticks.is_ticked(place)), data(turn, "tick", guide, name, ticks.turned(place).text))]
        for place, item in enumerate(ticks.page.items)
    ]
