"""Who this is: what whoever comes in is told, and whoever asks."""

from handlers.chat.turn import Turn
from locales import LANGUAGES


def welcome(turn: Turn) -> str:
    """Whom one reaches here, what to do, and in which languages."""
    words = turn.words
    name = turn.app.content.organisation.name.said(turn.language)
    languages = " · ".join(words.isolated(LANGUAGES[code].native_name) for code in turn.app.languages)
    return "\n\n".join(
        (
            words("👋 Welcome. Here you reach {organisation}.", organisation=name),
            words("👇 Choose what you need. You need not give a name."),
            f"🌐 {languages}: /language",
        )
    )


def who_reads(turn: Turn) -> str:
    """Who sees what is reported."""
    words, organisation = turn.words, turn.app.content.organisation
    return words("👀 Who reads what you report:") + "\n" + words.aligned(organisation.who_reads.said(turn.language))
