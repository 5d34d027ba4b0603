"""An open mailbox: what lies in it, and what can be done there."""

from handlers.chat import keyboards, states
from handlers.chat.held_words import held
from handlers.chat.keyboards import rows
from handlers.chat.screen.markup import Keyboard
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.turn import Turn
from handlers.reports.answer_time import time_of
from handlers.reports.reply import reply_text
from services.reports import mailbox
from services.reports.mailbox import Inbox, OpenMailbox


def keyboard(turn: Turn) -> Keyboard:
    """What can still be done in an open mailbox."""
    facts, words = turn.conversation.facts, turn.words
    read = keyboards.READ if facts.get("shown") else None
    if is_taken_back(turn):
        anew = keyboards.TELL if held(turn) else keyboards.REPORT
        return rows(words, (anew,), (read,), (keyboards.CLOSE,))
    quiet = None if facts.get("told") is False else keyboards.CUT_ROUTE
    asked = keyboards.ASKED if facts.get("asks") else None
    back = keyboards.TAKE_YES_BACK if facts.get("agreed") else None
    lasting = (keyboards.CLOSE, keyboards.WITHDRAW)
    return rows(words, (asked,), (keyboards.WRITE_BACK, quiet), (read,), (back,), lasting)


def is_taken_back(turn: Turn) -> bool:
    """True where nobody works on the report any more."""
    return bool(turn.conversation.facts.get("taken_back"))


def taken_back(turn: Turn) -> str:
    """What that means."""
    words = turn.words
    said = words(
        "↩️ You took this report back. The team does not work on it, and no answer comes any more."
        " You can report again at any time."
    )
    return f"{said}\n\n{held_text(turn)}" if held(turn) else said


def opened(turn: Turn) -> OpenMailbox:
    """The mailbox this conversation has open."""
    facts = turn.conversation.facts
    return mailbox.reopen(facts["private"], facts["public"], facts["compartment"])


def remember(turn: Turn, box: OpenMailbox, inbox: Inbox) -> None:
    """Keep, for as long as the mailbox is open, what opens it and what lies in it. Words that wait are apart."""
    turn.conversation.set_apart()
    states.go(
        turn,
        states.MAILBOX,
        private=box.keys.keys.private.hex(),
        public=box.keys.keys.public.hex(),
        compartment=box.compartment,
        shown=[reply.id.hex() for reply in inbox.replies if reply not in inbox.questions],
        asks=len(inbox.questions),
        agreed=[name for _, name in inbox.agreed],
        agreed_rows=[reply.id.hex() for reply in inbox.replies if reply.question and reply.question.agreed],
        after=max((reply.sequence for reply in inbox.replies), default=0),
        calm=list(inbox.calm),
        told=inbox.memo.is_told,
        taken_back=inbox.memo.is_taken_back,
    )


async def show(turn: Turn, inbox: Inbox) -> None:
    """Everything that lies there but what is asked: a question is read once its button is pressed."""
    words, told = turn.words, [reply for reply in inbox.replies if reply not in inbox.questions]
    beware = [words("🤝 The team never asks for your name here and never asks you to come to a secret meeting.")]
    if inbox.doubtful:
        beware.append(
            words(
                "⚠️ There is also something here that is not from the team, or that you erased before. I do not show it."
            )
        )
    if is_taken_back(turn):
        beware.append(taken_back(turn))
    if not told:
        await _show_none(turn, inbox, beware)
        return
    await turn.say("\n\n".join(beware))
    for reply in told:
        await turn.say(reply_text(turn, reply), protect=True)
    button = words(keyboards.READ)
    said = words("When you have read it, press {button}: it is then erased everywhere.", button=button)
    asks = inbox.questions and not is_taken_back(turn)
    await turn.say(f"{said}\n\n{_something_is_asked(turn)}" if asks else said, keyboard(turn))


async def _show_none(turn: Turn, inbox: Inbox, beware: list[str]) -> None:
    if is_taken_back(turn):
        await turn.say("\n\n".join(beware), keyboard(turn))
        return
    if inbox.questions:
        parts = [*beware, _something_is_asked(turn)]
    else:
        none = turn.words("📭 No answer is waiting. That does not mean that nobody cares.")
        none = f"{none}\n{time_of(turn, inbox.memo.hours)}".strip()
        stays = turn.words("🗓 A mailbox that nobody uses for half a year may be erased. Opening it keeps it.")
        parts = [stays, *beware, none]
    for each in short_messages(parts):
        await turn.say(each, keyboard(turn))


def _something_is_asked(turn: Turn) -> str:
    return turn.words("🤝 The team asks you something: {button}.", button=turn.words(keyboards.ASKED))


def held_text(turn: Turn) -> str:
    """Words that are held, while nothing of them is sent."""
    return turn.words("✍️ I have your words. They are not sent.")
