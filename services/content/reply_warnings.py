"""What staff are warned of before a reply is sent, at the desk and on the command line."""

import re
from dataclasses import dataclass

from services.content.content import Content
from services.content.reply_language import is_in_another

LURE = re.compile(r"https?://|www\.|[\w.]+@[\w.]+|(?:\d[\s().-]?){7,}")


@dataclass(frozen=True, slots=True)
class ReplyWarnings:
    """`lures`: it holds what people are warned of; `other_language`: its reader may not understand it; `asks`: it asks
    who they are or proposes a meeting, by the words of the organisation."""

    lures: bool
    other_language: bool
    asks: bool


def warnings_of(text: str, language: str, content: Content | None) -> ReplyWarnings:
    """Those of a reply to somebody who reads that language."""
    asks = content is not None and content.replies.ask_in(text)
    return ReplyWarnings(bool(LURE.search(text)), is_in_another(text, language), asks)
