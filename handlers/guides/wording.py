"""How a page of a guide or an agreement reads on a phone: its text, when it was checked, and what nobody knows."""

from collections.abc import Sequence
from datetime import date

from handlers.chat.screen.short_messages import APART, short_pages
from locales import Words
from services.guides.guides import Guide, GuideStep, Page
from services.guides.markup import POINT


def step_pages(words: Words, guide: Guide, step: GuideStep, today: date) -> list[str]:
    """One step or area, as pages that are read one after the other."""
    language = words.code
    always = words.aligned(guide.always.said(language))
    return text_pages(words, step.page(language), step.is_stale(language, today), always)


def text_pages(words: Words, page: Page, is_stale: bool, always: str) -> list[str]:
    """The title over each page; the text, what nobody knows, and last what always holds and where it comes from."""
    parts = [
        old_words(words) if is_stale else "",
        words.aligned(page.text),
        unknown_text(words, page),
        always,
        origin_text(words, page),
    ]
    title = words.aligned(page.title)
    texts = short_pages(APART.join(part for part in parts if part), title, len(page.links))
    of = len(texts)
    titles = [f"{title} · {number}/{of}" if of > 1 else title for number in range(1, of + 1)]
    return [APART.join(page) for page in zip(titles, texts, strict=True)]


def page_named(pages: Sequence[str], number: str) -> int:
    """The place, from 0, of the page that a button names; the first where it names none, or none any more."""
    return int(number) - 1 if number.isdecimal() and 0 < int(number) <= len(pages) else 0


def text_to_pass_on(words: Words, page: Page, is_stale: bool) -> str:
    """The same for somebody else: nothing in it says from whom it came."""
    parts = [
        words.aligned(page.title),
        old_words(words) if is_stale else "",
        words.aligned(page.text),
        "\n".join(words.aligned(f"{POINT} {item}") for item in page.items),
        unknown_text(words, page),
        origin_text(words, page),
        words("ℹ️ Places and rules change. Ask before you rely on it."),
    ]
    return "\n\n".join(part for part in parts if part)


def unknown_text(words: Words, page: Page) -> str:
    """What nobody could say, '' where that is not asked of the page."""
    if not page.unknown:
        return ""
    lines = "\n".join(words.aligned(f"{POINT} {line}") for line in page.unknown)
    return words("❓ What nobody could tell us:") + "\n" + lines


def origin_text(words: Words, page: Page) -> str:
    """When it was checked, who answers for it, and where it comes from."""
    return words(
        # NOTE: {number} counts the versions of this text; {role} is somebody’s task, such as "protection lead".
        "🗓 Checked on {date} by: {role}. Version {number}. From: {sources}",
        date=words.date(page.checked),
        role=page.signed_off,
        number=page.version,
        sources=words.one_after_other(page.sources),
    )


def old_words(words: Words) -> str:
    """Said above whatever was checked too long ago."""
    return words("⚠️ This was checked long ago and may no longer be right. Ask before you act on it.")
