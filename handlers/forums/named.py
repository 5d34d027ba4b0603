"""A group whose name somebody types instead of pressing its button, in any language, also with "join" in front."""

from handlers.chat import keyboards
from handlers.chat.meant import reads_like
from handlers.chat.sweeping import remove_own
from handlers.chat.turn import Turn
from handlers.forums import invitation, joining
from locales import Words
from services.forums import Forum, Invitation, forum_audience, start_parameter
from services.meetings.upcoming import outlook


async def is_answered(turn: Turn) -> bool:
    """True where the whole text is the name of a group, and it was shown: to who has joined it, with what is planned;
    to anybody else, with the button that joins. What was written of a group that others should not know of goes from
    the chat, and whether it was joined makes no difference."""
    for forum in turn.app.content.forums if turn.text else ():
        languages = _languages(turn, forum)
        if languages:
            if turn.language not in languages:
                turn.conversation.language = languages[0]
            await _show(turn, forum)
            return True
    return False


async def _show(turn: Turn, forum: Forum) -> None:
    seen = await turn.read(outlook)
    is_in_the_list = forum.is_discreet or seen.has_joined(forum_audience(forum.key))
    turn.leave()
    turn.conversation.invited = "" if is_in_the_list else start_parameter(forum.key, turn.language)
    await turn.keep()
    if forum.is_discreet:
        await remove_own(turn)
    if is_in_the_list:
        await joining.show_again(turn)
    else:
        await invitation.show(turn, Invitation(forum.key, turn.language))


def _languages(turn: Turn, forum: Forum) -> list[str]:
    """The languages in which the text is its name, or the words of the button that joins it."""
    offered = turn.app.languages
    return [
        code
        for code in offered
        if any(reads_like(turn.text or "", label, offered) for label in _labels(forum, turn.app.words(code), code))
    ]


def _labels(forum: Forum, words: Words, language: str) -> tuple[str, str]:
    name = forum.name.said(language)
    return name, f"{words(keyboards.JOIN)} {name}"
