"""Whoever simply types: words that answer no question are held locked for the moment, and three things are offered.

They can become a report, a search for help, or be removed from the chat; nothing becomes a report without a press.
Words of danger bring emergency numbers and the right service, where a small screen shows them: at the end, above what
is offered. Nothing is concluded from them beyond that.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers import language, old_buttons
from handlers.chat import danger, keyboards, small_talk, states, stopping, unfinished
from handlers.chat.arrival import EDIT, FLOOD
from handlers.chat.attachments import not_taken
from handlers.chat.held_words import TooManyWords, held, hold
from handlers.chat.keyboards import rows
from handlers.chat.meant import Named, meant
from handlers.chat.menu import own_menu
from handlers.chat.refusals import not_now
from handlers.chat.routing import Route
from handlers.chat.screen.markup import Keyboard, Pages
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.states import State
from handlers.chat.turn import Turn
from handlers.directory import choosing, finding, listing
from handlers.forums import invitation, named, rsvp
from handlers.reports import mailbox, report
from handlers.surveys import unanswered
from locales import may_be_in, written_in
from services.danger import AID_WORKER, Danger, Spoken
from services.directory import answering
from services.directory import finding as directory
from services.directory.finding import ServiceWish
from services.directory.folding import tells, words_written
from services.directory.needs import Pressing
from services.forums import read_start_parameter
from services.store import keyless

MOST_WORDS_OF_A_NAME: Final = 3
SEND_OR_NEXT: Final = (Named("send", keyboards.SEND), Named("next", keyboards.NEXT))
YES_OR_NO: Final = (Named("yes", keyboards.YES), Named("no", keyboards.NO))


async def came(turn: Turn) -> None:
    """Whatever came outside of every question."""
    if turn.arrival.position is not None or finding.names_a_need(turn):
        await finding.chosen(turn)
    elif await named.is_answered(turn):
        return
    elif turn.text is None:
        await _without_words(turn)
    elif mailbox.is_receipt(turn.text):
        await mailbox.knock(turn)
    elif old_buttons.is_one(turn):
        await (offer_again if held(turn) else old_buttons.say_so)(turn)
    elif language.named(turn):
        await _speak(turn)
    else:
        await _words_came(turn, turn.text)


async def _words_came(turn: Turn, text: str) -> None:
    if held(turn) and meant(text, SEND_OR_NEXT, turn.app.languages):
        await tell(turn)
        return
    if _says(turn, YES_OR_NO) and await rsvp.asks_again(turn):
        return
    if not held(turn) and await rsvp.is_answered(turn):
        return
    invited = read_start_parameter(turn.conversation.invited)
    if invited is not None and _says(turn, YES_OR_NO[:1]):
        await invitation.show(turn, invited)
    elif not await _chats(turn):
        await _hold(turn, text)


def _says(turn: Turn, answers: tuple[Named, ...]) -> bool:
    return not held(turn) and bool(meant(turn.text or "", answers, turn.app.languages))


async def in_directory(turn: Turn) -> None:
    """The same while somebody looks for help: a few words are a search there, a story is not only that."""
    is_old = old_buttons.is_one(turn) and not finding.narrows(turn)
    is_chat = not finding.narrows(turn) and small_talk.small_talk_in(turn) is not None
    is_search = not is_chat and (turn.text is None or finding.narrows(turn) or _is_a_search(turn, turn.text))
    if is_old or not is_search:
        await came(turn)
    elif finding.narrows(turn) or finding.names_a_need(turn) or not await named.is_answered(turn):
        await finding.chosen(turn)


async def in_languages(turn: Turn) -> None:
    """The same while a language is chosen: what names none is not lost over it, where nothing else was under way."""
    waiting = turn.conversation.facts
    came_from = turn.app.states.get(waiting["back"])
    if (came_from is None or came_from.is_open) and _is_a_story(turn):
        turn.enter(waiting["back"], **waiting["facts"])
        await came(turn)
    else:
        await language.chosen(turn)


async def offer_again(turn: Turn) -> None:
    """What is held is still there: say so in the language spoken now."""
    await _offer(turn, [_who_sees(turn), _held_text(turn)])


async def tell(turn: Turn) -> None:
    """The words become a report's story, if they are still there: the questions that are left follow. Those of a survey
    or a topic, or from before a mailbox, go alone."""
    is_own = states.is_asked(turn)
    if unanswered.lets_go_for_a_report(turn) or held(turn):
        if not is_own:
            turn.conversation.bring_together()
        await report.start_told(turn)
    elif not await unfinished.comes_first(turn):
        await unfinished.too_long_ago(turn)


async def find(turn: Turn) -> None:
    """Everything there is for these words; where there is nothing, whatever help there is."""
    wish = await _helping(turn, held(turn))
    if wish is not None or not choosing.is_free(turn):
        await turn.keep()  # so that a second quick press is known for one
    if wish is None:
        await finding.show(turn)
    else:
        await listing.list_(turn, replace(wish, text=_telling(wish.text)))


async def _speak(turn: Turn) -> None:
    """The name of a language was written: the menu in that language."""
    turn.conversation.language = language.named(turn)
    said = turn.words("👍 From now on I write in this language. What do you need?")
    await turn.say(said, None if turn.conversation.place else await own_menu(turn))


async def _chats(turn: Turn) -> bool:
    """A line to small talk, and what can be done: with the words that are held already, where there are some."""
    chat = small_talk.small_talk_in(turn)
    if chat is None:
        return False
    said = small_talk.answer(turn, chat)
    if held(turn):
        await turn.say(said, _offers(turn))
    else:
        await turn.say(said, None if turn.conversation.place else await own_menu(turn))
    return True


async def _without_words(turn: Turn) -> None:
    if turn.attachment is None:
        return
    if turn.attachment in (EDIT, FLOOD):
        said = not_taken(turn)
    else:
        said = turn.words(
            "🙏 I cannot take photos, voice messages or files yet: I kept nothing of it. It is still in this chat;"
            " {button} removes it. You can write what it is about.",
            button=turn.words(keyboards.FORGET),
        )
    await turn.say(said, _offers(turn) if held(turn) else await own_menu(turn))


async def _hold(turn: Turn, text: str) -> None:
    before = held(turn)
    together = f"{before}\n{text}".strip()
    _answer_in_the_language_of(turn, text, danger.spoken_of(turn, together))
    new = danger.not_told_yet(turn, together) or danger.calls_asked_for(turn, text)
    try:
        hold(turn, text)
    except TooManyWords as refusal:
        await _offer(turn, [*danger.help_parts(turn, new), not_now(turn, refusal)])
        return
    await turn.keep()
    await _answer(turn, new, text, before)


def _answer_in_the_language_of(turn: Turn, text: str, spoken: Sequence[Spoken]) -> None:
    """A stranger's phone may speak another language than they do. Whoever chose one keeps it."""
    if turn.conversation.language is not None:
        return
    now = turn.language
    offered = may_be_in(text, turn.app.languages, now)
    said = spoken[0].languages if spoken else ()
    listed = [code for code in offered if code in said]
    turn.conversation.language = listed[0] if listed and now not in listed else written_in(text, offered, now)


