"""The mailbox: the receipt opens it, answers are read and erased, later words are sent.

The receipt is removed from the chat before anything else and kept nowhere; while the mailbox is open its keys stay in
the sealed conversation, an hour at most.
"""

import re

from handlers.chat import danger, endings, keyboards, states, stopping, unfinished
from handlers.chat.held_words import TooManyWords, held, hold, hold_too
from handlers.chat.keyboards import pressed, rows
from handlers.chat.refusals import not_now, run_or_say_not_saved
from handlers.chat.sweeping import remove_what_came_before, say_alone
from handlers.chat.turn import Turn
from handlers.reports.inbox import held_text, remember, show
from locales import Message
from services.conversation import quotas
from services.directory.folding import words_written
from services.errors import Refusal
from services.reports import mailbox
from services.reports.mailbox import NoSuchMailbox
from services.reports.receipts import LENGTH, MailboxKeys, NotAReceipt, Receipt, mailbox_keys, read_receipt
from services.store import keyless

BETWEEN_WORDS = re.compile(r"[^\W\d_]+")
"""Letters of any script: "my receipt is 123 …" holds the receipt after them."""
BETWEEN_DIGITS = re.compile(r"[^\d]+")
A_FEW_DIGITS = 2
A_REMARK = 3
"""Telling words up to which what is written before the door is about the number, and no story."""


async def ask(turn: Turn) -> None:
    """Ask for the receipt. A report that is not sent yet is not dropped for it."""
    if await unfinished.comes_first(turn):
        return
    turn.conversation.set_apart()
    states.go(turn, states.MAILBOX_DOOR)
    await turn.keep()
    await ask_again(turn)


async def lost(turn: Turn) -> None:
    """What somebody can do who has the receipt no more, or the phone on which it was shown."""
    if await unfinished.comes_first(turn):
        return
    turn.conversation.set_apart()
    states.go(turn, states.MAILBOX_DOOR)
    await turn.keep()
    any_phone = turn.words("📱 With the number on the receipt the mailbox opens on any phone: type it here.")
    await turn.say("\n\n".join((any_phone, _lost(turn))), rows(turn.words, (keyboards.REPORT,), (keyboards.STOP,)))


async def ask_again(turn: Turn) -> None:
    """How to write the receipt."""
    await turn.say(_which_receipt(turn), rows(turn.words, (keyboards.STOP,)))


async def knock(turn: Turn) -> None:
    """Somebody wrote what may be a receipt. Whatever it is, it does not stay in the chat."""
    if turn.text is None and turn.attachment is None:
        return
    if pressed(turn, (keyboards.STOP,)):
        await leave(turn)
        return
    if turn.arrival.message is not None:
        await turn.remove(turn.arrival.message)
    if turn.text is None:
        await ask_again(turn)
        return
    try:
        receipt = receipt_in(turn.text)
    except NotAReceipt as refusal:
        await _no_receipt(turn, turn.text, refusal)
        return
    await _try(turn, receipt)


async def open_another(turn: Turn) -> None:
    """A receipt was written in an open mailbox: what was read there goes from the chat."""
    await knock(turn)
    await remove_what_came_before(turn)


def is_receipt(text: str | None) -> bool:
    """True for a receipt, also one with a slip in it: typed in another place it is dealt with, not left in the chat."""
    try:
        receipt_in(text or "")
    except NotAReceipt as refusal:
        return refusal.is_mistyped or _is_nearly_one(text or "")
    return True


def is_a_receipt_alone(turn: Turn) -> bool:
    """True where the check digits are right, and nothing is told beside the number."""
    text = turn.text or ""
    try:
        receipt_in(text)
    except NotAReceipt:
        return False
    return not _is_a_story(turn, text)


def _is_nearly_one(text: str) -> bool:
    """True for digits alone, a few too few or too many: more than any telephone number has."""
    is_bare = not any(map(str.isalpha, text))
    return is_bare and abs(len(_digits(text)) - LENGTH) <= A_FEW_DIGITS


def receipt_in(text: str) -> Receipt:
    """The receipt somebody wrote, perhaps with words around it. Raises NotAReceipt."""
    is_mistyped = False
    for digits in [*map(_digits, BETWEEN_WORDS.split(text)), _digits(text)]:
        try:
            return read_receipt(digits)
        except NotAReceipt as refusal:
            is_mistyped = is_mistyped or refusal.is_mistyped
    raise NotAReceipt(is_mistyped)


