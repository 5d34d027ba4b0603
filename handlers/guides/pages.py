"""Guides in the chat: one message that turns its pages, with the ways out of it always on the keyboard below.

Nothing of what a person reads, which area they ask about or what they tick is kept: all of it stands in the buttons
under the message.
"""

from collections.abc import Sequence
from typing import Final

from handlers.chat import keyboards
from handlers.chat.keyboards import rows, ticked
from handlers.chat.safe_services import services_text
from handlers.chat.screen.markup import Keyboard, Pages
from handlers.chat.turn import Turn
from handlers.directory import listing
from handlers.guides.reading import own_buttons
from handlers.guides.wording import area_text, step_text, text_to_pass_on
from handlers.reports import report
from services.content.content import REPORT_FORM
from services.directory.finding import ServiceWish
from services.guides.guides import NEED, SERVICES, STEP, Guide, GuideStep, NoSuchStep, Ticks

RETURN: Final = "return"
SAFETY: Final = "safety"
ACCOMPANIMENT_FORM: Final = "accompaniment_request"
CONCERN: Final = "category"
AREA: Final = "@"
"""Before the name of an area where the name of a step could stand."""

Row = list[tuple[str, str]]


async def going_home(turn: Turn) -> None:
    """The guide for those who think about going back: whatever they do, it is their choice, said first."""
    await _open(turn, RETURN)


async def staying_safe(turn: Turn) -> None:
    """The guide on protecting oneself."""
    await _open(turn, SAFETY)


async def tell_of_pressure(turn: Turn) -> None:
    """A report with its category chosen already: who was pushed should not have to look for the word."""
    try:
        concern = turn.app.content.guides.guide(RETURN).concern
    except NoSuchStep:
        concern = ""
    await report.start_form(turn, REPORT_FORM, **({CONCERN: concern} if concern else {}))


async def ask_for_company(turn: Turn) -> None:
    """The form by which somebody asks not to go alone."""
    await report.start_form(turn, ACCOMPANIMENT_FORM)


async def overview(turn: Turn) -> None:
    """Pressed: all steps again."""
    guide, _ = _pressed(turn)
    if guide is None:
        await _gone(turn)
        return
    await turn.redraw(*_overview(turn, guide))


async def step(turn: Turn) -> None:
    """Pressed: one step."""
    guide, (name, *_) = _pressed(turn)
    if guide is None:
        await _gone(turn)
        return
    try:
        found = guide.step(name)
    except NoSuchStep:
        await turn.redraw(*_overview(turn, guide))
        return
    await turn.redraw(step_text(turn.words, guide, found, turn.today), _step_buttons(turn, guide, found))


async def areas(turn: Turn) -> None:
    """Pressed: the areas of origin something is known of."""
    guide, _ = _pressed(turn)
    if guide is None:
        await _gone(turn)
        return
    words = turn.words
    text = words("📍 Which area do you want to read about? I do not keep what you choose.")
    named = [[(area.page(turn.language).title, _data(turn, "area", guide, area.name))] for area in guide.areas]
    await turn.redraw(text, [*named, _all_steps(turn, guide)])


async def area(turn: Turn) -> None:
    """Pressed: what is known of one area on the day it was checked, and what is not."""
    guide, (name, *_) = _pressed(turn)
    if guide is None:
        await _gone(turn)
        return
    try:
        found = guide.area(name)
    except NoSuchStep:
        await turn.redraw(*_overview(turn, guide))
        return
    words = turn.words
    buttons = [
        [(words(keyboards.BACK), _data(turn, "areas", guide))],
        [(words(keyboards.PASS_ON), _data(turn, "pass", guide, f"{AREA}{name}")), *_all_steps(turn, guide)],
    ]
    await turn.redraw(area_text(words, guide, found, turn.today), buttons)


async def pass_on(turn: Turn) -> None:
    """Pressed: the text once more, as a message of its own without buttons."""
    guide, (name, *_) = _pressed(turn)
    await turn.heard()
    try:
        if guide is None:
            raise NoSuchStep(name)
        found = guide.area(name.removeprefix(AREA)) if name.startswith(AREA) else guide.step(name)
    except NoSuchStep:
        return
    language = turn.language
    await turn.say(text_to_pass_on(turn.words, found.page(language), found.is_stale(language, turn.today)))


async def helpers(turn: Turn) -> None:
    """Pressed: who can help with what the step is about."""
    guide, (name, branch, *_) = _pressed(turn)
    if guide is None:
        await _gone(turn)
        return
    text = services_text(turn, turn.app.content.services_for(branch)) if branch else ""
    back = [(turn.words(keyboards.BACK), _data(turn, "step", guide, name))]
    await turn.redraw(text or turn.words("☎️ There is nobody on the list for this yet."), [back])


async def services(turn: Turn) -> None:
    """Pressed: services for a need, as a message of its own with a list of its own."""
    _, (need, *_) = _pressed(turn)
    await turn.heard()
    await listing.list_(turn, ServiceWish(need=need))


