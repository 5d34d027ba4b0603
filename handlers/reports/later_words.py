"""Later words to the team, written in an open mailbox: in as many messages as somebody likes, sent by a press alone.

Other words that are held, on a shared phone perhaps somebody else's, stay apart from them: they join once they were
shown and agreed to.
"""

from handlers.chat import danger, endings, keyboards, states
from handlers.chat.attachments import not_taken
from handlers.chat.held_words import held, hold_too, let_go, take_out
from handlers.chat.keyboards import is_passing, pressed, rows
from handlers.chat.menu import own_menu
from handlers.chat.refusals import not_now, run_or_say_not_saved
from handlers.chat.screen.markup import Keyboard
from handlers.chat.sweeping import remove_own, say_alone
from handlers.chat.turn import Turn
from handlers.reports.inbox import keyboard, opened
from handlers.reports.mailbox import is_a_receipt_alone, leave
from services.conversation import quotas
from services.errors import Refusal
from services.nudges import arrivals
from services.reports import mailbox
from services.reports.mailbox import LaterWords


async def begin(turn: Turn) -> None:
    """Write to the team: a new message, or the one that was set aside here."""
    _to_the_team(turn)
    await turn.keep()
    await write_on(turn)


async def begin_with(turn: Turn) -> None:
    """The same with what was just written. What it is added to may stand far above: it is shown."""
    _to_the_team(turn)
    is_more = bool(turn.conversation.facts["text"])
    await _add(turn, is_shown=is_more, others=_others_wait(turn))


async def writing(turn: Turn) -> None:
    """The person's words to the team, in as many messages as they like."""
    match pressed(turn, (keyboards.SEND, keyboards.BACK, keyboards.STOP, keyboards.SEE_WAITING)):
        case keyboards.SEND if turn.conversation.facts["text"]:
            await _send(turn)
        case keyboards.SEE_WAITING:
            await _ask_whether_to_join(turn)
        case keyboards.BACK:
            await _set_aside(turn)
        case keyboards.STOP:
            await leave(turn)
        case None if is_passing(turn):
            await write_on(turn)
        case None if is_a_receipt_alone(turn):
            await _a_receipt(turn)
        case _:
            await _add(turn)


async def write_on(turn: Turn) -> None:
    """How to write to the team, or what was written and is still there."""
    words, text = turn.words, str(turn.conversation.facts["text"])
    said = words(
        "✍️ Write to the team. It is added to your report, which stays as it is: to correct something, write how it"
        " really is. You can send several messages. Then press {button}. Please write no names.",
        button=words(keyboards.SEND),
    )
    said = _shown(turn, text) if text else said
    await turn.say("\n\n".join((*_others_wait(turn), said)), _keyboard(turn))


async def joining(turn: Turn) -> None:
    """Only a clear yes adds the words that wait; words other than no are for the team."""
    answer = pressed(turn, (keyboards.YES, keyboards.NO, keyboards.BACK, keyboards.STOP))
    if turn.text is None and turn.attachment is None:
        return
    if answer == keyboards.STOP:
        await leave(turn)
        return
    states.go(turn, states.MAILBOX_WRITING, **turn.conversation.facts)
    if answer == keyboards.YES:
        await _join(turn)
    elif answer is None and is_a_receipt_alone(turn):
        await _a_receipt(turn)
    elif answer is None and not is_passing(turn):
        await _add(turn)
    else:
        await turn.keep()
        await write_on(turn)


async def join_or_not(turn: Turn) -> None:
    """What waits, whole, and whether it belongs to this message."""
    words = turn.words
    said = (
        words("🔒 These words were written here before. They are not sent:"),
        held(turn),
        words("✍️ Add them to your message to the team? If they are not yours, press {no}.", no=words(keyboards.NO)),
    )
    await turn.say("\n\n".join(said), rows(words, (keyboards.NO, keyboards.YES)))


def back_inside(turn: Turn) -> None:
    """In the open mailbox, with nothing under way."""
    facts = {key: fact for key, fact in turn.conversation.facts.items() if key != "text"}
    states.go(turn, states.MAILBOX, **facts)


def _to_the_team(turn: Turn) -> None:
    """What was set aside here goes on. Nothing else that is held goes along."""
    facts = dict(turn.conversation.facts)
    text = take_out(turn, str(facts.pop("aside", "")))
    states.go(turn, states.MAILBOX_WRITING, **{**facts, "text": text})


