"""After something was sent: when it leaves, a line that follows how far it has come, and taking it back."""

from handlers.chat import endings, keyboards
from handlers.chat.keyboards import rows
from handlers.chat.screen.markup import Keyboard
from handlers.chat.turn import Turn
from handlers.meetings.shown import buttons, overview
from handlers.meetings.shown.last_sent import last_sent, meant_by_button, name_of, take_back_label
from handlers.meetings.shown.people import progress_line
from handlers.meetings.shown.wording import night_line
from locales import Words
from services.notices import broadcasts
from services.notices.broadcasts import Watch
from services.notices.nights import night_of
from services.publishing import publications, publishing
from services.publishing.publications import Published
from services.publishing.publishing import Recalled
from services.publishing.told_progress import told_progress


async def say_published(turn: Turn, published: Published) -> None:
    """When it leaves, how to take it back, and how far it has come, in a line that follows it."""
    words = turn.words
    if published.needs_second_yes:
        said = words(
            "🤝 This reaches many people, so another organiser has to say yes first. They know."
            " Nothing is sent before that."
        )
        await turn.say(said, await sent_keyboard(turn))
        return
    seconds = max(1, int((published.recall_until - turn.now).total_seconds()))
    said = words.plural(
        "📨 It is sent in {n} second. Until then, nobody gets it if you press {button}.",
        "📨 It is sent in {n} seconds. Until then, nobody gets it if you press {button}.",
        n=seconds,
        button=words(buttons.TAKE_BACK),
    )
    publication = await turn.read(publications.get, published.broadcast)
    night = night_line(words, night_of(publication.broadcast))
    await turn.say("\n".join(part for part in (said, night) if part), await sent_keyboard(turn))
    await follow_progress(turn, published.broadcast)


async def follow_progress(turn: Turn, broadcast: str) -> None:
    """A line that tells how far it has come, and is kept up to date."""
    progress = await turn.read(told_progress, turn.app.content.forums, broadcast, turn.now)
    if progress is None:  # this was said a month ago, and is only said again
        return
    line = progress_line(turn.words, progress)
    message = await turn.say(line)
    await turn.afterwards(broadcasts.watch, Watch(broadcast, turn.chat, message, turn.language, line))


async def take_back(turn: Turn) -> None:
    """Take back what this person sent last. What some have already is not taken from them."""
    words = turn.words
    last, is_out = await meant_by_button(turn)
    if last is None and not turn.was_decided:
        out = words("📨 That has gone out: there is nothing left to stop. To undo it for all, send a change.")
        nothing = out if is_out else words("🤷 There is nothing to take back any more.")
        await turn.say(nothing, await sent_keyboard(turn, can_take_back=False))
        return
    id = last.broadcast.id if last else ""  # on a repeated update the first answer is said again, and nothing runs
    turn.ends(endings.TAKEN_BACK)
    recalled = await turn.run(publishing.recall, id)
    which = (name_of(turn, last),) if last else ()
    said = "\n".join((*which, _taken_back(words, recalled)))
    if recalled.resumed:
        await turn.say(said, await sent_keyboard(turn))
        await follow_progress(turn, recalled.resumed[0])
    elif await overview.organised(turn):
        await overview.show_list(turn, said)
    else:
        await turn.say(said, await sent_keyboard(turn, can_take_back=False))


def _taken_back(words: Words, recalled: Recalled) -> str:
    if recalled.is_hidden:
        return words(
            "↩️ Taken back. Whoever has it already keeps it; it goes to nobody else. To undo it for all, send a change."
        )
    if not recalled.nobody_got_it:
        return words("↩️ Some have it already. The others will not get it. To undo it for all, send a change.")
    if recalled.resumed:
        return words(
            "↩️ Taken back: everything is as it was before. The notice before this one had reached nobody either: it"
            " leaves after all. To stop it too, press {button}.",
            button=words(buttons.TAKE_BACK),
        )
    if recalled.leaves_nothing:
        return words("↩️ Taken back. Nobody got this notice, nor the one before it. To tell people, write it anew.")
    if recalled.may_have_been_seen:
        return words(
            "↩️ Taken back: everything is as it was before. Nobody was sent it."
            " Whoever looked under {button} meanwhile may have seen it.",
            button=words(keyboards.FORUMS),
        )
    return words("↩️ Taken back. Nobody got it, and everything is as it was before.")


async def sent_keyboard(turn: Turn, can_take_back: bool = True) -> Keyboard:
    """What can be done after sending: taking it back, and going on with one's own work."""
    last = await last_sent(turn) if can_take_back else None
    work = keyboards.ORGANISE if await overview.organised(turn) else keyboards.EDIT
    return [*rows(turn.words, (work, keyboards.MENU)), *([[take_back_label(turn, last)]] if last else [])]
