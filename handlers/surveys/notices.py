"""Wording of the invitation to a survey. It does not say which: somebody else may look at the phone."""

from handlers.chat.notice_text import NoticeText, Wordings
from locales import Words
from services.notices.outbox import Notice
from services.surveys.surveys import INVITATION


def _invitation(_notice: Notice, words: Words) -> NoticeText:
    return NoticeText(
        words(
            "📋 There are new questions for you. Answering is up to you, and nobody knows who answered what."
            " To see them: {command}",
            command="/surveys",
        )
    )


WORDED: Wordings = {INVITATION: _invitation}
