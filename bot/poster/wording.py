"""What a poster says in one language. Whole sentences, few of them: people read them standing."""

from dataclasses import dataclass
from typing import Final

from bot.links import link
from locales import Words
from services.content.content import Organisation
from services.forums import Forum, start_parameter

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
"""A number stays in one line with the word before it."""


@dataclass(frozen=True, slots=True)
class LanguageColumn:
    """One language's part of the poster. `link` is what its QR code says; `numbers` are whom to call in danger."""

    language: str
    is_right_to_left: bool
    title: str
    about: str
    invitation: str
    link: str
    address: str
    promises: tuple[str, ...]
    warning: str
    numbers: tuple[str, ...]
    team: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is drawn in letters."""
        said = (self.title, self.about, self.invitation, self.address, *self.promises)
        return (*said, self.warning, *self.numbers, self.team)


def column(language: str, organisation: Organisation, forum: Forum | None, bot: str) -> LanguageColumn:
    """The poster of one forum, or without one that of the bot, in this language. `bot` is its name without @."""
    words = Words(language)
    return LanguageColumn(
        language=language,
        is_right_to_left=words.direction == "rtl",
        title=forum.name.said(language) if forum else organisation.name.said(language),
        about=forum.about.said(language) if forum else "",
        # NOTE: Stands on a poster above a QR code, with the bot's name below it.
        invitation=words("Scan this, or search in Telegram for:"),
        link=link(bot, start_parameter(forum.key, language) if forum else ""),
        address=f"@{bot}",
        promises=(_what_it_does(words, forum), _what_is_seen(words, forum)),
        warning=words("This is not an emergency line. In danger now? Call:"),
        numbers=tuple(f"{line.name.said(language)}:{NO_BREAK}{line.number}" for line in organisation.emergency),
        team=organisation.name.said(language) if forum else "",
    )


def _what_it_does(words: Words, forum: Forum | None) -> str:
    if forum:
        # NOTE: Stands on a poster for a group that meets.
        return words("I write to you before each meeting. You need not give a name.")
    # NOTE: Stands on a poster for the bot as a whole.
    return words("Tell the team what worries you, find help, and hear about meetings. You need not give a name.")


def _what_is_seen(words: Words, forum: Forum | None) -> str:
    if forum:
        # NOTE: Stands on a poster. "Telegram" is the app's name; its company can see chats.
        return words("Nobody here can see a list of who joined. Telegram itself can see the chat and may keep copies.")
    # NOTE: Stands on a poster. "Telegram" is the app's name; its company can see chats.
    return words("Telegram itself can see the chat and may keep copies.")
