"""A reply as its reader will see it, with warnings before it is sent; and sentences that are ready for one."""

from dataclasses import dataclass, field

from desk.drafts import CaseDraft, as_sent
from locales import LANGUAGES, Words, check_words
from services.content.content import Content
from services.content.reply_warnings import warnings_of
from services.reports.case import Case


@dataclass(frozen=True, slots=True)
class ReplyPreview:
    """`lures`: it holds what people are warned of; `other_language`: its reader may not understand it; `asks`: it asks
    who they are or proposes a meeting, and `is_stopped` once that kept it from being sent."""

    text: str = field(repr=False)
    check_words: str
    direction: str
    lures: bool
    other_language: bool
    asks: bool
    is_stopped: bool


def preview_of(case: Case, draft: CaseDraft, content: Content | None) -> ReplyPreview | None:
    """The preview of the text that was read once more; None where there is none, or it was changed since."""
    text = as_sent(draft.reply)
    if not text or draft.previewed != text:
        return None
    words = Words(case.language if case.language in LANGUAGES else "en")
    warnings = warnings_of(text, words.code, content)
    return ReplyPreview(
        text=text,
        check_words=check_words.shown(case.check_words, words),
        direction=words.direction,
        lures=warnings.lures,
        other_language=warnings.other_language,
        asks=warnings.asks,
        is_stopped=draft.warned == text,
    )


def asks_too_much(draft: CaseDraft, content: Content | None) -> bool:
    """Whether the reply asks who somebody is, or proposes a meeting, by the words of the organisation."""
    return content is not None and content.replies.ask_in(draft.reply)


def ready_for(case: Case, content: Content | None) -> list[str]:
    """The sentences that are ready, in the reader's language."""
    return [each.said(case.language) for each in content.replies.ready] if content is not None else []


def with_ready(draft: CaseDraft, ready: list[str], which: str) -> str:
    """The reply with that sentence (its place in the list) behind what is written; as it was where there is none."""
    known = {str(place): sentence for place, sentence in enumerate(ready)}
    return with_sentence(draft, known.get(which, ""))


def with_sentence(draft: CaseDraft, sentence: str) -> str:
    """The reply with a sentence behind what is written; as it was where it ends with it."""
    written = as_sent(draft.reply)
    return written if sentence and written.endswith(sentence) else "\n".join(filter(None, (written, sentence)))
