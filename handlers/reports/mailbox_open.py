"""What is done inside an open mailbox: read and erase, write back, stop being notified, take the report back."""

from collections.abc import Callable
from datetime import datetime

from handlers.chat import danger, endings, keyboards, states
from handlers.chat.attachments import not_taken
from handlers.chat.held_words import TooManyWords, held, hold, let_go
from handlers.chat.keyboards import is_passing, pressed, rows
from handlers.chat.refusals import not_now, run_or_say_not_saved
from handlers.chat.screen.markup import Keyboard
from handlers.chat.sweeping import say_alone
from handlers.chat.turn import Turn
from handlers.reports import consent
from handlers.reports.inbox import is_taken_back, keyboard, opened, taken_back
from handlers.reports.mailbox import is_receipt, knock, leave
from locales import Message
from services.conversation import quotas
from services.errors import Refusal
from services.keys.trust import Trust
from services.nudges import arrivals
from services.reports import mailbox
from services.reports.mailbox import LaterWords, OpenMailbox
from services.store import Store, keyless

Saying = Callable[[Store, Trust, OpenMailbox, datetime], None]


async def inside(turn: Turn) -> None:
    """A button of the open mailbox, or words: what is written is written to the team, and sent by a press alone."""
    if turn.text is None and turn.attachment is None:
        return
    match pressed(turn, keyboards.PASSING_BUTTONS):
        case None if is_receipt(turn.text):
            await knock(turn)
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
            await _write(turn)
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
    elif held(turn):
        said = words("✍️ What you wrote is not sent. {button} leads back to it.", button=words(keyboards.WRITE_BACK))
    else:
        said = words("👇 Please choose, or write to the team. Only {button} sends it.", button=words(keyboards.SEND))
    await turn.say(said, keyboard(turn))


async def _written(turn: Turn) -> None:
    """Words nobody asked for. Of a report that was taken back a new one may be made; nobody would read the rest."""
    if turn.text is None:
        await turn.say(not_taken(turn), keyboard(turn))
    elif not is_taken_back(turn):
        _to_the_team(turn)
        await _add(turn)
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


async def writing(turn: Turn) -> None:
    """The person's words to the team, in as many messages as they like."""
    facts = turn.conversation.facts
    match pressed(turn, (keyboards.SEND, keyboards.BACK, keyboards.STOP)):
        case keyboards.SEND if facts["text"]:
            await _send(turn)
        case keyboards.BACK:
            await _set_aside(turn, facts["text"])
        case keyboards.STOP:
            await leave(turn)
        case None if is_passing(turn):
            await write_on(turn)
        case _:
            await _add(turn)


async def _set_aside(turn: Turn, text: str) -> None:
    """Back in the mailbox; what was written is held."""
    _back_inside(turn)
    if text:
        hold(turn, text, states.MAILBOX, **turn.conversation.facts)
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
    _back_inside(turn)
    if answer == keyboards.YES:
        turn.ends(endings.REPORT_TAKEN_BACK)
        done = turn.words(endings.REPORT_TAKEN_BACK)
        await _tell(turn, keyless(mailbox.withdraw), done, told=False, taken_back=True)
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


async def _write(turn: Turn) -> None:
    _to_the_team(turn)
    await turn.keep()
    await write_on(turn)


async def write_on(turn: Turn) -> None:
    """How to write to the team, or that what was written is still there."""
    words = turn.words
    if turn.conversation.facts["text"]:
        await turn.say(_not_sent_yet(turn), _writing_keyboard(turn))
        return
    said = words(
        "✍️ Write to the team. You can send several messages. Then press {button}. Please write no names.",
        button=words(keyboards.SEND),
    )
    await turn.say(said, _writing_keyboard(turn))


async def _add(turn: Turn) -> None:
    if turn.text is None and turn.attachment is None:
        return
    facts, words = turn.conversation.facts, turn.words
    said = [not_taken(turn)] if turn.attachment is not None else []
    if turn.text is not None and not pressed(turn, (keyboards.SEND,)):
        text = f"{facts['text']}\n{turn.text}".strip()
        if len(text) > mailbox.TEXT_LIMIT:
            await turn.say(not_now(turn, mailbox.MessageTooLong(mailbox.TEXT_LIMIT)), _writing_keyboard(turn))
            return
        facts["text"] = text
        await turn.keep()
        said.append(_not_sent_yet(turn))
    await turn.say("\n\n".join(said) or words("✍️ Please write something first."), _writing_keyboard(turn))


async def _send(turn: Turn) -> None:
    facts, app, number = dict(turn.conversation.facts), turn.app, turn.arrival.number
    box = opened(turn)
    _back_inside(turn)
    turn.conversation.facts["shown"] = []  # swept with all else; the receipt shows it again
    turn.ends(endings.SENT)
    try:
        app.quotas.check(quotas.MESSAGE, turn.chat, number, turn.said)
        calls = danger.is_urgent(turn, str(facts["text"]), facts.get("calm", ()))
        later = LaterWords(str(facts["text"]), int(facts["after"]), calls)
        await run_or_say_not_saved(turn, arrivals.write, app.trust, box, later, turn.now_here)
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal), _writing_keyboard(turn))
        return
    app.quotas.note(quotas.MESSAGE, turn.chat, number, turn.said)
    saved = turn.words("✅ Saved: the team will read it. Your receipt opens the answer, as before.")
    call = danger.whom_to_call(turn) if danger.is_urgent(turn, later.text) else []
    await say_alone(turn, "\n".join((*call, saved)), keyboard(turn))


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


def _not_sent_yet(turn: Turn) -> str:
    words = turn.words
    return words("✍️ I have this. It is not sent yet. Write more, or press {button}.", button=words(keyboards.SEND))


def _to_the_team(turn: Turn) -> None:
    states.go(turn, states.MAILBOX_WRITING, **{**turn.conversation.facts, "text": let_go(turn)})


def _back_inside(turn: Turn) -> None:
    facts = {key: fact for key, fact in turn.conversation.facts.items() if key != "text"}
    states.go(turn, states.MAILBOX, **facts)


def _writing_keyboard(turn: Turn) -> Keyboard:
    return rows(turn.words, (keyboards.SEND,), (keyboards.BACK,), (keyboards.STOP,))
