"""How a question, its buttons and the review look in a chat. Pure: an interview's state in, words and rows out."""

from collections.abc import Callable

from handlers.chat import keyboards
from handlers.chat.keyboards import columns, in_rows_of_five, numbered, rows, ticked
from handlers.chat.markup import Keyboard, WhereLabel
from handlers.forms import examples, how
from handlers.forms.short_messages import short_messages
from locales import Message, Words
from services.forms import Kind, Note, Question, Review, SentAlong

MOST_NUMBERED = 100
"""Numbers with a button of their own; further ones are typed. Telegram takes about 300 buttons in all."""
Completed = Callable[[Note], str]
"""What the organisation adds to a note of the form; '' for nothing. Already in the person's language."""


def question_messages(question: Question, words: Words, completed: Completed) -> list[str]:
    """Notes first (they need no answer), then the headings around the question, its label and its hint: in as many
    messages as a small screen asks for, the question in the last."""
    parts = [note_text(note, words, completed) for note in question.notes]
    around = [how.heading_line(part, words) for part in question.heading]
    asked = [*around, question.label, question.hint, *_how(question, words), _proposed(question, words)]
    parts.append("\n".join(words.aligned(line) for line in asked if line))
    return short_messages(parts)


def note_text(note: Note, words: Words, completed: Completed) -> str:
    """A note of the form, completed with what the organisation knows."""
    lines = [words.aligned(note.label), words.aligned(note.hint), completed(note)]
    return "\n".join(line for line in lines if line)


def _how(question: Question, words: Words) -> list[str]:
    """How to answer, where the buttons do not say it."""
    match question.kind:
        case Kind.MANY:
            return [words("You can press several. Then press {button}.", button=words(keyboards.NEXT))]
        case Kind.TEXT if question.multiline:
            return [
                words("Write here. You can send several messages. Then press {button}.", button=words(keyboards.NEXT))
            ]
        case Kind.DATE:
            return [words("Write the day like this: {example}", example=examples.DAY)]
        case Kind.TIME:
            return [words("Write the time like this: {example}", example=examples.TIME)]
        case Kind.DATE_TIME:
            return [words("Write the day and the time like this: {example}", example=examples.DAY_AND_TIME)]
        case Kind.GEOPOINT:
            # NOTE: The example is a latitude and a longitude.
            return [
                words(
                    "Press the button to send where you are, or write it like this: {example}", example=examples.PLACE
                ),
                words("I keep only roughly where that is: a square about one kilometre wide."),
            ]
        case Kind.ANOTHER:
            return [words.plural("So far: {n} entry.", "So far: {n} entries.", n=question.rows)]
        case _:
            return how.to_order_or_count(question, words)


HAS_ITS_BUTTON = frozenset({Kind.ONE, Kind.RANGE, Kind.ACKNOWLEDGE})
"""Kinds whose answers have a button each. What the form proposes is one of them; none is favoured."""
LONGEST_PROPOSAL = 40
"""Characters of a proposal on its button; the whole of it stands above."""


def proposal_button(question: Question) -> str:
    """The button that takes what the form proposes; '' where there is none."""
    if question.proposal is None or _has_buttons(question):
        return ""
    shown = " ".join(question.proposal.shown.split())
    cut = shown if len(shown) <= LONGEST_PROPOSAL else shown[: LONGEST_PROPOSAL - 1] + "…"
    return f"{keyboards.PROPOSED} {cut}"


def _has_buttons(question: Question) -> bool:
    return question.kind in HAS_ITS_BUTTON and question.steps is None


def _proposed(question: Question, words: Words) -> str:
    if question.proposal is None or _has_buttons(question):
        return ""
    # NOTE: {answer} is what the form would put there by itself. The sign is that of the button that takes it.
    return words(
        "{sign} The form suggests: {answer}. Press that button to take it, or give your own answer.",
        sign=keyboards.PROPOSED,
        answer=question.proposal.shown,
    )


