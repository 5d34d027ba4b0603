"""How a page of a guide or an agreement reads on a phone: its text, when it was checked, and what nobody knows."""

from datetime import date

from locales import Words
from services.guides.guides import Guide, GuideStep, Page
from services.guides.markup import POINT


def step_text(words: Words, guide: Guide, step: GuideStep, today: date) -> str:
    """One step. What always holds stands under every one of them."""
    language = words.code
    heading = f"{guide.title.said(language)} · {guide.place_of(step)}/{len(guide.steps)}"
    always = words.aligned(guide.always.said(language))
    page = step.page(language)
    return page_text(words, page, heading, always, is_stale=step.is_stale(language, today))


def area_text(words: Words, guide: Guide, area: GuideStep, today: date) -> str:
    """What is known of one area, and what is not."""
    language = words.code
    always = words.aligned(guide.always.said(language))
    return page_text(
        words, area.page(language), words("📍 Area of origin"), always, is_stale=area.is_stale(language, today)
    )


def page_text(words: Words, page: Page, heading: str, always: str, is_stale: bool) -> str:
    """Heading, title, text, what always holds, and where it comes from."""
    parts = [
        words.aligned(f"{heading}\n{page.title}"),
        old_words(words) if is_stale else "",
        words.aligned(page.text),
        unknown_text(words, page),
        always,
        origin_text(words, page),
    ]
    return "\n\n".join(part for part in parts if part)


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
