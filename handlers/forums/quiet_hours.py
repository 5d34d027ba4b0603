"""🌙 Quiet hours: when the phone should not ring, chosen by one button."""

from datetime import time

from handlers.chat import endings, keyboards, unfinished
from handlers.chat.keyboards import about, rows
from handlers.chat.turn import Turn
from handlers.pickers.time import shown
from locales import Words, normal_label
from services.meetings.upcoming import outlook
from services.notices import subscriptions
from services.notices.quiet_hours import NIGHT, Quiet

CHOICES = (NIGHT, Quiet(time(20), time(6)), Quiet(time(22), time(8)), Quiet(time(18), time(9)))
"""The hours offered: the usual night, for early and late risers, and for who is only free by day."""


async def ask(turn: Turn) -> None:
    """Say what holds now and offer others; with hours on the button, keep those."""
    if await unfinished.comes_first(turn):
        return
    chosen = _named(turn)
    if chosen is not None:
        await _choose(turn, chosen)
        return
    if turn.conversation.place:
        turn.leave()
        await turn.keep()
    await _show(turn)


async def none(turn: Turn) -> None:
    """Anything may come at any hour."""
    if not await unfinished.comes_first(turn):
        await _choose(turn, None)


async def _choose(turn: Turn, quiet: Quiet | None) -> None:
    turn.leave()
    turn.ends(endings.CHOSEN)
    app = turn.app
    await turn.run(subscriptions.set_quiet, app.content.audiences, turn.chat, quiet)
    await _show(turn)


async def _show(turn: Turn) -> None:
    words = turn.words
    seen = await turn.read(outlook)
    back = rows(words, (keyboards.FORUMS, keyboards.MENU))
    if not seen.joined:
        await turn.say(words("👥 Please join a group first. Then you can choose your quiet hours."), back)
        return
    if seen.quiet:
        now = words("🌙 Your quiet hours: {hours}.", hours=_hours(words, seen.quiet))
    else:
        now = words("🔔 You have no quiet hours. I write at any hour.")
    what = words("In quiet hours I do not write to you, unless there is a danger or a change that cannot wait.")
    others = [[about(words, keyboards.QUIET, _hours(words, each))] for each in CHOICES if each != seen.quiet]
    await turn.say(
        "\n".join((now, what)), [*others, *rows(words, (keyboards.AT_ANY_HOUR if seen.quiet else None,)), *back]
    )


def _hours(words: Words, quiet: Quiet) -> str:
    # NOTE: Hours of the day, such as "21:00 to 07:00". Also stands on buttons.
    return words("{start} to {end}", start=shown(quiet.start), end=shown(quiet.end))


def _named(turn: Turn) -> Quiet | None:
    """The hours on the pressed button, in whichever language it was drawn."""
    wanted = normal_label(turn.label_rest or "")
    for quiet in CHOICES:
        if wanted in {normal_label(_hours(turn.app.words(code), quiet)) for code in turn.app.languages}:
            return quiet
    return None
