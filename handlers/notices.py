"""Wording of everything that is pushed to somebody who did not just write to us: which family words which kind.

A notice can be read over a shoulder: one about a reply never says what it is about, and one of a women's or youth group
never names the group.
"""

from dataclasses import replace
from typing import Final

from handlers.chat.notice_text import NoticeText, Wordings
from handlers.meetings.shown import notices as meeting_notices
from handlers.nudges import notices as nudge_notices
from handlers.publishing import approval_notices as organiser_notices
from handlers.publishing import notices
from handlers.surveys import notices as survey_notices
from locales import Words
from services.notices.outbox import Notice
from services.publishing.publishing import TEST

__all__ = ["TEST", "NoticeText", "UnknownNotice", "word"]

MAILBOX: Final = "mailbox"


class UnknownNotice(Exception):
    """A notice of a kind nobody words."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def word(notice: Notice, words: Words) -> NoticeText:
    """The notice in those words. Raises UnknownNotice."""
    worded = _WORDED.get(notice.kind)
    if worded is None:
        raise UnknownNotice(notice.kind)
    return worded(notice, words)


def _something_new(_notice: Notice, words: Words) -> NoticeText:
    # NOTE: Must not say what it is: somebody else may look at the phone.
    return NoticeText(words("👋 There is something new for you here."))


def _test(notice: Notice, words: Words) -> NoticeText:
    """Without its buttons: nobody is to answer a test."""
    said = word(replace(notice, kind=notice.facts["kind"], facts=notice.facts["facts"]), words)
    return replace(said, text=words("🧪 A test, only for you:") + "\n\n" + said.text, keyboard=None, old=None)


_WORDED: Wordings = {
    MAILBOX: _something_new,
    TEST: _test,
    **meeting_notices.WORDED,
    **nudge_notices.WORDED,
    **notices.WORDED,
    **organiser_notices.WORDED,
    **survey_notices.WORDED,
}
