"""Wording of notices that are not about a meeting: a service changed, safety advice, "you said, we did"."""

from collections.abc import Mapping
from typing import Any

from handlers.chat.notice_text import NoticeText, Wordings, own_text, whole
from locales import Words
from services.authoring.texts import DONE, SAID, TEXT, said
from services.notices.outbox import Notice
from services.publishing import announcements as kinds


def _service(notice: Notice, words: Words) -> NoticeText:
    return _said(notice.facts, words, words("ℹ️ News about a service"), _text(notice.facts, words, TEXT))


def _safety(notice: Notice, words: Words) -> NoticeText:
    names = _names(notice.facts, words)
    # NOTE: {areas} are the names of one or several areas of the site.
    head = words("⚠️ Safety advice: {areas}", areas=names) if names else words("⚠️ Safety advice")
    return _said(notice.facts, words, head, _text(notice.facts, words, TEXT))


def _said_and_done(notice: Notice, words: Words) -> NoticeText:
    facts, names = notice.facts, _names(notice.facts, words)
    # NOTE: What the team did about what people of a group had asked for. {group} is the name of the group.
    head = words("📣 What became of it: {group}", group=names) if names else words("📣 What became of it")
    heard = words("🗣 You said:") + "\n" + _text(facts, words, SAID)
    done = words("✅ We did:") + "\n" + _text(facts, words, DONE)
    return _said(facts, words, head, heard, done)


WORDED: Wordings = {
    kinds.SERVICE: _service,
    kinds.SAFETY: _safety,
    kinds.SAID_AND_DONE: _said_and_done,
}


def _said(facts: Mapping[str, Any], words: Words, *parts: str) -> NoticeText:
    old = words("✏️ This message was corrected. Please read the newer one below.")
    return NoticeText(whole(parts), None, facts["urgent"], old)


def _text(facts: Mapping[str, Any], words: Words, part: str) -> str:
    return own_text(words, facts["texts"][part])


def _names(facts: Mapping[str, Any], words: Words) -> str:
    return words.listed([said(names, words.code) for names in facts["names"]])
