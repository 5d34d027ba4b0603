"""Guides in the chat: one message that turns its pages, with the ways out of it always on the keyboard below.

Nothing of what a person reads, which area they ask about or what they tick is kept: all of it stands in the buttons
under the message.
"""

from typing import Final

from handlers.chat import keyboards
from handlers.chat.keyboards import rows
from handlers.chat.safe_services import services_text
from handlers.chat.screen.markup import Keyboard, Pages
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.turn import Turn
from handlers.directory import listing
from handlers.guides.buttons import AREA, Reading, Row, all_steps, data, part_of, pressed, turning, under_page
from handlers.guides.reading import own_buttons
from handlers.guides.wording import page_named, step_pages, text_to_pass_on
from handlers.reports import report
from services.content.content import REPORT_FORM
from services.directory.finding import ServiceWish
from services.guides.guides import NEED, SERVICES, STEP, Guide, GuideStep, NoSuchStep
from services.guides.markup import Link
from services.reports.journeys import ACCOMPANIMENT_FORM

RETURN: Final = "return"
SAFETY: Final = "safety"
CONCERN: Final = "category"


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
    """Pressed: the steps to choose from, a few at a time."""
    guide, (number, *_) = pressed(turn)
    if guide is None:
        await gone(turn)
        return
    await turn.redraw(*_overview(turn, guide, number))


async def step(turn: Turn) -> None:
    """Pressed: a page of one step."""
    guide, (name, number, *_) = pressed(turn)
    if guide is None:
        await gone(turn)
        return
    try:
        found = guide.step(name)
    except NoSuchStep:
        await turn.redraw(*_overview(turn, guide))
        return
    pages = step_pages(turn.words, guide, found, turn.today)
    place = page_named(pages, number)
    read = Reading(found, "step", place, len(pages))
    links = [_link(turn, guide, found, link) for link in found.page(turn.language).links]
    buttons = under_page(turn, guide, read, links, _own_list(turn, guide, found))
    await turn.redraw(pages[place], buttons)


async def areas(turn: Turn) -> None:
    """Pressed: the areas of origin something is known of."""
    guide, _ = pressed(turn)
    if guide is None:
        await gone(turn)
        return
    words = turn.words
    text = words("📍 Which area do you want to read about? I do not keep what you choose.")
    named = [[(area.page(turn.language).title, data(turn, "area", guide, area.name))] for area in guide.areas]
    await turn.redraw(text, [*named, all_steps(turn, guide)])


async def area(turn: Turn) -> None:
    """Pressed: what is known of one area on the day it was checked, and what is not."""
    guide, (name, number, *_) = pressed(turn)
    if guide is None:
        await gone(turn)
        return
    try:
        found = guide.area(name)
    except NoSuchStep:
        await turn.redraw(*_overview(turn, guide))
        return
    pages = step_pages(turn.words, guide, found, turn.today)
    place = page_named(pages, number)
    to_areas = [(turn.words(keyboards.AREAS), data(turn, "areas", guide))]
    read = Reading(found, "area", place, len(pages))
    await turn.redraw(pages[place], under_page(turn, guide, read, [], [to_areas]))


async def pass_on(turn: Turn) -> None:
    """Pressed: the text once more, as a message of its own without buttons."""
    guide, (name, *_) = pressed(turn)
    await turn.heard()
    try:
        if guide is None:
            raise NoSuchStep(name)
        found = guide.area(name.removeprefix(AREA)) if name.startswith(AREA) else guide.step(name)
    except NoSuchStep:
        return
    language = turn.language
    await turn.say_whole(text_to_pass_on(turn.words, found.page(language), found.is_stale(language, turn.today)))


async def helpers(turn: Turn) -> None:
    """Pressed: who can help with what the step is about."""
    guide, (name, branch, number, *_) = pressed(turn)
    if guide is None:
        await gone(turn)
        return
    found = short_messages([services_text(turn, turn.app.content.services_for(branch)) if branch else ""])
    texts = found or [turn.words("☎️ There is nobody on the list for this yet.")]
    place = page_named(texts, number)
    onward = data(turn, "help", guide, name, branch, str(place + 2)) if texts[place + 1 :] else ""
    back = data(turn, "help", guide, name, branch, str(place)) if place else data(turn, "step", guide, name)
    await turn.redraw(texts[place], [turning(turn, onward, back)])


async def services(turn: Turn) -> None:
    """Pressed: services for a need, as a message of its own with a list of its own."""
    _, (need, *_) = pressed(turn)
    await turn.heard()
    await listing.list_(turn, ServiceWish(need=need))


async def _open(turn: Turn, name: str) -> None:
    words = turn.words
    try:
        guide = turn.app.content.guides.guide(name)
    except NoSuchStep:
        said = words("📖 There is no guide on this yet. Please ask the team.")
        await turn.say(said, await own_buttons(turn, _ways_out(turn, None)))
        return
    title, about = (text.said(turn.language) for text in (guide.title, guide.about))
    await turn.say(words.aligned(f"{title}\n\n{about}"), await own_buttons(turn, _ways_out(turn, guide)))
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


def _overview(turn: Turn, guide: Guide, number: str = "") -> tuple[str, Pages]:
    words, language = turn.words, turn.language
    buttons: list[Row] = [[(each.page(language).title, data(turn, "step", guide, each.name))] for each in guide.steps]
    if guide.areas:
        buttons.append([(words(keyboards.AREAS), data(turn, "areas", guide))])
    if guide.name == SAFETY:
        buttons += _other_guides(turn)
    return words.aligned(guide.first.said(language)), part_of(turn, guide, buttons, number)


def _other_guides(turn: Turn) -> list[Row]:
    """Guides of the organisation's own have no button in the menu."""
    own = [guide for guide in _all_guides(turn) if guide.name not in (RETURN, SAFETY)]
    return [[(guide.title.said(turn.language), data(turn, "guide", guide))] for guide in own]


def _all_guides(turn: Turn) -> list[Guide]:
    return list(turn.app.content.guides.by_name.values())


def _own_list(turn: Turn, guide: Guide, found: GuideStep) -> list[Row]:
    has_list = bool(found.page(turn.language).items)
    return [[(turn.words(keyboards.LIST), data(turn, "list", guide, found.name))]] if has_list else []


def _link(turn: Turn, guide: Guide, found: GuideStep, link: Link) -> Row:
    if link.kind == STEP:
        to, target = turn.app.content.guides.target(guide, link)
        return [(link.label, data(turn, "step", to, target.name))]
    if link.kind == SERVICES:
        return [(link.label, data(turn, "help", guide, found.name, link.target))]
    return [(link.label, data(turn, "need", guide, link.target))] if link.kind == NEED else []


async def gone(turn: Turn) -> None:
    """The guide of a button is not there any more."""
    others = [[(guide.title.said(turn.language), data(turn, "guide", guide))] for guide in _all_guides(turn)]
    await turn.redraw(turn.words("📖 This guide is not there any more. Please press a button below."), others)
