"""What would be passed on, and to whom, as the person reads it: whole, in one message, under the check words."""

from handlers.chat.turn import Turn
from locales import check_words
from services.reports.replies import Question, Reply


def question_text(turn: Turn, reply: Reply, question: Question) -> str:
    """Who would get it, and every word that they would get."""
    words, terms = turn.words, question.terms
    told = [words("🏥 To: {name}", name=terms.name)]
    if terms.does:
        told.append(words.aligned(terms.does))
    told.append(words("📋 They would get these words, and nothing else:"))
    told += [words.aligned(f"• {item.label}:\n{item.text}") for item in terms.items]
    told.append(
        words(
            "🖼 Check words: {pictures}. If these are not yours, say no.",
            pictures=check_words.shown(reply.check_words, words),
        )
    )
    return "\n\n".join(told)


def agreed_text(turn: Turn, reply: Reply, question: Question) -> str:
    """The same, of what the person has said yes to face to face."""
    words, terms = turn.words, question.terms
    said = words("🤝 {day}: you told a member of the team that this may be passed on.", day=words.day(reply.day))
    items = [words.aligned(f"• {item.label}:\n{item.text}") for item in terms.items]
    return "\n\n".join((said, words("🏥 To: {name}", name=terms.name), *items))
