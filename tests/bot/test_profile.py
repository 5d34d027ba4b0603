"""What Telegram shows of the bot before the first word, in every offered language, and sent only where it differs."""

from types import SimpleNamespace
from typing import cast

import pytest
from telegram.ext import ExtBot

from bot.profile import DESCRIPTION, SHORT_DESCRIPTION, description, publish_profile, short_description
from handlers.chat.app import App
from locales import Words
from services.authoring.parts import Texts
from tests.support.contents import LANGUAGES


class Told:
    """Keeps descriptions as Telegram does: by language code, the default for those that have none."""

    def __init__(self) -> None:
        self.long: dict[str | None, str] = {}
        self.short: dict[str | None, str] = {}
        self.calls = 0

    async def get_my_description(self, language_code: str | None = None) -> SimpleNamespace:
        return SimpleNamespace(description=self.long.get(language_code) or self.long.get(None, ""))

    async def get_my_short_description(self, language_code: str | None = None) -> SimpleNamespace:
        return SimpleNamespace(short_description=self.short.get(language_code) or self.short.get(None, ""))

    async def set_my_description(self, text: str, language_code: str | None = None) -> None:
        self.calls += 1
        self.long[language_code] = text

    async def set_my_short_description(self, text: str, language_code: str | None = None) -> None:
        self.calls += 1
        self.short[language_code] = text


@pytest.fixture
def app() -> App:
    """Of an app only what is shown of it."""
    organisation = SimpleNamespace(name=Texts({"en": "Example team", "fr": "Équipe Exemple"}))
    shown = SimpleNamespace(content=SimpleNamespace(organisation=organisation), languages=LANGUAGES, words=Words)
    return cast("App", shown)


async def test_an_empty_chat_says_what_the_bot_is_for(app: App) -> None:
    told = Told()
    bot = cast("ExtBot[None]", told)
    await publish_profile(bot, app)
    assert "not an emergency line" in told.long[None]
    assert app.content.organisation.name.said("en") in told.long[None]
    assert told.long["ar"] == description(app, "ar")
    assert told.short["fr"] == short_description(app.words("fr"))
    before = told.calls
    await publish_profile(bot, app)
    assert told.calls == before, "nothing is sent again that Telegram has already"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_what_telegram_takes(app: App, language: str) -> None:
    assert len(description(app, language)) <= DESCRIPTION
    assert len(short_description(app.words(language))) <= SHORT_DESCRIPTION