async def own_list(turn: Turn) -> None:
    """Pressed: a message of its own to tick things in, so that turning pages does not lose the ticks."""
    guide, (name, *_) = _pressed(turn)
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
    guide, (name, ticks, *_) = _pressed(turn)
    try:
        if guide is None:
            raise NoSuchStep(name)
        page = guide.step(name).page(turn.language)
    except NoSuchStep:
        await _gone(turn)
        return
    await turn.redraw(*_list(turn, guide, name, Ticks.read(page, ticks)))


async def _open(turn: Turn, name: str) -> None:
    words = turn.words
    try:
        guide = turn.app.content.guides.guide(name)
    except NoSuchStep:
        said = words("📖 There is no guide on this yet. Please ask the team.")
        await turn.say(said, await own_buttons(turn, _ways_out(turn, None)))
        return
    first = words.aligned(guide.first.said(turn.language))
    await turn.say(first, await own_buttons(turn, _ways_out(turn, guide)))
    await turn.show(*_overview(turn, guide))


def _ways_out(turn: Turn, guide: Guide | None) -> Keyboard:
    """The keyboard while reading: what a person may want to do at any step."""
    content = turn.app.content
    is_return = guide is not None and bool(guide.concern)
    can_ask = guide is not None and ACCOMPANIMENT_FORM in guide.forms and ACCOMPANIMENT_FORM in content.forms
    has_agreements = bool(content.agreements) and not is_return
    return rows(
        turn.words,
        (keyboards.PRESSURE if is_return else keyboards.REPORT,),
        (keyboards.ACCOMPANY if can_ask else None,),
        (keyboards.AGREEMENTS if has_agreements else None,),
        (keyboards.SERVICES, keyboards.MENU),
    )


def _overview(turn: Turn, guide: Guide) -> tuple[str, Pages]:
    words, language = turn.words, turn.language
    buttons: list[Row] = [[(each.page(language).title, _data(turn, "step", guide, each.name))] for each in guide.steps]
    if guide.areas:
        buttons.append([(words(keyboards.AREAS), _data(turn, "areas", guide))])
    if guide.name == SAFETY:
        buttons += _other_guides(turn)
    return words.aligned(f"{guide.title.said(language)}\n\n{guide.about.said(language)}"), buttons


def _other_guides(turn: Turn) -> list[Row]:
    """Guides of the organisation's own have no button in the menu."""
    own = [guide for guide in _all_guides(turn) if guide.name not in (RETURN, SAFETY)]
    return [[(guide.title.said(turn.language), _data(turn, "guide", guide))] for guide in own]


def _all_guides(turn: Turn) -> list[Guide]:
    return list(turn.app.content.guides.by_name.values())


def _step_buttons(turn: Turn, guide: Guide, found: GuideStep) -> Pages:
    words, page = turn.words, found.page(turn.language)
    buttons: list[Row] = [[(words(keyboards.LIST), _data(turn, "list", guide, found.name))]] if page.items else []
    for link in page.links:
        if link.kind == STEP:
            to, target = turn.app.content.guides.target(guide, link)
            buttons.append([(link.label, _data(turn, "step", to, target.name))])
        elif link.kind == SERVICES:
            buttons.append([(link.label, _data(turn, "help", guide, found.name, link.target))])
        elif link.kind == NEED:
            buttons.append([(link.label, _data(turn, "need", guide, link.target))])
    before, after = guide.before(found), guide.after(found)
    turning = [(words(keyboards.BACK), _data(turn, "step", guide, before.name))] if before else []
    if after:
        turning.append((words(keyboards.READ_ON), _data(turn, "step", guide, after.name)))
    passing_on = (words(keyboards.PASS_ON), _data(turn, "pass", guide, found.name))
    return [*buttons, turning, [passing_on, *_all_steps(turn, guide)]]


def _list(turn: Turn, guide: Guide, name: str, ticks: Ticks) -> tuple[str, Pages]:
    words = turn.words
    text = "\n\n".join(
        (
            words.aligned(ticks.page.title),
            words("☑️ Press what you have done. Your ticks stay in this message and nowhere else."),
        )
    )
    return text, [
        [(ticked(item, ticks.is_ticked(place)), _data(turn, "tick", guide, name, ticks.turned(place).text))]
        for place, item in enumerate(ticks.page.items)
    ]


def _all_steps(turn: Turn, guide: Guide) -> Row:
    return [(turn.words(keyboards.ALL_STEPS), _data(turn, "guide", guide))]


def _data(turn: Turn, what: str, guide: Guide, *rest: str) -> str:
    """What a button sends back. The language goes with it: the bot does not remember for long who reads what."""
    return ":".join((what, turn.language, guide.name, *rest))


def _pressed(turn: Turn) -> tuple[Guide | None, Sequence[str]]:
    """The guide a button is about (None where it is gone), and what else it says; never fewer than two words."""
    _, language, name, *rest = [*(turn.arrival.button or "").split(":"), "", ""]
    if language in turn.app.languages:
        turn.conversation.language = language
    return turn.app.content.guides.by_name.get(name), [*rest, "", ""]


async def _gone(turn: Turn) -> None:
    others = [[(guide.title.said(turn.language), _data(turn, "guide", guide))] for guide in _all_guides(turn)]
    await turn.redraw(turn.words("📖 This guide is not there any more. Please press a button below."), others)