async def leave(turn: Turn) -> None:
    """Close the mailbox: its keys are forgotten, its messages removed from the chat. Of what was written here and not
    sent the words alone are kept a while; other words that are held wait on."""
    if text := turn.conversation.facts.get("text"):
        hold_too(turn, text)
    turn.enter(states.WORDS)
    has_words = stopping.is_anything_written(turn)
    said, below = await stopping.stopped(turn, endings.CLOSED, kept=stopping.SOME_WORDS_KEPT)
    closed = turn.words("🔒 Closed. I removed the messages from this chat.")
    if not has_words:
        said = unfinished.still_kept(turn) if held(turn) else ""
    await say_alone(turn, f"{closed}\n{said}".strip(), below)


async def _try(turn: Turn, receipt: Receipt) -> None:
    app, number = turn.app, turn.arrival.number
    try:
        for use in (quotas.RECEIPT_TRY, quotas.MAILBOX_OPENED):
            app.quotas.check(use, turn.chat, number, turn.said)
        keys = await turn.think(mailbox_keys, receipt, app.site_salt)
        box, inbox = await turn.read(keyless(mailbox.enter), app.trust, keys)
    except NoSuchMailbox:
        app.quotas.note(quotas.RECEIPT_TRY, turn.chat, number, turn.said)
        await _visit_nobody(turn, keys)
        return
    except Refusal as refusal:
        await _stay_outside(turn, not_now(turn, refusal))
        return
    app.quotas.note(quotas.MAILBOX_OPENED, turn.chat, number, turn.said)
    remember(turn, box, inbox)
    try:
        await run_or_say_not_saved(turn, keyless(mailbox.visit), box, turn.now, inbox.agreed_now)
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal))
        return
    await show(turn, inbox)


async def _visit_nobody(turn: Turn, keys: MailboxKeys) -> None:
    """No mailbox opens: said after the same writing as when one does, so that the wait tells nothing."""
    states.go(turn, states.MAILBOX_DOOR)
    await run_or_say_not_saved(turn, keyless(mailbox.visit), mailbox.nobodys(keys), turn.now)
    await _stay_outside(turn, _does_not_open(turn))


async def _no_receipt(turn: Turn, text: str, refusal: NotAReceipt) -> None:
    """A lost one is told anew. A story or a need is held: it may become a report, find help, or be sent in the open
    mailbox."""
    if refusal.is_mistyped:
        await _stay_outside(turn, _mistyped(turn))
    elif _is_a_story(turn, text) or turn.app.content.needs.named(text) is not None:
        await _hold(turn, text)
    elif _digits(text):
        await _stay_outside(turn, _too_few(turn, text))
    else:
        await _stay_outside(turn, f"{_which_receipt(turn)}\n\n{_lost(turn)}", keyboards.REPORT)


def _is_a_story(turn: Turn, text: str) -> bool:
    without_digits = " ".join(BETWEEN_DIGITS.findall(text))
    return len(words_written(without_digits)) > A_REMARK or bool(danger.spoken_of(turn, text))


async def _hold(turn: Turn, text: str) -> None:
    try:
        hold(turn, text, states.MAILBOX_DOOR)
    except TooManyWords as refusal:
        said = not_now(turn, refusal)
    else:
        await turn.keep()
        said = f"{_which_receipt(turn)}\n\n{held_text(turn)}"
    await turn.say(said, rows(turn.words, (keyboards.TELL,), (keyboards.FIND_HELP,), (keyboards.STOP,)))


async def _stay_outside(turn: Turn, said: str, anew: Message | None = None) -> None:
    """Still before the door: the next thing written is taken for a receipt again."""
    if turn.conversation.place != states.MAILBOX_DOOR:
        turn.conversation.set_apart()
        states.go(turn, states.MAILBOX_DOOR)
        await turn.keep()
    await turn.say(said, rows(turn.words, (anew,), (keyboards.STOP,)))


def _which_receipt(turn: Turn) -> str:
    return turn.words(
        "📬 Please type the number on your receipt: 18 digits, with or without spaces."
        " I remove it from this chat at once."
    )


def _does_not_open(turn: Turn) -> str:
    return turn.words(
        "🔒 No mailbox opens with this number. Please check every digit and type all 18 again."
        " If it is right, the mailbox was erased, because nobody used it for a long time."
    )


def _mistyped(turn: Turn) -> str:
    """The number alone tells: nothing was looked up. That helps nobody guess either, anybody can compute it."""
    return turn.words(
        "🔢 No mailbox opens with this number: a digit is wrong, or two have changed places."
        " Please compare it with what you wrote down and type all 18 again."
    )


def _too_few(turn: Turn, text: str) -> str:
    """How many digits it had helps nobody guess."""
    return turn.words(
        "🔢 A receipt has 18 digits. This had {n}. Please type all 18 in one message.",
        n=len(_digits(text)),
    )


def _lost(turn: Turn) -> str:
    return turn.words(
        "🔑 Without the number nobody can open the mailbox, and nobody can find the number again."
        " If it is lost, you can make a new report: {button}.",
        button=turn.words(keyboards.REPORT),
    )


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())
