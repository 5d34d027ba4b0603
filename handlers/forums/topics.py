"""💡 Suggesting a topic for a forum: whoever it is, only the words are kept."""

from collections.abc import Sequence

from handlers.chat import danger, endings, keyboards, states, unfinished
from handlers.chat.attachments import not_taken, only_words_count
from handlers.chat.held_words import TooManyWords, take_out
from handlers.chat.keyboards import about, is_passing, pressed, rows
from handlers.chat.menu import own_menu
from handlers.chat.refusals import not_now
from handlers.chat.sweeping import remove_own
from handlers.chat.turn import Turn
from handlers.forums import topic_for_whom
from handlers.meetings.shown.occasions import named_forum
from handlers.reports.one_message import is_something_else
from services.conversation import quotas
from services.errors import Refusal
from services.forums import Forum, forum_audience
from services.meetings import topics
from services.meetings.upcoming import outlook


async def ask(turn: Turn) -> None:
    """Ask for the topic; where more than one forum may be meant, first for which."""
    if await unfinished.comes_first(turn):
        return
    forum = named_forum(turn, turn.label_rest, turn.app.content.forums)
    choice = [forum] if forum else await _choice(turn)
    if len(choice) != 1:
        await _ask_which(turn, choice)
        return
    turn.conversation.set_apart()
    states.go(turn, states.TOPIC, forum=choice[0].key)
    await turn.keep()
    if choice[0].is_discreet and turn.label_rest:
        await remove_own(turn)
    await ask_again(turn)


async def ask_again(turn: Turn) -> None:
    """Who reads it, what is kept, and the question."""
    words = turn.words
    said = "\n\n".join(
        (
            words("💡 What should be talked about at the meeting? Please write it in one message."),
            words("👀 Those who organise the meetings read it. I keep the words only, not who wrote them."),
            words(
                "🤝 Please write no names. If somebody is in danger, press {button} in the menu instead.",
                button=words(keyboards.REPORT),
            ),
        )
    )
    await turn.say(said, rows(words, (keyboards.STOP,)))


async def written(turn: Turn) -> None:
    """The topic came. It is kept without the chat, and removed from the chat; where it speaks of a danger, it is asked
    first who shall read it."""
    if await is_something_else(turn):
        return
    if turn.text is None:
        await turn.say(not_taken(turn))
    if turn.text is None or is_passing(turn):
        await ask_again(turn)
        return
    only_words_count(turn)
    if danger.spoken_of(turn, turn.text):
        await _ask_for_whom(turn, turn.text)
    else:
        await _keep(turn, [turn.text])


async def for_whom(turn: Turn) -> None:
    """To those who organise, as it was meant. (A report of it is a door of its own.) Other words belong to the same."""
    if pressed(turn, (keyboards.AS_A_TOPIC,)):
        await _keep(turn, topic_for_whom.of_the_topic(turn))
    elif not await is_something_else(turn):
        await (topic_for_whom.ask_again(turn) if turn.text is None else _ask_for_whom(turn, turn.text))


async def _ask_for_whom(turn: Turn, text: str) -> None:
    try:
        await topic_for_whom.ask(turn, text)
    except TooManyWords as refusal:
        await turn.say(not_now(turn, refusal), rows(turn.words, (keyboards.STOP,)))


async def _keep(turn: Turn, written: Sequence[str]) -> None:
    app, number = turn.app, turn.arrival.number
    forum = turn.conversation.facts["forum"]
    for text in written:
        take_out(turn, text)
    turn.leave()
    turn.ends(endings.SENT)
    try:
        app.quotas.check(quotas.TOPIC, turn.chat, number, turn.said)
        await turn.run(topics.suggest, forum, "\n".join(written), turn.now)
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal), rows(turn.words, (keyboards.STOP,)))
        return
    app.quotas.note(quotas.TOPIC, turn.chat, number, turn.said)
    await remove_own(turn)
    thanks = turn.words("🙏 Thank you. Those who organise the meetings will read it. I removed it from this chat.")
    await turn.say(thanks, await own_menu(turn))


async def _choice(turn: Turn) -> Sequence[Forum]:
    """The forum the person has joined; all of them for who has joined none or several: a shorter list would name those
    they have joined to whoever looks at the phone."""
    seen = await turn.read(outlook)
    every = turn.app.content.forums
    joined = [forum for forum in every if seen.has_joined(forum_audience(forum.key))]
    return joined if len(joined) == 1 else every


async def _ask_which(turn: Turn, choice: Sequence[Forum]) -> None:
    words = turn.words
    if turn.conversation.place:
        turn.leave()
        await turn.keep()
    labels = [[about(words, keyboards.TOPIC, forum.name.said(turn.language))] for forum in choice]
    said = words("💡 For which group?") if choice else words("👥 No group meets here yet.")
    await turn.say(said, [*labels, *rows(words, (keyboards.FORUMS, keyboards.MENU))])
