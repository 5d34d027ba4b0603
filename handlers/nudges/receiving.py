"""/nudges: what somebody whom the desk calls can choose, by buttons under one message. /nonudges ends it at once."""

from datetime import time
from typing import Final

from handlers.chat import keyboards
from handlers.chat.screen.markup import Pages
from handlers.chat.turn import Turn
from handlers.nudges.notices import NO_MORE
from handlers.pickers.time import shown
from locales import Words, mark
from services.notices.quiet_hours import NIGHT, Quiet
from services.nudges import receivers
from services.nudges.receivers import Receiver

CHOICES: Final = (NIGHT, Quiet(time(20), time(6)), Quiet(time(22), time(8)), Quiet(time(18), time(9)))
QUIET, STOP = "quiet", "stop"
NO_MORE_LABEL: Final = mark("🔕 No more")


def welcome(words: Words) -> str:
    """What somebody hears who was just enrolled."""
    return "\n".join(
        (
            words("🔔 From now on I say here when something new may be waiting at the desk, and never what it is."),
            words("🌙 Quiet hours: {command}", command="/nudges"),
            words("🔕 No more of these: {command}", command=NO_MORE),
        )
    )


async def show(turn: Turn) -> None:
    """What holds now, and what else can be chosen."""
    found = await turn.read(receivers.of_chat, turn.chat)
    if found is None:
        await turn.say(_not_called(turn.words))
        return
    await turn.show(_standing(turn.words, found.quiet), _choices(turn, found))


async def choose(turn: Turn) -> None:
    """A button under that message."""
    _, language, what, *rest = [*(turn.arrival.button or "").split(":"), "", ""]
    if language in turn.app.languages:
        turn.conversation.language = language
    if what == STOP:
        await turn.run(receivers.leave, turn.chat)
        await turn.redraw(_ended(turn.words), ())
        return
    number = int(rest[0]) if rest[0].isascii() and rest[0].isdigit() else -1
    await turn.run(receivers.set_quiet, turn.chat, CHOICES[number] if 0 <= number < len(CHOICES) else None)
    found = await turn.read(receivers.of_chat, turn.chat)
    if found is None:
        await turn.redraw(_not_called(turn.words), ())
        return
    await turn.redraw(_standing(turn.words, found.quiet), _choices(turn, found))


async def end(turn: Turn) -> None:
    """/nonudges"""
    await turn.run(receivers.leave, turn.chat)
    await turn.say(_ended(turn.words))


async def ended_in_a_group(turn: Turn) -> bool:
    """True where somebody of a group wrote that it wants no more."""
    if (turn.text or "").partition("@")[0] != NO_MORE:
        return False
    await end(turn)
    return True


def _not_called(words: Words) -> str:
    return words("🔕 The desk does not write to you. A colleague at the desk can give you a code.")


def _ended(words: Words) -> str:
    return words("🔕 Done. The desk no longer writes here.")


def _standing(words: Words, quiet: Quiet | None) -> str:
    hours = _hours(words, quiet) if quiet else None
    return "\n".join(
        (
            words("🌙 Your quiet hours: {hours}.", hours=hours)
            if hours
            else words("🔔 You have no quiet hours. I write at any hour."),
            words("In them the others are called. In danger you are called too, where all have quiet hours."),
        )
    )


def _choices(turn: Turn, found: Receiver) -> Pages:
    words = turn.words
    hours = [
        [(_hours(words, each), _data(turn, QUIET, str(number)))]
        for number, each in enumerate(CHOICES)
        if each != found.quiet
    ]
    none = [[(words(keyboards.AT_ANY_HOUR), _data(turn, QUIET, "none"))]] if found.quiet else []
    return [*hours, *none, [(words(NO_MORE_LABEL), _data(turn, STOP))]]


def _data(turn: Turn, *rest: str) -> str:
    return ":".join(("nudges", turn.language, *rest))


def _hours(words: Words, quiet: Quiet) -> str:
    return words("{start} to {end}", start=shown(quiet.start), end=shown(quiet.end))
