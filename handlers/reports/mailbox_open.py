"""What is done inside an open mailbox: read and erase, write back, stop being notified, take the report back."""

from collections.abc import Callable
from datetime import datetime

from handlers.chat import endings, keyboards, states
from handlers.chat.attachments import not_taken
from handlers.chat.held_words import TooManyWords, hold
from handlers.chat.keyboards import is_passing, pressed, rows
from handlers.chat.refusals import not_now, run_or_say_not_saved
from handlers.chat.sweeping import say_alone
from handlers.chat.turn import Turn
from handlers.reports import consent, later_words
from handlers.reports.inbox import is_taken_back, keyboard, opened, taken_back
from handlers.reports.mailbox import is_receipt, leave, open_another
from locales import Message
from services.errors import Refusal
from services.keys.trust import Trust
from services.reports import mailbox
from services.reports.mailbox import OpenMailbox
from services.store import Store, keyless

DONE_HERE = (
    *(keyboards.READ, keyboards.WRITE_BACK, keyboards.CUT_ROUTE, keyboards.WITHDRAW, keyboards.CLOSE, keyboards.STOP),
    *(keyboards.ASKED, keyboards.TAKE_YES_BACK, keyboards.SEND, keyboards.BACK),
)
"""Buttons that mean something here, also typed. A bare yes or no answers what the team wrote, so it is for the team."""
Saying = Callable[[Store, Trust, OpenMailbox, datetime], None]


async def inside(turn: Turn) -> None:
    """A button of the open mailbox, or words: what is written is written to the team, and sent by a press alone."""
    if turn.text is None and turn.attachment is None:
        return
    match pressed(turn, DONE_HERE):
        case None if is_receipt(turn.text):
            await open_another(turn)
        case None if is_passing(turn) or (turn.text or "").startswith("/"):
            await again(turn)
        case None:
            await _written(turn)
        case keyboards.CLOSE | keyboards.STOP:
            await leave(turn)
        case button:
            await _press(turn, button)


async def _press(turn: Turn, button: Message) -> None:
    match button:
        case keyboards.READ:
            await _erase(turn)
        case _ if is_taken_back(turn):
            await again(turn)
        case keyboards.WRITE_BACK:
            await later_words.begin(turn)
        case keyboards.CUT_ROUTE:
            await _cut_route(turn)
        case keyboards.ASKED:
            await consent.ask(turn)
        case keyboards.TAKE_YES_BACK if turn.conversation.facts.get("agreed"):
            await consent.ask_whether_to_take_back(turn)
        case keyboards.WITHDRAW:
            await _ask_whether_to_withdraw(turn)
        case _:
            await again(turn)


async def again(turn: Turn) -> None:
    """Say once more what can be done here."""
    words = turn.words
    if is_taken_back(turn):
        said = taken_back(turn)
    elif turn.conversation.facts.get("aside"):
        said = words("✍️ What you wrote is not sent. {button} leads back to it.", button=words(keyboards.WRITE_BACK))
    else:
        said = words("👇 Please choose, or write to the team. Only {button} sends it.", button=words(keyboards.SEND))
    await turn.say(said, keyboard(turn))


async def _written(turn: Turn) -> None:
    """Words nobody asked for. Of a report that was taken back a new one may be made; nobody would read the rest."""
    if turn.text is None:
        await turn.say(not_taken(turn), keyboard(turn))
    elif not is_taken_back(turn):
        await later_words.begin_with(turn)
    else:
        await _hold(turn, turn.text)


async def _hold(turn: Turn, text: str) -> None:
    try:
        hold(turn, text, states.MAILBOX, **turn.conversation.facts)
    except TooManyWords as refusal:
        await turn.say(not_now(turn, refusal), keyboard(turn))
    else:
        await turn.keep()
        await again(turn)


async def asked(turn: Turn) -> None:
    """An answer to a question of the team. Other words are for the team, as in the mailbox itself."""
    if turn.text is None and turn.attachment is None:
        return
    if not await consent.is_answered(turn):
        consent.inside(turn)
        await _written(turn)


async def taking_consent_back(turn: Turn) -> None:
    """Whether a yes is taken back; other words are for the team."""
    if turn.text is None and turn.attachment is None:
        return
    if not await consent.is_taken_back_or_not(turn):
        consent.inside(turn)
        await _written(turn)


async def withdrawing(turn: Turn) -> None:
    """Only a clear yes takes the report back. Other words than no are for the team, as in the mailbox itself."""
    if turn.text is None and turn.attachment is None:
        return
    answer = pressed(turn, (keyboards.YES, keyboards.NO, keyboards.BACK, keyboards.STOP))
    later_words.back_inside(turn)
    if answer == keyboards.YES:
        turn.ends(endings.REPORT_TAKEN_BACK)
        done = turn.words(endings.REPORT_TAKEN_BACK)
        await _tell(turn, keyless(mailbox.withdraw), done, told=False, taken_back=True)
    elif is_receipt(turn.text):
        await open_another(turn)
    elif answer is None:
        await _written(turn)
    else:
        await turn.keep()
        await again(turn)


async def _erase(turn: Turn) -> None:
    facts = turn.conversation.facts
    box, read = opened(turn), list(facts["shown"])
    facts["shown"] = []
    turn.ends(endings.ANSWER_ERASED)
    try:
        await run_or_say_not_saved(turn, keyless(mailbox.erase), box, read, turn.now)
    except Refusal as refusal:
        facts["shown"] = read
        await turn.say(not_now(turn, refusal), keyboard(turn))
        return
    await say_alone(turn, turn.words(endings.ANSWER_ERASED), keyboard(turn))


async def _cut_route(turn: Turn) -> None:
    if turn.conversation.facts.get("told") is False:
        await turn.say(_no_notices(turn), keyboard(turn))
        return
    turn.ends(endings.NOTICES_CUT)
    await _tell(turn, keyless(mailbox.cut_route), _no_notices(turn), told=False)


async def _tell(turn: Turn, rule: Saying, done: str, **becomes: bool) -> None:
    """Tell the team once; the button that does it is then offered no more."""
    before = dict(turn.conversation.facts)
    turn.conversation.facts |= becomes
    try:
        await run_or_say_not_saved(turn, rule, turn.app.trust, opened(turn), turn.now_here)
    except Refusal as refusal:
        turn.conversation.facts = before
        await turn.say(not_now(turn, refusal), keyboard(turn))
        return
    await turn.say(done, keyboard(turn))


async def _ask_whether_to_withdraw(turn: Turn) -> None:
    facts = dict(turn.conversation.facts)
    states.go(turn, states.MAILBOX_WITHDRAWING, **facts)
    await turn.keep()
    await withdraw_or_not(turn)


async def withdraw_or_not(turn: Turn) -> None:
    """What taking a report back means, and whether the person is sure."""
    words = turn.words
    said = words(
        "↩️ Take back your report? The team then stops working on it and passes nothing on."
        " This cannot be undone. You can report again at any time."
    )
    await turn.say(said, rows(words, (keyboards.NO, keyboards.YES)))


def _no_notices(turn: Turn) -> str:
    """True as well where nobody was to be told, which an older mailbox does not know."""
    words = turn.words
    return words(
        "🔕 I do not tell you when an answer has come. Look under {button} yourself.", button=words(keyboards.MAILBOX)
    )