NOT_SAID = frozenset({"not_say", "pnta", "prefer_not_to_answer", "prefer_not_to_say", "prefer_not_answer", "dwta"})
"""Names of choices by which somebody says that they would rather not say: ours, and those that are usual elsewhere."""


def question_keyboard(
    question: Question, words: Words, can_go_back: bool, can_send_now: bool, skip: Message = keyboards.SKIP
) -> Keyboard:
    """On first, where something was given; then the answers, the way to send, back and past (`skip`), and far from
    sending the way out."""
    moves_on = _moves_on(question)
    may_skip = not (moves_on or question.required or question.kind is Kind.ANOTHER)
    if skip is not keyboards.SKIP and any(choice.name in NOT_SAID for choice in question.choices):
        may_skip = False  # the same words twice, and only one of them an answer
    proposed = proposal_button(question)
    return [
        *rows(words, (keyboards.NEXT,) if moves_on else ()),
        *([[words.aligned(proposed)]] if proposed else []),
        *_answers(question, words),
        *rows(
            words,
            (keyboards.SEND_NOW,) if can_send_now else (),
            (keyboards.BACK if can_go_back else None, skip if may_skip else None),
            (keyboards.STOP,),
        ),
    ]


def _moves_on(question: Question) -> bool:
    """True where something was given already and the person says when it is enough."""
    if question.kind in (Kind.MANY, Kind.RANK):
        return any(choice.chosen for choice in question.choices)
    return question.multiline and bool(question.so_far)


def _answers(question: Question, words: Words) -> list[list[str]]:
    match question.kind:
        case Kind.ONE:
            return columns([words.aligned(choice.label) for choice in question.choices])
        case Kind.MANY | Kind.RANK:
            return columns([ticked(words.aligned(choice.label), choice.chosen) for choice in question.choices])
        case Kind.RANGE:
            return in_rows_of_five([words.aligned(choice.label) for choice in question.choices])
        case Kind.GEOPOINT:
            return [[WhereLabel(words(keyboards.WHERE_I_AM))]]
        case Kind.ACKNOWLEDGE:
            return rows(words, (keyboards.ACCEPT,))
        case Kind.ANOTHER:
            return rows(words, (keyboards.YES, keyboards.NO))
        case _:
            return []


def review_text(review: Review, words: Words, completed: Completed) -> str:
    """All that would be sent, each answer with the number that changes it; that nothing is sent yet stands last."""
    nothing = words("(no answer)")
    lines = []
    for number, row in enumerate(review.rows, 1):
        lines.append(f"{words.aligned(f'{number}. {row.label}')}\n{words.aligned(row.shown or nothing)}")
    lines.extend(_sent_along(review.along, words))
    lines.extend(note_text(note, words, completed) for note in review.notes)
    how = words("{picture} with a number changes an answer.", picture=keyboards.CHANGE)
    lines.append(words("👀 Please check. Nothing has been sent yet.") + "\n" + how)
    return "\n\n".join(lines)


def _sent_along(along: SentAlong, words: Words) -> list[str]:
    """What leaves with the answers though nobody was asked for it. Names of the form's own are no words for people."""
    said = [f"{words.aligned(row.label)}\n{words.aligned(row.shown)}" for row in along.rows]
    if said:
        said.insert(0, words("➕ Also sent, though nobody asked you:"))
    if along.has_unnamed:
        said.append(words("➕ Also sent: what the form itself sets, or works out from these answers."))
    return said


def review_keyboard(review: Review, words: Words) -> Keyboard:
    """Send comes first: it is what most people came for. The way out stands as far from it as there is room."""
    more: Message | None = None if review.complete else keyboards.MORE_QUESTIONS
    return [
        *rows(words, (keyboards.SEND,)),
        *numbered(min(len(review.rows), MOST_NUMBERED)),
        *rows(words, (keyboards.BACK, more), (keyboards.STOP,)),
    ]
