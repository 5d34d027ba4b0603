"""Local agreements in the chat: read them, and tell whether one was kept or broken."""

from handlers.chat import keyboards
from handlers.chat.keyboards import rows
from handlers.chat.screen.markup import Pages
from handlers.chat.turn import Turn
from handlers.guides.buttons import turning
from handlers.guides.reading import own_buttons
from handlers.guides.wording import page_named, text_pages
from handlers.reports import report
from locales import Words
from services.guides.agreements import AGREEMENT_FORM, Agreement, NoSuchAgreement, agreement_of


async def show(turn: Turn) -> None:
    """Every agreement by its name. Reading on happens in that one message."""
    words, content = turn.words, turn.app.content
    can_tell = AGREEMENT_FORM in content.forms
    ways = rows(
        words,
        (keyboards.KEPT_OR_BROKEN if can_tell else None,),
        (keyboards.SERVICES, keyboards.MENU),
    )
    keyboard = await own_buttons(turn, ways)
    if not content.agreements:
        await turn.say(words("📜 No local agreement is written down here yet."), keyboard)
        return
    await turn.say(
        words("🛡 Stay where you are safe. You need not go and look, and you need not prove anything."), keyboard
    )
    await turn.show(*_overview(turn))


async def again(turn: Turn) -> None:
    """Pressed: the list once more."""
    _speak(turn)
    await turn.redraw(*_overview(turn))


async def one(turn: Turn) -> None:
    """Pressed: the text of one agreement."""
    name, number = _speak(turn)
    content = turn.app.content
    try:
        agreement = agreement_of(content.agreements, name)
    except NoSuchAgreement:
        await turn.redraw(*_overview(turn))
        return
    is_stale = agreement.is_stale(turn.language, turn.today)
    texts = text_pages(turn.words, agreement.page(turn.language), is_stale, _where(turn, agreement))
    place = page_named(texts, number)
    after = f"pact:{turn.language}:{name}:{place + 2}" if texts[place + 1 :] else ""
    before = f"pact:{turn.language}:{name}:{place}" if place else f"pacts:{turn.language}"
    await turn.redraw(texts[place], [turning(turn, after, before)])


async def tell(turn: Turn) -> None:
    """The form that says whether an agreement was kept or broken."""
    await report.start_form(turn, AGREEMENT_FORM)


def _overview(turn: Turn) -> tuple[str, Pages]:
    words, language = turn.words, turn.language
    agreements = turn.app.content.agreements
    text = words("📜 What communities here have agreed with each other. Everyone may read it.")
    return text, [[(each.page(language).title, f"pact:{language}:{each.name}")] for each in agreements]


def _where(turn: Turn, agreement: Agreement) -> str:
    """Since when it holds, and where."""
    words: Words = turn.words
    agreed = words("🤝 Agreed on {date}.", date=words.date(agreement.agreed))
    zones = [zone for zone in turn.app.content.zones if zone.name in agreement.zones]
    if not zones:
        return agreed + "\n" + words("📍 It holds everywhere in this area.")
    names = "\n".join(words.aligned(zone.label.said(turn.language)) for zone in zones)
    return agreed + "\n" + words("📍 It holds here:") + "\n" + names


def _speak(turn: Turn) -> tuple[str, str]:
    """Go on in the language of the pressed button; which agreement, and which page of it."""
    _, language, name, number, *_ = [*(turn.arrival.button or "").split(":"), "", "", ""]
    if language in turn.app.languages:
        turn.conversation.language = language
    return name, number
