"""Editors keep the list of services right: what waits for them, and finding a service by its name."""

from collections.abc import Mapping
from typing import Final

from handlers.chat import keyboards, states, unfinished
from handlers.chat.keyboards import pressed, rows
from handlers.chat.refusals import not_now
from handlers.chat.screen.markup import Pages
from handlers.chat.turn import Turn
from handlers.directory.buttons import LESS, MORE, speak_as_pressed
from handlers.directory.card_text import concerns_text
from handlers.directory.listing import LONGEST_LABEL, LONGEST_NAME, shortened
from handlers.editing import shown
from locales import Message, mark
from services.directory import finding
from services.directory.finding import ServicePage
from services.directory.model import ACTIVE
from services.editing import worklist
from services.editing.worklist import EVERY, OLD, SAID, SUSPENDED, WaitingService
from services.enrolment import NotAnEditor

# NOTE: For editors: services that residents said something is wrong with.
PEOPLE_SAID = mark("⚠️ What people said")
# NOTE: For editors: services that nobody has checked for long.
TO_CHECK = mark("⏳ To be checked")
# NOTE: For editors: services that are closed for the time being.
SUSPENDED_ONES = mark("⏸ Not open at present")
ALL_SERVICES = mark("🗂 All services")
LISTS: Final[dict[Message, str]] = {PEOPLE_SAID: SAID, TO_CHECK: OLD, SUSPENDED_ONES: SUSPENDED, ALL_SERVICES: EVERY}

LIST: Final = "edl"
OPEN: Final = "eds"
LONGEST_TEXT = 40
"""Bytes of a typed name that a button carries from page to page."""


async def show(turn: Turn) -> None:
    """How many services wait for what."""
    if await unfinished.comes_first(turn):
        return
    words, counts = turn.words, await _counts(turn)
    if counts is None:
        return
    shown.go(turn, states.EDITOR)
    await turn.keep()
    lines = [f"{words(label)}: {words.isolated(counts[kind])}" for label, kind in LISTS.items()]
    hint = words("👇 Choose a list, or write the name of a service.")
    await turn.say("\n".join(words.aligned(line) for line in lines) + f"\n\n{hint}", _keyboard(turn))


async def _counts(turn: Turn) -> Mapping[str, int] | None:
    """How many services wait for what; None, and the person told, where they are no editor."""
    try:
        return await turn.read(worklist.counts, turn.app.catalogue)
    except NotAnEditor as refusal:
        await turn.say(not_now(turn, refusal))
        return None


async def show_list(turn: Turn) -> None:
    """The list that was pressed, perhaps hours ago."""
    if await unfinished.comes_first(turn):
        return
    label = pressed(turn, tuple(LISTS))
    assert label is not None, "a label of a list leads here"
    if await _counts(turn) is not None:
        shown.go(turn, states.EDITOR)
        await turn.keep()
        await look(turn, LISTS[label], "")


async def chosen(turn: Turn) -> None:
    """A name to look for."""
    if turn.text is None:
        await turn.say(turn.words("👇 Choose a list, or write the name of a service."), _keyboard(turn))
        return
    await look(turn, EVERY, turn.text)


async def look(turn: Turn, kind: str, text: str) -> None:
    """The first page of a list, or of what answers the text."""
    cut = " ".join(text.replace(":", " ").split()).encode()[:LONGEST_TEXT].decode(errors="ignore")
    try:
        found = await _page(turn, kind, cut, 0)
    except NotAnEditor as refusal:
        await turn.say(not_now(turn, refusal))
        return
    if found.shown:
        await turn.show(*_drawn(turn, kind, cut, found))
    else:
        await turn.say(turn.words("🤷 There is nothing on this list."))


async def turned(turn: Turn) -> None:
    """Pressed: another page."""
    _, language, kind, number, text = ((turn.arrival.button or "") + "::::").split(":", 4)
    speak_as_pressed(turn, language)
    text = text.rstrip(":")
    try:
        found = await _page(turn, kind, text, int(number) if number.isdecimal() else 0)
    except NotAnEditor:
        await turn.heard()
        return
    await turn.redraw(*_drawn(turn, kind, text, found))


async def _page(turn: Turn, kind: str, text: str, number: int) -> ServicePage[WaitingService]:
    app = turn.app
    return await turn.read(worklist.page, app.catalogue, kind, text, number)


def _drawn(turn: Turn, kind: str, text: str, found: ServicePage[WaitingService]) -> tuple[str, Pages]:
    words = turn.words
    first = found.number * finding.PAGE + 1
    title = words.plural("{n} service", "{n} services", n=found.how_many)
    entries = [_entry(turn, number, each) for number, each in enumerate(found.shown, first)]
    buttons = [[_button(turn, number, each)] for number, each in enumerate(found.shown, first)]
    return "\n\n".join([title, *entries]), [*buttons, *_turning(turn, kind, text, found)]


def _entry(turn: Turn, number: int, waiting: WaitingService) -> str:
    words, service = turn.words, waiting.service
    lines = [f"{number}. {words.isolated(shortened(service.name.said(turn.language), LONGEST_NAME))}"]
    if service.status != ACTIVE:
        lines.append(words("⏸ Closed for the time being"))
    if waiting.is_hidden:
        lines.append(words("🙈 Residents do not see it."))
    if service.assured:
        lines.append(words("✔️ Last checked: {day}", day=words.date(service.assured)))
    lines.append(concerns_text(words, waiting.said))
    return "\n".join(words.aligned(line) for line in lines if line)


def _button(turn: Turn, number: int, waiting: WaitingService) -> tuple[str, str]:
    label = shortened(f"{number}. {waiting.service.name.said(turn.language)}", LONGEST_LABEL)
    return turn.words.aligned(label), f"{OPEN}:{turn.language}:{waiting.service.id}"


def _turning(turn: Turn, kind: str, text: str, found: ServicePage[WaitingService]) -> Pages:
    words = turn.words
    steps = ((LESS, found.number - 1), (MORE, found.number + 1))
    row = [
        (words(label), f"{LIST}:{turn.language}:{kind}:{number}:{text}")
        for label, number in steps
        if 0 <= number < found.of
    ]
    return [row] if row else []


def _keyboard(turn: Turn) -> list[list[str]]:
    return rows(turn.words, (PEOPLE_SAID,), (TO_CHECK,), (SUSPENDED_ONES, ALL_SERVICES), (keyboards.MENU,))