async def _set_aside(turn: Turn) -> None:
    """Back in the mailbox; what was written is held, and known for what it is."""
    text = str(turn.conversation.facts["text"])
    back_inside(turn)
    if text:
        hold_too(turn, text)
        turn.conversation.facts["aside"] = text
    await turn.keep()
    words = turn.words
    said = words("👇 Please choose, or write to the team. Only {button} sends it.", button=words(keyboards.SEND))
    kept = words("✍️ What you wrote is not sent. {button} leads back to it.", button=words(keyboards.WRITE_BACK))
    await turn.say(kept if text else said, keyboard(turn))


async def _ask_whether_to_join(turn: Turn) -> None:
    if not held(turn):
        await write_on(turn)
        return
    states.go(turn, states.MAILBOX_JOINING, **turn.conversation.facts)
    await turn.keep()
    await join_or_not(turn)


async def _join(turn: Turn) -> None:
    facts = turn.conversation.facts
    text = f"{held(turn)}\n{facts['text']}".strip()
    if len(text) > mailbox.TEXT_LIMIT:
        await turn.keep()
        await turn.say(not_now(turn, mailbox.MessageTooLong(mailbox.TEXT_LIMIT)), _keyboard(turn))
        return
    turn.conversation.bring_together()
    let_go(turn)
    facts["text"] = text
    await turn.keep()
    await write_on(turn)


async def _a_receipt(turn: Turn) -> None:
    """Who has one reads the answers to its report: it neither stays in the chat nor goes to the team."""
    await turn.keep()
    await remove_own(turn)
    words = turn.words
    said = words(
        "🔑 That is the number of a receipt. I removed it, and it is no part of your message. To open another mailbox,"
        " press {back} first, then type the number.",
        back=words(keyboards.BACK),
    )
    await turn.say(said, _keyboard(turn))


async def _add(turn: Turn, is_shown: bool = False, others: tuple[str, ...] = ()) -> None:
    if turn.text is None and turn.attachment is None:
        return
    facts, words = turn.conversation.facts, turn.words
    said = [*others, *([not_taken(turn)] if turn.attachment is not None else [])]
    if turn.text is not None and not pressed(turn, (keyboards.SEND,)):
        text = f"{facts['text']}\n{turn.text}".strip()
        if len(text) > mailbox.TEXT_LIMIT:
            await turn.say(not_now(turn, mailbox.MessageTooLong(mailbox.TEXT_LIMIT)), _keyboard(turn))
            return
        facts["text"] = text
        await turn.keep()
        said.append(_shown(turn, text) if is_shown else _not_sent_yet(turn))
    await turn.say("\n\n".join(said) or words("✍️ Please write something first."), _keyboard(turn))


async def _send(turn: Turn) -> None:
    """With that the mailbox closes: buttons that stay on a shared phone would tell of it."""
    facts, app, number = dict(turn.conversation.facts), turn.app, turn.arrival.number
    box = opened(turn)
    turn.leave()
    turn.ends(endings.SENT)
    try:
        app.quotas.check(quotas.MESSAGE, turn.chat, number, turn.said)
        calls = danger.is_urgent(turn, str(facts["text"]), facts.get("calm", ()))
        later = LaterWords(str(facts["text"]), int(facts["after"]), calls)
        await run_or_say_not_saved(turn, arrivals.write, app.trust, box, later, turn.now_here)
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal), _keyboard(turn))
        return
    app.quotas.note(quotas.MESSAGE, turn.chat, number, turn.said)
    saved = turn.words("✅ Saved: the team will read it. The mailbox is closed; your receipt opens it again.")
    call = danger.whom_to_call(turn) if danger.is_urgent(turn, later.text) else []
    await say_alone(turn, "\n".join((*call, saved)), await own_menu(turn))


def _shown(turn: Turn, text: str) -> str:
    """All that is about to go."""
    return "\n\n".join((turn.words("✉️ Your message to the team:"), text, _not_sent_yet(turn)))


def _not_sent_yet(turn: Turn) -> str:
    words = turn.words
    return words("✍️ I have this. It is not sent yet. Write more, or press {button}.", button=words(keyboards.SEND))


def _others_wait(turn: Turn) -> tuple[str, ...]:
    """Who holds the phone now may not be who wrote them: not which words."""
    if not held(turn):
        return ()
    words = turn.words
    said = words(
        "🔒 Other words wait here, locked and not sent. They are no part of this message. {button} shows them.",
        button=words(keyboards.SEE_WAITING),
    )
    return (said,)


def _keyboard(turn: Turn) -> Keyboard:
    waiting = keyboards.SEE_WAITING if held(turn) else None
    return rows(turn.words, (keyboards.SEND,), (waiting,), (keyboards.BACK,), (keyboards.STOP,))
