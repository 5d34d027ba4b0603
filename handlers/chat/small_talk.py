"""Thanks, a greeting, "ok", "who are you", "where?", "yes" to no question: answered with a line, and kept nowhere.

Only a whole message is small talk; beside words that are held, "yes" and "no" are more of these. With any other word, a
sign that is not listed, or a word of danger it is a message like all others: "thanks, but he hit me again" is held as
every story is.
"""

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple

from handlers.chat import danger
from handlers.chat.held_words import held
from handlers.chat.phrases import Words, made_of
from handlers.chat.turn import Turn
from handlers.chat.welcome import welcome, who_reads
from locales import sentence, written_in
from locales.small_talk import KINDS, small_talk
from services.directory.folding import all_words

MOST_WORDS: Final = 10
"""A longer message is read as one, whatever it is made of."""
DRESS: Final = re.compile("[\ufe0f\u200d\u200e\u200f\U0001f3fb-\U0001f3ff]")
"""Marks on a picture, such as the colour of a hand."""
PICTURES: Final = ("So", "Sk", "Sm", "Co", "Cn")
"""Categories of Unicode."""
UNASKED: Final = "unasked"
ASKING: Final = "asking"
QUESTION_MARKS: Final = frozenset("?؟")
SAID: Final = {
    "thanks": sentence("🙏 You are welcome. I am here when you need something."),
    "hello": sentence("👋 Good that you write. What do you need?"),
    "fine": sentence("👍 Good. I am here when you need something."),
    ASKING: sentence("❓ I do not know yet what you mean. Please write it in a few more words."),
    UNASKED: sentence("👋 I have asked no yes-or-no question just now. What do you need?"),
}


class Chat(NamedTuple):
    """What somebody says without telling anything: of which kind it is, and the languages it may be in."""

    kind: str
    languages: frozenset[str]


def small_talk_in(turn: Turn) -> Chat | None:
    """What the message says without telling anything; None where it tells something, or may."""
    text = turn.text
    if text is None or turn.attachment is not None or danger.is_urgent(turn, text):
        return None
    chat = read(text, turn.app.languages)
    return None if chat is not None and chat.kind == UNASKED and held(turn) else chat


def read(text: str, offered: tuple[str, ...]) -> Chat | None:
    """The same for a text alone."""
    plain = DRESS.sub("", text)
    signs, words = {sign for sign in plain if unicodedata.category(sign) in PICTURES}, all_words(plain)
    if not signs <= small_talk().signs or len(words) > MOST_WORDS:
        return None
    if not words:
        return _of_signs_alone(plain, bool(signs), offered)
    said = made_of(words, _phrases(), _longest()) or ()
    found = [each for listed in said for each in listed if each[1] in offered]
    return _of(found) if found else None


def answer(turn: Turn, chat: Chat) -> str:
    """What is said to it, in the language of whoever has chosen none."""
    if turn.conversation.language is None and turn.language not in chat.languages:
        listed = [code for code in turn.app.languages if code in chat.languages]
        turn.conversation.language = written_in(turn.text or "", listed, listed[0])
    if chat.kind == "readers":
        return who_reads(turn)
    return welcome(turn) if chat.kind == "who" else turn.words(SAID[chat.kind])


def _of_signs_alone(plain: str, is_picture: bool, offered: tuple[str, ...]) -> Chat | None:
    """Pictures, or a question mark and no more."""
    marks = frozenset("".join(plain.split()))
    if is_picture:
        return Chat("fine", frozenset(offered))
    return Chat(ASKING, frozenset(offered)) if marks and marks <= QUESTION_MARKS else None


def _of(found: list[tuple[str, str]]) -> Chat:
    kind = min((kind for kind, _ in found), key=KINDS.index)
    return Chat(kind, frozenset(code for each, code in found if each == kind))


@cache
def _phrases() -> dict[Words, list[tuple[str, str]]]:
    """The kind and the language of each phrase, folded."""
    found: dict[Words, list[tuple[str, str]]] = {}
    for kind, by_language in small_talk().phrases.items():
        for code, phrases in by_language.items():
            for phrase in phrases:
                found.setdefault(all_words(phrase), []).append((kind, code))
    return found


@cache
def _longest() -> int:
    return max(map(len, _phrases()))
