"""Wording of what organisers are told by themselves: a reminder that was dropped, and the second yes.

They bring no buttons: whoever is putting a meeting together keeps the ones they need.
"""

from handlers.chat.notice_text import NoticeText, Wordings
from handlers.meetings.shown import occasions
from handlers.meetings.shown.notices import name
from locales import Words
from services.notices.outbox import Notice
from services.recurrence import WallTime

HOUR = 3600


def _dropped(notice: Notice, words: Words) -> NoticeText:
    facts = notice.facts
    moment = occasions.when(words, WallTime.parse(facts["wall"]))
    what = name(facts, words)
    parts = [
        words("⏰ I was not running for a while."),
        # NOTE: {what} is the name of a meeting, {moment} its day and time.
        words("🗓 {what}, {moment}", what=what, moment=moment) if what else words("🗓 {moment}", moment=moment),
        *_what_was_dropped(notice, words),
    ]
    return NoticeText("\n".join(parts))


def _what_was_dropped(notice: Notice, words: Words) -> list[str]:
    facts = notice.facts
    if facts["tells_place"]:
        return [words("📍 The place was not told in time to those who said they would come.")]
    leads = sorted(facts["leads"], reverse=True)
    hours = words.listed([words.plural("{n} hour", "{n} hours", n=lead // HOUR) for lead in leads])
    if facts["is_over"]:
        # NOTE: {hours} is "2 hours", or several: "24 hours and 2 hours".
        return [words("🔕 The reminder {hours} before was not sent, and now it is too late.", hours=hours)]
    return [
        # NOTE: {hours} is "2 hours", or several: "24 hours and 2 hours".
        words("🔕 The reminder {hours} before was not sent.", hours=hours),
        words("A later one was sent, or will be."),
    ]


def _wanted(notice: Notice, words: Words) -> NoticeText:
    text = words(
        "🤝 {who} wants to send something that reaches very many people. It waits for the yes of another organiser."
        " Please look at it: {command}",
        who=notice.facts["asked_by"],
        command="/meetings",
    )
    return NoticeText(text)


def _given(notice: Notice, words: Words) -> NoticeText:
    text = words("✅ {who} said yes. It is being sent.", who=notice.facts["by"])
    return NoticeText(text)


def _refused(notice: Notice, words: Words) -> NoticeText:
    text = words("✋ {who} said no. Nothing was sent. Please talk to each other.", who=notice.facts["by"])
    return NoticeText(text)


WORDED: Wordings = {
    "reminder_dropped": _dropped,
    "approval_wanted": _wanted,
    "approval_given": _given,
    "approval_refused": _refused,
}
