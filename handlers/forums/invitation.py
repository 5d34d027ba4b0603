"""A poster's link: it names a forum and the language of the poster, and one more tap joins."""

from handlers.chat import keyboards
from handlers.chat.keyboards import about
from handlers.chat.menu import own_menu
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.turn import Turn
from services.forums import Forum, Invitation


async def show(turn: Turn, invitation: Invitation) -> None:
    """What the forum is, and a button to join it. For the menu."""
    forum = next((each for each in turn.app.content.forums if each.key == invitation.forum), None)
    words = turn.words
    if forum is None:
        await turn.say(words("🙏 The group of this link does not meet any more."), await own_menu(turn))
        return
    menu = await own_menu(turn)
    name = forum.name.said(turn.language)
    *before, text = short_messages(_invited(turn, forum))
    for each in before:
        await turn.say(each)
    await turn.say(text, [[about(words, keyboards.JOIN, name)], *menu])


def _invited(turn: Turn, forum: Forum) -> list[str]:
    words, language = turn.words, turn.language
    organisation = turn.app.content.organisation.name.said(language)
    return [
        words("👋 Welcome. Here you reach {organisation}.", organisation=organisation),
        words("🤝 Nobody here can see a list of who joined, not even the team. Telegram itself can see this chat."),
        words.aligned(f"👥 {forum.name.said(language)}\n{forum.about.said(language)}"),
        words("👇 Press the first button and I write to you about its meetings. You need not give a name."),
    ]
