"""Reporting a concern: what a person should know first, the questions, and the receipt."""

from handlers.chat import endings, keyboards, states, unfinished
from handlers.chat.keyboards import menu, pressed, rows
from handlers.chat.refusals import emergency_lines, not_now, run_or_say_not_saved
from handlers.chat.safe_services import services_text
from handlers.chat.sweeping import say_alone, say_last
from handlers.chat.turn import Turn
from handlers.forms.chat import FormChat
from locales import Words, check_words
from services.content.content import REPORT_FORM
from services.conversation import quotas
from services.errors import Refusal
from services.forms import Form, Interview, Note
from services.reports import reports
from services.reports.receipts import Receipt
from services.reports.reports import SentReport
from services.store import keyless


async def start(turn: Turn) -> None:
    """Say what a person should know before the first word. An unfinished report comes first."""
    await start_form(turn, REPORT_FORM)


async def start_form(turn: Turn, form: str, **given: str) -> None:
    """The same for any form that becomes an envelope with a receipt. `given`: answers known already, by question."""
    if form not in turn.app.content.forms:
        form, given = REPORT_FORM, {}
    if await unfinished.comes_first(turn):
        return
    try:
        turn.app.quotas.check(quotas.REPORT, turn.chat, turn.arrival.number, turn.now)
        await turn.read(keyless(reports.require_intake), turn.app.trust, turn.now)
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal), menu(turn.words))
        return
    states.go(turn, states.SCREEN, form=form, given=given)
    await turn.keep()
    await show_screen(turn)


async def show_screen(turn: Turn) -> None:
    """What everybody should know before the first word, short enough to be read aloud."""
    await turn.say(_screen(turn), _screen_keyboard(turn.words))


async def screen(turn: Turn) -> None:
    """Go on, or stop. Words written here are not taken yet, and the person hears it."""
    choice = pressed(turn, (keyboards.GO_ON, keyboards.STOP))
    if choice == keyboards.GO_ON:
        content, facts = turn.app.content, turn.conversation.facts
        turn.conversation.facts = {}
        form = content.forms.get(facts.get("form", "")) or content.form(REPORT_FORM)
        await QUESTIONS.begin(turn, form, facts.get("given", {}))
    elif choice == keyboards.STOP:
        await stop(turn)
    elif turn.text is not None or turn.attachment is not None:
        words = turn.words
        await turn.say(
            words(
                "👆 What you just sent was not kept. Press {button} first, then tell me.",
                button=words(keyboards.GO_ON),
            ),
            _screen_keyboard(words),
        )


async def stop(turn: Turn) -> None:
    """End at once, whatever was under way, and remove its messages."""
    turn.leave()
    turn.ends(endings.STOPPED)
    await turn.keep()
    words = turn.words
    await say_alone(turn, words(endings.STOPPED), menu(words))


async def noted(turn: Turn) -> None:
    """The receipt is written down: remove it and everything around it. A report begun meanwhile is not dropped."""
    if turn.conversation.form is not None and await unfinished.comes_first(turn):
        return
    turn.leave()
    await turn.keep()
    words = turn.words
    await say_alone(turn, words("🧹 Done. I removed the messages from this chat."), menu(words))


async def receipt_waits(turn: Turn) -> None:
    """Something else was written while the receipt is still shown."""
    if turn.text is not None or turn.attachment is not None:
        await unfinished.receipt_is_above(turn)


async def _send(turn: Turn, interview: Interview, form: Form) -> None:
    app = turn.app
    draft = reports.draft_of(interview, form, turn.language, turn.chat)
    app.quotas.check(quotas.REPORT, turn.chat, turn.arrival.number, turn.now)
    ready = await turn.think(app.receipts.take)
    states.go(turn, states.RECEIPT)
    turn.conversation.form = None
    turn.ends(endings.REPORT_SENT)
    sent = await run_or_say_not_saved(turn, keyless(reports.submit), app.trust, ready, draft, turn.now)
    app.quotas.note(quotas.REPORT, turn.chat, turn.arrival.number, turn.now)
    await say_last(turn, [_receipt_text(turn, sent, form)], rows(turn.words, (keyboards.NOTED,)))


def _screen_keyboard(words: Words) -> list[list[str]]:
    return rows(words, (keyboards.GO_ON,), (keyboards.STOP,))


def _screen(turn: Turn) -> str:
    words, organisation = turn.words, turn.app.content.organisation
    who = words.aligned(organisation.who_reads.said(turn.language))
    return "\n\n".join(
        (
            words("👀 Who reads what you report:") + "\n" + who,
            # NOTE: "Telegram" is the app's name. The app's company can see the messages; we cannot change that.
            words(
                "📱 Telegram itself can see this chat and may keep copies."
                " After sending, I remove your report from the chat."
            ),
            words("🆘 This is not an emergency line. In danger now? Call:") + "\n" + emergency_lines(turn),
            words("⏹ You can stop at any time. You need not answer every question. Please write no names."),
            words("⏳ An answer takes about {time}.", time=organisation.answer_time.said(turn.language)),
        )
    )


def complete_note(turn: Turn, interview: Interview, note: Note) -> str:
    """What the form leaves to the organisation."""
    content = turn.app.content
    if note.name == "show_services":
        return services_text(turn, content.services_for(interview.value("branch")))
    if note.name == "outside_route":
        return turn.words.aligned(content.organisation.outside_route.said(turn.language))
    if note.name in ("danger_advice", "explosive_advice"):
        return emergency_lines(turn)
    return ""


def _receipt_text(turn: Turn, sent: SentReport, form: Form) -> str:
    """What it is for comes first, the number last: a chat shows the end of a long message."""
    words, organisation = turn.words, turn.app.content.organisation
    saved = words("✅ Your report is saved.") if form.name == REPORT_FORM else words("✅ What you sent is saved.")
    parts = [saved, *_what_it_is_for(turn)]
    if sent.route:
        parts.append(words("🔔 When there is an answer, I send you a short message that says nothing about it."))
    if sent.urgent:
        parts.append(words("🆘 This is not an emergency line. In danger now? Call:") + "\n" + emergency_lines(turn))
    parts.append(
        words(
            "⏳ An answer takes about {time}. If none comes, it does not mean that nobody cares.",
            time=organisation.answer_time.said(turn.language),
        )
    )
    return "\n\n".join([*parts, *_receipt_itself(words, sent)])


def _receipt_itself(words: Words, sent: SentReport) -> list[str]:
    return [
        # NOTE: Two words with pictures. Only the true team knows them.
        words("🖼 Your two check words:") + "\n" + check_words.shown(sent.check_words, words),
        # NOTE: The receipt is a number of 18 digits.
        words("🔑 Your receipt:") + "\n" + words.isolated(Receipt(sent.receipt).shown),
        words(
            "✍️ Write the number down, for example like a telephone number. Then press {button}:"
            " I remove it from this chat.",
            button=words(keyboards.NOTED),
        ),
    ]


def _what_it_is_for(turn: Turn) -> list[str]:
    words = turn.words
    return [
        words(
            "📬 The receipt opens the answer: press {button} and type it. Keep it secret."
            " If it is lost, nobody can find it again, we cannot either.",
            button=words(keyboards.MAILBOX),
        ),
        words("🖼 Every true answer shows your two check words. If they are missing, do not trust it."),
    ]


QUESTIONS = FormChat(place=states.REPORT, send=_send, stop=stop, completed=complete_note)
