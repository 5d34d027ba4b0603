"""Words it: the languages, the catalogues, and how a sentence is put together for the person reading it.

A leaf: imports nothing of the house. Rules and storage never import it, because they speak no language.
"""

from locales.labels import match_label, normal_label, seen_label
from locales.languages import LANGUAGES, Language, best_language, offered_by_default
from locales.words import Message, Words, mark, sentence
from locales.written import may_be_in, written_in

__all__ = [
    "LANGUAGES",
    "Language",
    "Message",
    "Words",
    "best_language",
    "mark",
    "match_label",
    "may_be_in",
    "normal_label",
    "offered_by_default",
    "seen_label",
    "sentence",
    "written_in",
]
