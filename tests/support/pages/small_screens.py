"""A phone page of 360 × 640 points as a person sees it: which lines are visible without scrolling, the keyboard open.

A journey is a tuple of screens: what is pressed or written, and the lines that have to be visible then. Pictures stand
for the sentence that begins with them: they are the same in every language. A new journey is a line of data.
"""

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from playwright.async_api import Browser, Page

from handlers.chat.screen.short_messages import MOST_WORDS, words_in
from locales import Message, Words
from sandbox import Phone
from sandbox.messages import ChatMessage
from services.authoring.parts import Texts
from services.content.content import Content, Organisation
from services.forms.definition.items import Text as Label
from tests.support.patience import PATIENCE
from tests.support.running_bot import Press, RunningBot

RECEIPT = re.compile(r"(?:\d{3} ){5}\d{3}")
WIDTH, HEIGHT = 360, 640
DIRECTION_MARKS: Final = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069"))

Text = Callable[[Content, str], str]
"""Something in one of the languages of the content."""


@dataclass(frozen=True, slots=True)
class Screen:
    """`press` is (part of) a button, `under` one under the newest message that has it, or `write` is written
    ("receipt": the number seen last), or the team `answers`; then every line of `shows` is visible. Where nothing is
    done it is what /start shows."""

    press: str | Text = ""
    under: str | Text = ""
    write: str | Text = ""
    answers: str = ""
    shows: tuple[str | Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Journey:
    """What somebody does from /start on."""

    name: str
    screens: tuple[Screen, ...]

    @property
    def taps(self) -> int:
        """Buttons pressed, without Telegram's own start."""
        return sum(1 for screen in self.screens if screen.press or screen.under)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of what the bot said."""

    text: str
    is_visible: bool


def question(form: str, name: str) -> Text:
    """The label of a row of a form."""

    def said(content: Content, language: str) -> str:
        return _plain(content.form(form).items[name].label[language])

    return said


def in_each(**said: str) -> Text:
    """What people read or type, by language."""
    return lambda _content, language: said[language]


def of_organisation(which: Callable[[Organisation], Texts]) -> Text:
    """A text of organisation.toml."""
    return lambda content, language: which(content.organisation).said(language)


def choice(form: str, of: str, name: str) -> Text:
    """The label of a choice of a question."""

    def said(content: Content, language: str) -> str:
        found = content.form(form)
        (label,) = [one.label for one in found.choices[found.items[of].choices] if one.name == name]
        return _plain(label.get(language) or label[found.languages[0]])

    return said


def _plain(label: Label) -> str:
    """The words of a label, without values it may speak of."""
    return "".join(part for part in label if isinstance(part, str))


def in_words(text: str | Text, content: Content, language: str) -> str:
    """That text, sentence (marked for the catalogues) or picture in the language."""
    return Words(language)(Message(text)) if isinstance(text, str) else text(content, language)


def bare(text: str) -> str:
    """Without direction marks and differences of space."""
    return " ".join(text.translate(DIRECTION_MARKS).split())


async def open_phone(browser: Browser, url: str) -> Page:
    """The phone page on a small phone, in the one page that a test has open: another costs as much as some journeys."""
    opened = [page for context in browser.contexts for page in context.pages]
    page = opened[0] if opened else await _small_page(browser)
    await page.goto(url)
    return page


async def _small_page(browser: Browser) -> Page:
    context = await browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    context.set_default_timeout(PATIENCE * 1000)
    return await context.new_page()


async def lines(page: Page, phone: Phone) -> list[Line]:
    """What the bot said, with the buttons under it, once the page shows all that the phone has."""
    async with asyncio.timeout(PATIENCE):
        while (found := await _shown(page, phone)) is None:
            pass  # what the phone has changed meanwhile: a line that follows the sending
    return [Line(bare(text), visible) for text, visible in found]


async def _shown(page: Page, phone: Phone) -> list[tuple[str, bool]] | None:
    """The lines and whether each is visible; None where the page did not come to show just this in a quarter of a
    second: what the person wrote and the keys take room too. One question to the browser for all of it: each costs more
    than its answer."""
    found: list[tuple[str, bool]] | None = await page.evaluate(
        """async ([own, wanted]) => {
          const all = (which, place = document) => [...place.querySelectorAll(which)];
          const words = (elements) => elements.map((each) => each.textContent).join("").replace(/\\s/g, "");
          const shown = () => [
            ...all(`${own} .message`).map((message) => words(all(".bubble p, .inline button", message))),
            words(all(`${own} .keys:not([hidden]) button`)),
          ];
          const end = performance.now() + 250;
          while (shown().join("\\n") !== wanted) {
            if (performance.now() > end) return null;
            await new Promise((done) => setTimeout(done, 10));
          }
          document.querySelector(own).scrollIntoView({ block: "nearest", inline: "nearest" });
          for (const _ of [1, 2]) await new Promise(requestAnimationFrame);  // the chat follows what came
          const chat = document.querySelector(`${own} .chat`).getBoundingClientRect();
          return all(`${own} .message:not(.own) :is(.bubble p, .inline button)`).map((p) => {
            const { top, bottom } = p.getBoundingClientRect();
            return [p.innerText, top >= chat.top - 1 && bottom <= chat.bottom + 1];
          });
        }""",
        [f"#phone-{phone.chat}", "\n".join([*map(_all_of, phone.messages), _without_space(phone.keyboard)])],
    )
    return found


def _all_of(message: ChatMessage) -> str:
    """The words and the buttons under them: buttons may change under the same words."""
    labels = (label for row in message.buttons for label, _ in row)
    return _without_space((message.text, *labels))


def _without_space(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())


def hidden(wanted: Iterable[str], shown: list[Line]) -> list[str]:
    """The wanted lines of which nothing is visible; what was not said at all is hidden too."""
    return [text for text in wanted if not any(line.is_visible and bare(text) in line.text for line in shown)]


def too_long(phone: Phone) -> list[str]:
    """What the bot said in one message with too many words."""
    return [text for text in phone.texts if words_in(text) > MOST_WORDS]


@dataclass
class Walk:
    """One person on one journey, and the page that shows what they see. `faults` tells what was not as it should be."""

    bot: RunningBot
    phone: Phone
    page: Page
    press: Press
    language: str
    words: dict[int, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    receipt: str = ""

    @property
    def words_in_all(self) -> int:
        """How many words the bot said."""
        return sum(self.words.values())

    async def go(self, screen: Screen) -> None:
        """Do what the screen comes from."""
        if screen.answers:
            self.bot.reply(screen.answers)
            await self.phone.sees(lambda phone: "👋" in phone.last.text, PATIENCE)
        elif screen.write:
            await self.phone.send(self.receipt if screen.write == "receipt" else self.said(screen.write))
        elif screen.under:
            await self._press_under(bare(self.said(screen.under)))
        elif screen.press:
            await self.press(self.phone, self.said(screen.press))
        await self.bot.answered()
        for message in self.phone.messages:
            if not message.own:
                self.words.setdefault(message.id, words_in(message.text))
                found = RECEIPT.search(message.text)
                self.receipt = found[0] if found else self.receipt

    async def _press_under(self, wanted: str) -> None:
        labels = (
            (label, each.id) for each in reversed(self.phone.messages) for row in each.buttons for label, _ in row
        )
        label, message = next((label, message) for label, message in labels if wanted in bare(label))
        await self.phone.press_inline(label, message)

    def said(self, text: str | Text) -> str:
        """It in the person's language."""
        return in_words(text, self.bot.found.content, self.language)

    async def look(self, name: str, screen: Screen) -> None:
        """Note what cannot be seen of it, and what was said at too great a length."""
        unseen = hidden(map(self.said, screen.shows), await lines(self.page, self.phone))
        long = [f"{words_in(text)} words: {text}" for text in too_long(self.phone)]
        self.faults += [f"{name}: {fault}" for fault in (*(f"not visible: {text}" for text in unseen), *long)]


async def walked(browser: Browser, bot: RunningBot, press: Press, phone: Phone, journey: Journey) -> Walk:
    """The journey from /start on, looked at screen by screen."""
    page = await open_phone(browser, bot.telegram.url)
    await phone.start()
    await bot.answered()
    assert phone.language is not None
    walk = Walk(bot, phone, page, press, phone.language)
    walk.words |= {message.id: 0 for message in phone.messages}
    for number, screen in enumerate(journey.screens, 1):
        await walk.go(screen)
        await walk.look(f"{journey.name}, {number}", screen)
    return walk
