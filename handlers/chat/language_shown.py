"""In which language a preview is shown, and the buttons that show it in the others."""

from handlers.chat.keyboards import NotOffered, columns
from handlers.chat.screen.markup import Keyboard
from handlers.chat.turn import Turn
from locales import LANGUAGES, normal_label

LANGUAGE = "preview"
"""The fact that holds the language looked at; the organiser's own at first."""


def language_shown(turn: Turn) -> str:
    """The language that is looked at."""
    return str(turn.conversation.facts.get(LANGUAGE, turn.language))


def other_languages(turn: Turn) -> Keyboard:
    """A button for each other language, under its own name."""
    shown = language_shown(turn)
    return columns([LANGUAGES[code].native_name for code in turn.app.content.languages if code != shown])


def pressed_language(turn: Turn) -> str:
    """The language whose name was pressed or written. Raises NotOffered."""
    wanted = normal_label(turn.text or "")
    for code in turn.app.content.languages:
        if wanted in {normal_label(LANGUAGES[code].native_name), code}:
            return code
    raise NotOffered
