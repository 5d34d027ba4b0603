"""Whether something may be passed on: the question is read whole, answered, and a yes can be taken back at any time.

Each answer is signed with the receipt that opened the mailbox. "Not now" sends nothing, and the question stays.
"""

from handlers.chat import endings, keyboards, states
from handlers.chat.keyboards import pressed, rows
from handlers.chat.refusals import not_now, run_or_say_not_saved
from handlers.chat.screen.markup import Keyboard
from handlers.chat.sweeping import say_alone
from handlers.chat.turn import Turn
from handlers.reports.consent_text import question_text
from handlers.reports.inbox import keyboard, opened
from handlers.reports.mailbox import is_receipt, leave, open_another
from locales import Message
from services.errors import Refusal
from services.nudges import arrivals
from services.reports import mailbox
from services.reports.mailbox import Answer
from services.store import keyless

ANSWERS = (keyboards.PASS_ON_YES, keyboards.PASS_ON_NO, keyboards.NOT_NOW, keyboards.BACK, keyboards.STOP)
SURE = (keyboards.YES, keyboards.NO, keyboards.BACK, keyboards.STOP)


async def ask(turn: Turn) -> None:
    """Show the oldest question, read anew, and await an answer to it."""
    inbox = await turn.read(keyless(mailbox.look), turn.app.trust, opened(turn))
    found = next(((each, each.question) for each in inbox.replies if each.question and not each.question.agreed), None)
    facts = turn.conversation.facts
    if found is None:
        facts["asks"] = 0
        await turn.keep()
        await turn.say(turn.words("👌 Nothing is asked any more."), keyboard(turn))
        return
    reply, question = found
    terms = question.terms
    asked = {"row": reply.id.hex(), "referral": terms.id, "terms": terms.digest, "name": terms.name}
    states.go(turn, states.MAILBOX_ASKED, **{**facts, "asked": asked})
    await turn.keep()
    await turn.say(question_text(turn, reply, question), protect=True)
    await ask_again(turn)


async def ask_again(turn: Turn) -> None:
    """The question stands above; how it is answered."""
    words = turn.words
    said = words(
        "🤝 May the team pass this on? You decide: a no changes nothing in how we help you. A yes can be taken back"
        " here with your receipt."
    )
    await turn.say(said, _answers(turn))


async def is_answered(turn: Turn) -> bool:
    """Take an answer; only a clear yes passes anything on. False for other words: they are for the team."""
    match pressed(turn, ANSWERS):
        case keyboards.PASS_ON_YES:
            await _answer(turn, True)
        case keyboards.PASS_ON_NO:
            await _answer(turn, False)
        case keyboards.NOT_NOW | keyboards.BACK:
            inside(turn)
            await turn.keep()
            await turn.say(turn.words("⏳ Nothing was sent. The question stays here."), keyboard(turn))
        case other:
            return await _goes_elsewhere(turn, other)
    return True


async def ask_whether_to_take_back(turn: Turn) -> None:
    """Nothing is taken back by pressing it."""
    states.go(turn, states.MAILBOX_TAKING_BACK, **turn.conversation.facts)
    await turn.keep()
    await take_back_or_not(turn)


async def take_back_or_not(turn: Turn) -> None:
    """What taking it back means, and to whom it applies."""
    words = turn.words
    said = words(
        "✋ You said yes to: {names}. Take it back? The team then passes nothing on. What they have already cannot be"
        " called back, but they are told to stop.",
        names=words.listed(turn.conversation.facts["agreed"]),
    )
    await turn.say(said, rows(words, (keyboards.NO, keyboards.YES)))


async def is_taken_back_or_not(turn: Turn) -> bool:
    """Only a clear yes takes a yes back. False for other words: they are for the team."""
    match pressed(turn, SURE):
        case keyboards.YES:
            await _take_back(turn)
        case keyboards.NO | keyboards.BACK:
            inside(turn)
            await turn.keep()
            await turn.say(turn.words("👌 Your yes stays as it was."), keyboard(turn))
        case other:
            return await _goes_elsewhere(turn, other)
    return True


async def _goes_elsewhere(turn: Turn, label: Message | None) -> bool:
    if label == keyboards.STOP:
        await leave(turn)
    elif is_receipt(turn.text):
        await open_another(turn)
    else:
        return False
    return True


def inside(turn: Turn) -> None:
    """Back in the open mailbox."""
    facts = {key: fact for key, fact in turn.conversation.facts.items() if key != "asked"}
    states.go(turn, states.MAILBOX, **facts)


async def _answer(turn: Turn, is_yes: bool) -> None:
    before, box = dict(turn.conversation.facts), opened(turn)
    asked = before["asked"]
    inside(turn)
    agreed = [*before["agreed"], asked["name"]] if is_yes else before["agreed"]
    turn.conversation.facts |= {"asks": max(0, before["asks"] - 1), "agreed": agreed, "shown": []}
    done = endings.CONSENT_GIVEN if is_yes else endings.CONSENT_REFUSED
    turn.ends(done)
    said = Answer(asked["row"], asked["referral"], asked["terms"], is_yes, asked["name"])
    try:
        await run_or_say_not_saved(turn, arrivals.answer, turn.app.trust, box, said, turn.now_here)
    except Refusal as refusal:
        states.go(turn, states.MAILBOX_ASKED, **before)
        await turn.say(not_now(turn, refusal), _answers(turn))
        return
    await say_alone(turn, turn.words(done), keyboard(turn))


async def _take_back(turn: Turn) -> None:
    before, box = dict(turn.conversation.facts), opened(turn)
    inside(turn)
    turn.conversation.facts |= {"agreed": [], "agreed_rows": [], "shown": []}
    turn.ends(endings.CONSENT_TAKEN_BACK)
    told = list(before["agreed_rows"])
    try:
        await run_or_say_not_saved(turn, arrivals.take_consent_back, turn.app.trust, box, told, turn.now_here)
    except Refusal as refusal:
        states.go(turn, states.MAILBOX_TAKING_BACK, **before)
        await turn.say(not_now(turn, refusal), rows(turn.words, (keyboards.NO, keyboards.YES)))
        return
    await say_alone(turn, turn.words(endings.CONSENT_TAKEN_BACK), keyboard(turn))


def _answers(turn: Turn) -> Keyboard:
    return rows(turn.words, (keyboards.NOT_NOW,), (keyboards.PASS_ON_NO,), (keyboards.PASS_ON_YES,))
