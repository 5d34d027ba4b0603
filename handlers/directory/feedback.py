"""A resident tells that what is said of a service is not true. Counted by week; nothing is kept of who."""

from handlers.chat import keyboards
from handlers.chat.keyboards import rows
from handlers.chat.refusals import not_now
from handlers.chat.screen.markup import Keyboard
from handlers.chat.turn import Turn
from handlers.directory import listing
from handlers.directory.buttons import (
    CONCERNS,
    HAS_MOVED,
    IS_WRONG,
    OTHER_SERVICES,
    REPORT_REFUSAL,
    WAS_CLOSED,
    WAS_REFUSED,
)
from handlers.directory.card import carrying, read_card, service_meant
from handlers.directory.choosing import is_free, wall
from handlers.reports import report
from locales import Message
from services.content.content import REPORT_FORM
from services.conversation.quotas import QuotaSpent
from services.directory import feedback, finding
from services.directory.feedback import MOST_A_DAY, NoSuchService, once_a_week
from services.errors import Refusal
from services.store import keyless


async def ask(turn: Turn) -> None:
    """What is not true?"""
    try:
        found = await read_card(turn, await service_meant(turn))
    except NoSuchService as gone:
        await turn.say(not_now(turn, gone))
        return
    words, name = turn.words, found.called.said(turn.language)
    buttons = [[carrying(words, button, name)] for button in CONCERNS]
    await turn.say(
        words("What happened? I count how often it is reported. I do not keep who reports it."),
        _shown(turn, [[words(OTHER_SERVICES), words(keyboards.MENU)], *buttons]),
    )


async def was_closed(turn: Turn) -> None:
    """Somebody stood before a closed door."""
    await _say(turn, WAS_CLOSED)


async def has_moved(turn: Turn) -> None:
    """It is elsewhere."""
    await _say(turn, HAS_MOVED)


async def is_wrong(turn: Turn) -> None:
    """Something else on the card is wrong."""
    await _say(turn, IS_WRONG)


async def was_refused(turn: Turn) -> None:
    """Somebody was sent away: a report is one press away."""
    await _say(turn, WAS_REFUSED)


async def _say(turn: Turn, button: Message) -> None:
    app, kind = turn.app, CONCERNS[button]
    try:
        service = await service_meant(turn)
        this_week = once_a_week(service)
        app.weekly.check(this_week, turn.chat, turn.arrival.number, turn.said)
        app.quotas.check(MOST_A_DAY, turn.chat, turn.arrival.number, turn.said)
        await turn.run(feedback.say, service, kind, turn.now)
    except QuotaSpent:
        said = turn.words("🙏 Thank you. You have told us already; I count each person once a week.")
        await _thank(turn, said, service, kind)
        return
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal))
        return
    app.weekly.note(this_week, turn.chat, turn.arrival.number, turn.said)
    app.quotas.note(MOST_A_DAY, turn.chat, turn.arrival.number, turn.said)
    await _thank(turn, _thanks(turn, kind), service, kind)


async def _thank(turn: Turn, said: str, service: str, kind: str) -> None:
    """And offer another service: who stood before a closed door still needs what they came for."""
    app = turn.app
    others = (
        []
        if kind == feedback.WRONG
        else await turn.read(keyless(finding.instead_of), app.catalogue, service, wall(turn))
    )
    if not others and kind != feedback.WRONG:
        said += "\n\n" + turn.words("🤷 I know of no other for the same that is open now.")
    await turn.say(said, _after(turn, kind))
    if others:
        await turn.show(*listing.instead_text(turn, others))


async def tell_of_refusal(turn: Turn) -> None:
    """A report with its category chosen already, where the organisation's form has that category."""
    await report.start_form(turn, REPORT_FORM, category=feedback.REFUSED)


def _thanks(turn: Turn, kind: str) -> str:
    words = turn.words
    if kind != feedback.REFUSED:
        return words("🙏 Thank you. From tomorrow on others read that it was reported, not by whom.")
    thanks = words("🙏 Thank you. It is counted. Nobody sees who said it.")
    invitation = words(
        "Help is for everybody. If you were refused because of who you are, where you come from, or what you believe,"
        " you can report it: press {button}.",
        button=words(REPORT_REFUSAL),
    )
    return f"{thanks}\n\n{invitation}"


def _after(turn: Turn, kind: str) -> Keyboard | None:
    refusal = (REPORT_REFUSAL,) if kind == feedback.REFUSED else ()
    return _shown(turn, rows(turn.words, refusal, (OTHER_SERVICES, keyboards.MENU)))


def _shown(turn: Turn, keyboard: Keyboard) -> Keyboard | None:
    return keyboard if is_free(turn) else None
