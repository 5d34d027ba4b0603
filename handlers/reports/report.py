"""Reporting a concern: what a person should know first, the questions, and the receipt."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from handlers.chat import danger, endings, keyboards, states, stopping, unfinished
from handlers.chat.attachments import not_taken, only_words_count
from handlers.chat.held_words import TooManyWords, held, hold, together, waits
from handlers.chat.keyboards import pressed, rows, typed
from handlers.chat.menu import own_menu
from handlers.chat.refusals import emergency_lines, not_now, run_or_say_not_saved
from handlers.chat.safe_services import services_text
from handlers.chat.sweeping import say_alone, say_last
from handlers.chat.turn import Turn
from handlers.chat.welcome import who_reads
from handlers.forms.chat import FormChat
from handlers.forms.told import Told
from handlers.reports import afterthought, stopped, words_before
from handlers.reports.answer_time import answer_time
from handlers.reports.receipt import receipt_messages
from locales import Words
from services.content.content import REPORT_FORM
from services.content.known import FILLED_IN, STORY, hours_promised, what_is_known
from services.conversation import quotas
from services.errors import Refusal
from services.forms import Form, Interview, Note, before_sending
from services.nudges import arrivals
from services.reports import reports
from services.store import keyless

MAY_BECOME_A_REPORT = (states.WORDS, states.TOPIC_FOR_WHOM, states.STOPPED_BEFORE, states.WORDS_BEFORE)
"""Where words are held that a report may be made of."""


async def start(turn: Turn) -> None:
    """Say what a person should know before the first word. An unfinished report comes first."""
    await start_form(turn, REPORT_FORM)


async def start_form(turn: Turn, form: str, **given: str) -> None:
    """The same for any form that becomes an envelope with a receipt. `given`: answers known already, by question.

    Words that are held may be meant for something else, or be somebody else's: it is asked.
    """
    if form not in turn.app.content.forms:
        form, given = REPORT_FORM, {}
    if await unfinished.comes_first(turn, but=MAY_BECOME_A_REPORT):
        return
    if held(turn):
        await words_before.ask(turn, form, given)
    else:
        await begin(turn, form, given)


async def start_told(turn: Turn) -> None:
    """The same with the words that are held: who pressed for it was asked for them."""
    if not await unfinished.comes_first(turn, but=MAY_BECOME_A_REPORT):
        await begin(turn, REPORT_FORM, {})


async def begin(turn: Turn, form: str, given: Mapping[str, str]) -> None:
    """Words that are held and not set apart are its story: what a person should know stands above the first question
    then."""
    told_before = together(turn)
    if told_before and waits(turn):
        await stopped.ask(turn, form, given)
        return
    try:
        turn.app.quotas.check(quotas.REPORT, turn.chat, turn.arrival.number, turn.said)
        await turn.read(keyless(reports.require_intake), turn.app.trust, turn.now)
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal), await own_menu(turn))
        return
    danger.numbers_told(turn)
    if told_before:
        told = Told(told_before, is_all=form == REPORT_FORM, said=_screen(turn))
        await QUESTIONS.begin_told(turn, turn.app.content.form(form), given, told)
        return
    states.go(turn, states.SCREEN, form=form, given=given)
    await turn.keep()
    await show_screen(turn)


async def show_screen(turn: Turn) -> None:
    """What everybody should know before the first word, short enough to be read aloud."""
    await turn.say(_screen(turn), _screen_keyboard(turn.words))


async def screen(turn: Turn) -> None:
    """Go on, or stop. Words written here are held, and the person hears it; the story is made of them."""
    choice = pressed(turn, (keyboards.GO_ON, keyboards.STOP))
    if choice == keyboards.GO_ON or typed(turn, (keyboards.YES, keyboards.NEXT)):
        await _first_question(turn)
    elif choice == keyboards.STOP:
        await stopping.stop_alone(turn)
    elif turn.text is not None:
        only_words_count(turn)
        await _written_too_early(turn, turn.text)
    elif turn.attachment is not None:
        await turn.say(not_taken(turn), _screen_keyboard(turn.words))


async def _first_question(turn: Turn) -> None:
    content, facts, words = turn.app.content, turn.conversation.facts, together(turn)
    form = content.forms.get(facts.get("form", "")) or content.form(REPORT_FORM)
    given = facts.get("given", {})
    turn.conversation.facts = {}
    if words:
        await QUESTIONS.begin_told(turn, form, given, Told(words, is_all=form.name == REPORT_FORM))
    else:
        await QUESTIONS.begin(turn, form, given)


async def _written_too_early(turn: Turn, text: str) -> None:
    words = turn.words
    try:
        hold(turn, text, states.SCREEN, **turn.conversation.facts)
    except TooManyWords as refusal:
        said = not_now(turn, refusal)
    else:
        await turn.keep()
        said = words("✍️ I have your words. They are not sent. Press {button} to go on.", button=words(keyboards.GO_ON))
    await turn.say(said, _screen_keyboard(words))


async def go_on_after_all(turn: Turn) -> None:
    """Back to what was stopped, at the question where it stood. What was written since then is added to the story."""
    if await unfinished.comes_first(turn, but=MAY_BECOME_A_REPORT):
        return
    if not waits(turn):
        nothing = turn.words(
            "↩️ There is nothing to go back to any more. If I showed you a receipt for it, it is with us."
        )
        await turn.say(nothing, None if held(turn) else await own_menu(turn))
        await states.again(turn)
        return
    before = replace(turn.conversation)
    turn.conversation.go_on(turn.said)
    if not together(turn) or turn.conversation.place != states.REPORT:
        await turn.keep()
        await states.again(turn)
    elif not await QUESTIONS.again_with_held_words(turn):
        turn.conversation = before
        await states.again(turn)


async def noted(turn: Turn) -> None:
    """The receipt is written down: remove it and everything around it. A report begun meanwhile is not dropped."""
    if turn.conversation.form is not None and await unfinished.comes_first(turn):
        return
    turn.leave()
    await turn.keep()
    done, waits_still = turn.words("🧹 Done. I removed the messages from this chat."), afterthought.waiting(turn)
    await say_alone(turn, "\n\n".join(filter(None, (done, waits_still))), await own_menu(turn))


async def _send(turn: Turn, interview: Interview, form: Form) -> None:
    app = turn.app
    hours = hours_promised(app.content.organisation.answer_times, interview)
    draft = reports.draft_of(interview, form, turn.language, turn.chat, hours)
    app.quotas.check(quotas.REPORT, turn.chat, turn.arrival.number, turn.said)
    ready = await turn.think(app.receipts.take)
    states.go(turn, states.RECEIPT)
    turn.conversation.form = None
    turn.ends(endings.REPORT_SENT)
    sent = await run_or_say_not_saved(turn, arrivals.submit, app.trust, ready, draft, turn.now_here)
    app.quotas.note(quotas.REPORT, turn.chat, turn.arrival.number, turn.said)
    await say_last(turn, receipt_messages(turn, sent, interview), rows(turn.words, (keyboards.NOTED,)))


def _screen_keyboard(words: Words) -> list[list[str]]:
    return rows(words, (keyboards.GO_ON,), (keyboards.STOP,))


def _screen(turn: Turn) -> str:
    words = turn.words
    before = "\n".join(
        (
            who_reads(turn),
            # NOTE: "Telegram" is the app's name. The app's company can see the messages; we cannot change that.
            words("📱 Telegram itself can see this chat. After sending, I remove your report here."),
            words("⏹ You can stop at any time. Please write no names."),
        )
    )
    call = words("🆘 This is not an emergency line. In danger now? Call:")
    return f"{before}\n\n{call}\n{emergency_lines(turn)}"


def complete_note(turn: Turn, interview: Interview, note: Note) -> str:
    """What the form leaves to the organisation."""
    content = turn.app.content
    match note.name.rstrip("_0123456789"):
        case "show_services":
            # A chat shows the end: whom the organisation names first stands nearest to the question.
            return services_text(turn, reversed(content.services_for(interview.value("branch"))))
        case "outside_route":
            return turn.words.aligned(content.organisation.outside_route.said(turn.language))
        case "danger_advice" | "explosive_advice":
            return emergency_lines(turn)
        case "answer_time":
            return answer_time(turn, interview)
        case _:
            return ""


def filled_in(turn: Turn, interview: Interview) -> Mapping[str, str]:
    """What the form asks of us."""
    return what_is_known(turn.app.content, interview, turn.local)


def branches_of(interview: Interview) -> Collection[str]:
    """The parts of a report that it belongs to."""
    return interview.value("branch").split()


STILL_ASKED = ("category", "attack_kind", "aid_kind", "who", "zone", "specialist_contact")
"""What is asked of somebody who told it all in their own words: what it is about, where, and whom it may reach."""
READ_HERE = ("compartment", "urgent", "contact", before_sending.ITEM, *FILLED_IN)
"""Who opens it, how soon, and whether they may write: the person is told, and answered for what depends on them."""
QUESTIONS = FormChat(
    place=states.REPORT,
    send=_send,
    stop=stopping.stop_alone,
    completed=complete_note,
    known=filled_in,
    story=STORY,
    still_asked=frozenset(STILL_ASKED),
    helping=branches_of,
    read_here=frozenset(READ_HERE),
)
