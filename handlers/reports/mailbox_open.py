"""What is done inside an open mailbox: read and erase, write back, stop being notified, take the report back."""

from collections.abc import Callable
from datetime import datetime

from handlers.chat import endings, keyboards, states
from handlers.chat.attachments import not_taken
from handlers.chat.keyboards import pressed, rows
from handlers.chat.refusals import not_now, run_or_say_not_saved
from handlers.chat.screen.markup import Keyboard
from handlers.chat.sweeping import say_alone
from handlers.chat.turn import Turn
from handlers.reports.mailbox import DONE, is_receipt, keyboard, knock, leave, opened
from locales import Message
from services.conversation import quotas
from services.errors import Refusal
from services.keys.trust import Trust
from services.reports import mailbox
from services.reports.mailbox import LaterWords, OpenMailbox
from services.store import Store, keyless

ACTIONS = (
    keyboards.READ,
    keyboards.WRITE_BACK,
    keyboards.CUT_ROUTE,
    keyboards.WITHDRAW,
    keyboards.CLOSE,
    keyboards.STOP,
)
Saying = Callable[[Store, Trust, OpenMailbox, datetime], None]


async def inside(turn: Turn) -> None:
    """A button of the open mailbox; other words are not taken here, and the person hears it."""
    if turn.text is None and turn.attachment is None:
        return
    match pressed(turn, ACTIONS):
        case keyboards.READ:
            await _erase(turn)
        case keyboards.WRITE_BACK:
            await _write(turn)
        case keyboards.CUT_ROUTE:
            await _cut_route(turn)
        case keyboards.WITHDRAW:
            await _ask_whether_to_withdraw(turn)
        case keyboards.CLOSE | keyboards.STOP:
            await leave(turn)
        case _ if is_receipt(turn.text):
            await knock(turn)
        case _:
            await again(turn)


async def again(turn: Turn) -> None:
    """Say once more what can be done here."""
    words = turn.words
    said = words(
        "👇 Please choose. To write to the team, press {button} first; other words are not kept.",
        button=words(keyboards.WRITE_BACK),
    )
    await turn.say(said, keyboard(turn))


async def writing(turn: Turn) -> None:
    """The person's words to the team, in as many messages as they like."""
    facts = turn.conversation.facts
    match pressed(turn, (keyboards.SEND, keyboards.BACK, keyboards.STOP)):
        case keyboards.SEND if facts["text"]:
            await _send(turn)
        case keyboards.BACK:
            _back_inside(turn)
            await turn.keep()
            await again(turn)
        case keyboards.STOP:
            await leave(turn)
        case _:
            await _add(turn)


async def withdrawing(turn: Turn) -> None:
    """Only a clear yes takes the report back."""
    if turn.text is None and turn.attachment is None:
        return
    sure = pressed(turn, (keyboards.YES,))
    _back_inside(turn)
    if sure:
        turn.ends(endings.REPORT_TAKEN_BACK)
        done = turn.words(endings.REPORT_TAKEN_BACK)
        await _tell(turn, keyboards.WITHDRAW, keyless(mailbox.withdraw), done)
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
    states.go(turn, states.MAILBOX_WRITING, **{**turn.conversation.facts, "text": ""})
    await turn.keep()
    await write_on(turn)


async def write_on(turn: Turn) -> None:
    """How to write to the team."""
    words = turn.words
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
        said.append(words("✍️ I have this. Write more, or press {button}.", button=words(keyboards.SEND)))
    await turn.say("\n\n".join(said) or words("✍️ Please write something first."), _writing_keyboard(turn))


async def _send(turn: Turn) -> None:
    facts, app, number = dict(turn.conversation.facts), turn.app, turn.arrival.number
    box = opened(turn)
    _back_inside(turn)
    turn.conversation.facts["shown"] = []  # swept with all else; the receipt shows it again
    turn.ends(endings.WORDS_SENT)
    try:
        app.quotas.check(quotas.MESSAGE, turn.chat, number, turn.said)
        later = LaterWords(str(facts["text"]), int(facts["after"]))
        await run_or_say_not_saved(turn, keyless(mailbox.write), app.trust, box, later, turn.now_here)
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal), _writing_keyboard(turn))
        return
    app.quotas.note(quotas.MESSAGE, turn.chat, number, turn.said)
    await say_alone(turn, turn.words(endings.WORDS_SENT), keyboard(turn))


async def _cut_route(turn: Turn) -> None:
    turn.ends(endings.NOTICES_CUT)
    await _tell(turn, keyboards.CUT_ROUTE, keyless(mailbox.cut_route), _no_more_notices(turn))


async def _tell(turn: Turn, button: Message, rule: Saying, done: str) -> None:
    """Tell the team once; the button that does it is then offered no more."""
    facts = turn.conversation.facts
    before = list(facts.get(DONE, []))
    facts[DONE] = [*before, button]
    try:
        await run_or_say_not_saved(turn, rule, turn.app.trust, opened(turn), turn.now_here)
    except Refusal as refusal:
        facts[DONE] = before
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
    await turn.say(said, rows(words, (keyboards.YES, keyboards.NO)))


def _no_more_notices(turn: Turn) -> str:
    words = turn.words
    return words(
        "🔕 I will not tell you any more that an answer has come. Look under {button} yourself.",
        button=words(keyboards.MAILBOX),
    )


def _back_inside(turn: Turn) -> None:
    facts = {key: fact for key, fact in turn.conversation.facts.items() if key != "text"}
    states.go(turn, states.MAILBOX, **facts)


def _writing_keyboard(turn: Turn) -> Keyboard:
    return rows(turn.words, (keyboards.SEND,), (keyboards.BACK,), (keyboards.STOP,))
