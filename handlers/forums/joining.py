"""👥 Meetings and news: what a person can hear about, joining and leaving by a button each, and what is planned.

Who joined is on the person's own screen and nowhere else. Where others should not read which group it is, joining and
leaving remove what stands in the chat, and what is said then names no group. From the first joining on no button below
the chat names one either: which are missing there would tell as much as which are there.
"""

from handlers.chat import keyboards, unfinished
from handlers.chat.keyboards import about, rows
from handlers.chat.screen.markup import Keyboard
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.turn import Turn
from handlers.forums import which_group
from handlers.forums.subscriptions import say_what_a_block_ended, subscribe, unsubscribe
from handlers.meetings.shown.occasions import block, line, named_forum, when
from locales import Words
from services.forums import Forum, forum_audience
from services.meetings.upcoming import Outlook, outlook


async def show(turn: Turn) -> None:
    """The groups, each with its button, and the next meetings of those joined."""
    if await unfinished.comes_first(turn):
        return
    if turn.conversation.place:
        turn.leave()
        await turn.keep()
    await show_again(turn)
    await say_what_a_block_ended(turn)


async def show_again(turn: Turn, first: str = "", is_alone: bool = False) -> None:
    """The same, below what has just been done; `is_alone`: all that stood in the chat before is removed."""
    seen = await turn.read(outlook)
    *above, last = _paragraphs(turn, seen, has_said_so=bool(first))
    *before, said = short_messages([*above, first, last])
    shown = [*[await turn.say(each) for each in before], await turn.say(said, _keyboard(turn, seen))]
    if is_alone:
        await turn.wipe(keep=shown)


async def show_later(turn: Turn) -> None:
    """The meetings after the next three, each with its button."""
    if await unfinished.comes_first(turn):
        return
    words, seen = turn.words, await turn.read(outlook)
    if not seen.others:
        await show_again(turn)
        return
    lines = [line(turn, each) for each in seen.others]
    moments = dict.fromkeys(when(words, each.occurrence.wall) for each in seen.others)
    labels = [[about(words, keyboards.ABOUT_MEETING, moment)] for moment in moments]
    said = "\n".join((words("📅 Later meetings:"), *lines))
    await turn.say(said, [*labels, *rows(words, (keyboards.FORUMS, keyboards.MENU))])


async def join(turn: Turn) -> None:
    """From now on the person hears about the group that the button names."""
    if turn.label_rest is None:
        await which_group.to_join(turn)
        return
    forum = await _named(turn)
    if forum is not None:
        await subscribe(turn, forum_audience(forum.key))
        await show_again(turn, turn.words("✅ Done. I write to you about its meetings."), forum.is_discreet)


async def leave(turn: Turn) -> None:
    """The person hears no more about the group that the button names."""
    if turn.label_rest is None:
        await which_group.to_leave(turn)
        return
    forum = await _named(turn)
    if forum is not None:
        await unsubscribe(turn, forum_audience(forum.key))
        done = turn.words("⬜ Done. I no longer write to you about this.")
        await show_again(turn, done, forum.is_discreet)


async def _named(turn: Turn) -> Forum | None:
    """What the pressed button names; None where something else came first, or nothing has that name (any more)."""
    if await unfinished.comes_first(turn):
        return None
    forum = named_forum(turn, turn.label_rest, turn.app.content.forums)
    if forum is None:
        await show_again(turn, turn.words("🙏 There is no group of this name any more."))
    return forum


def _paragraphs(turn: Turn, seen: Outlook, has_said_so: bool) -> list[str]:
    """What matters most last: a small screen shows the end. Where what was just done says how it is, that is not said
    once more."""
    words, content = turn.words, turn.app.content
    if not content.forums:
        return [words("👥 No group meets here yet.")]
    joined = sum(seen.has_joined(forum_audience(forum.key)) for forum in content.forums)
    if not joined:
        return [*_groups(turn, content.forums), *_invitation(words)]
    # NOTE: Says how it is now. The groups are not named here: others may look at the phone.
    how_it_is = words.plural("✅ You have joined {n} group.", "✅ You have joined {n} groups.", n=joined)
    # Never "none is planned": one may be that can still be taken back, for a minute.
    if not seen.ahead and has_said_so:
        return [words("📭 I have no meeting to tell you about at the moment.")]
    if not seen.ahead:
        return [
            how_it_is,
            words("📭 I have no meeting to tell you about at the moment. I write to you when there is one."),
        ]
    soonest, *later = seen.ahead
    lines = [line(turn, ahead.occasion) for ahead in later]
    after_it = "\n".join((words("📅 Later meetings:"), *lines)) if lines else ""
    return ["" if has_said_so else how_it_is, after_it, words("📅 The next meeting:") + "\n" + block(turn, soonest)]


def _invitation(words: Words) -> list[str]:
    return [
        words("🤝 Nobody here can see a list of who joined, not even the team. Telegram itself can see this chat."),
        words("👥 Press a group to join it. I then write to you about its meetings."),
    ]


def _groups(turn: Turn, forums: tuple[Forum, ...]) -> list[str]:
    said = turn.words.aligned
    return [said(f"{forum.name.said(turn.language)}\n{forum.about.said(turn.language)}") for forum in forums]


def _keyboard(turn: Turn, seen: Outlook) -> Keyboard:
    words, content = turn.words, turn.app.content
    meetings = dict.fromkeys(when(words, each.occasion.occurrence.wall) for each in seen.ahead)
    is_in_one = any(seen.has_joined(forum_audience(forum.key)) for forum in content.forums)
    groups = (
        [] if is_in_one else [about(words, keyboards.JOIN, each.name.said(turn.language)) for each in content.forums]
    )
    return [
        *([about(words, keyboards.ABOUT_MEETING, moment)] for moment in meetings),
        *([group] for group in groups),
        *rows(
            words,
            (keyboards.MORE_MEETINGS if seen.others else None,),
            (keyboards.ADVICE,),
            (keyboards.TOPIC if content.forums else None, keyboards.QUIET if seen.joined else None),
            (keyboards.JOIN_A_GROUP, keyboards.LEAVE_A_GROUP) if is_in_one else (),
            (keyboards.MENU,),
            (keyboards.STOP_NOTICES if seen.joined else None,),
        ),
    ]