async def _answer(turn: Turn, dangers: Sequence[Danger], newest: str, before: str) -> None:
    """What is most needed now last: a small screen shows the end. Services stand above it in a message of their own,
    since each has its button."""
    words = turn.words
    above = [not_taken(turn) if turn.attachment is not None else "", "" if before else _who_sees(turn)]
    held_now = words("➕ Added to your words. They are still not sent.") if before else _held_text(turn)
    best = await _best(turn, newest, held(turn))
    if best is not None:
        for each in short_messages(above):
            await turn.say(each)
        await turn.show(*best)
        above = []
    await _offer(turn, [*above, *danger.help_parts(turn, dangers), *_who_takes_complaints(turn, dangers), held_now])


def _who_takes_complaints(turn: Turn, dangers: Sequence[Danger]) -> list[str]:
    """Above the button that leads there, where aid was misused."""
    if not any(each.key == AID_WORKER for each in dangers):
        return []
    button = turn.words(keyboards.TELL)
    return [turn.words("🦺 About an aid worker? {button}: only those who handle complaints read it.", button=button)]


async def _offer(turn: Turn, parts: Sequence[str]) -> None:
    """In short messages, with what can be done under the last."""
    *before, last = short_messages(parts)
    for each in before:
        await turn.say(each)
    await turn.say(last, _offers(turn))


def _who_sees(turn: Turn) -> str:
    return turn.words("🔒 Nobody of the team has seen your words. I keep them locked for an hour at most.")


def _held_text(turn: Turn) -> str:
    return turn.words("✍️ I have your words. They are not sent. What shall I do?")


def _offers(turn: Turn) -> Keyboard:
    return rows(turn.words, (keyboards.TELL,), (keyboards.FIND_HELP,), (keyboards.FORGET, keyboards.MENU))


async def _best(turn: Turn, newest: str, together: str) -> tuple[str, Pages] | None:
    """The best services for what was just written, where that says what is needed, else for all of it. None where aid
    was misused: whoever is complained about may work there."""
    if any(each.danger.key == AID_WORKER for each in danger.spoken_of(turn, together)):
        return None
    says_it = turn.app.content.needs.named(newest) is not None or _pressing(turn, newest)
    text = newest if says_it else together
    find_them = keyless(answering.best_for)
    found = await turn.read(find_them, turn.app.catalogue, _pressing(turn, text), text, choosing.wall(turn))
    return listing.best(turn, found) if found else None


async def _helping(turn: Turn, text: str) -> ServiceWish | None:
    """What to look for, so that something is found: what words of danger need, before the words themselves where these
    name nothing else."""
    pressing = _pressing(turn, text)
    wishes = [ServiceWish(need=each.need, is_pressing=True) for each in pressing]
    if answering.named_besides(turn.app.catalogue, pressing, text):
        wishes.insert(0, ServiceWish(text=text, is_pressing=bool(pressing)))
    elif answering.is_a_search(turn.app.catalogue, text):
        wishes.append(ServiceWish(text=text))
    for wish in wishes if text else ():
        page = await turn.read(keyless(directory.find), turn.app.catalogue, wish, 0, choosing.wall(turn))
        if page.shown:
            return wish
    return None


def _pressing(turn: Turn, text: str) -> tuple[Pressing, ...]:
    return turn.app.content.danger.pressing_in(text)


def _telling(text: str) -> str:
    """The words of a text that say what is looked for, as they were written: a button under a list carries them."""
    return " ".join(word for word in text.split() if any(map(tells, words_written(word))))


def _is_a_story(turn: Turn) -> bool:
    """More than the name of a language that is not offered."""
    text = turn.text or ""
    is_long = len(text.split()) > MOST_WORDS_OF_A_NAME
    return language.named(turn) is None and (is_long or bool(danger.spoken_of(turn, text)))


def _is_a_search(turn: Turn, text: str) -> bool:
    few = len(_telling(text).split()) <= answering.A_SEARCH
    return few and not danger.spoken_of(turn, text) and not mailbox.is_receipt(text)


ROUTES: tuple[Route, ...] = (
    Route(tell, label=keyboards.TELL, side_step=True),
    Route(find, label=keyboards.FIND_HELP),
)
STATES: tuple[State, ...] = (
    State(states.WORDS, came, again=offer_again, stop=stopping.stop_words, is_open=True),
    State(states.DIRECTORY, in_directory, is_open=True),
    State(states.LANGUAGE, in_languages, only_buttons=True),
)
