"""How a question, its buttons and the review look in a chat. Pure: an interview's state in, words and rows out."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from handlers.chat import keyboards
from handlers.chat.keyboards import numbered, rows
from handlers.chat.screen.markup import Keyboard, WhereLabel
from handlers.chat.screen.short_messages import short_messages
from handlers.forms import examples, how
from handlers.forms.finding import find_labels
from handlers.forms.offering import NOT_SAID, TICKED, Page, drawn_as
from locales import Message, Words, normal_label
from services.forms import Kind, Note, Question, Review, ReviewRow

MOST_NUMBERED = 15
"""Answers of a review that have a button of their own. In a longer one all numbers are typed."""
Completed = Callable[[Note], str]
"""What the organisation adds to a note of the form; '' for nothing. Already in the person's language."""


def question_messages(question: Question, page: Page, words: Words, completed: Completed) -> list[str]:
    """Notes first (they need no answer), then the headings around the question, its label and its hint, last what the
    buttons do not say: in as many messages as a small screen asks for, the question in the last."""
    parts = [note_text(note, words, completed) for note in question.notes]
    around = [how.heading_line(part, words) for part in question.heading]
    asked = [*around, question.label or _unlabelled(question, words), question.hint]
    asked += [*_whole_labels(page), *_how(question, words), _proposed(question, words), *_pages(page, words)]
    parts.append("\n".join(words.aligned(line) for line in asked if line))
    return short_messages(parts)


def _unlabelled(question: Question, words: Words) -> str:
    """Something has to be said, though the form has no words for it."""
    return "" if question.hint else words("✍️ Please give your answer.")


def _whole_labels(page: Page) -> list[str]:
    return [offer.whole for row in page.rows for offer in row if offer.whole]


def _pages(page: Page, words: Words) -> list[str]:
    if page.of == 1:
        return []
    if not page.words:
        return [
            words(
                "🔎 Part {number} of {all}. You can also write the first letters, and I look for it.",
                number=page.number,
                all=page.of,
            )
        ]
    if page.found:
        return [words("🔎 What I found for {words}:", words=page.words)]
    return [words("🔎 I found nothing like {words}. Write it otherwise, or look through the list.", words=page.words)]


def ticked_text(question: Question, words: Words) -> str:
    """What is chosen so far: said after each tick instead of the whole question."""
    chosen = [choice for choice in question.choices if choice.chosen]
    if not chosen:
        return words("⬜ Nothing is chosen so far.")
    if question.kind is Kind.RANK:
        in_order = "\n".join(how.in_their_order(question, words))
        return in_order + "\n" + words("Press {button} when it is enough.", button=words(keyboards.NEXT))
    said = words("✅ Chosen: {choices}.", choices=words.one_after_other([choice.label for choice in chosen]))
    return said + " " + words("Press {button} when it is enough.", button=words(keyboards.NEXT))


def note_text(note: Note, words: Words, completed: Completed) -> str:
    """A note of the form, completed with what the organisation knows."""
    lines = [words.aligned(note.label), words.aligned(note.hint), completed(note)]
    return "\n".join(line for line in lines if line)


def _how_to_write(question: Question, words: Words) -> str:
    """The button is named once it is there."""
    if _moves_on(question):
        return words("Write here. You can send several messages. Then press {button}.", button=words(keyboards.NEXT))
    return words("Write here. You can send several messages.")


def _how(question: Question, words: Words) -> list[str]:
    """How to answer, where the buttons do not say it."""
    match question.kind:
        case Kind.MANY:
            return [words("You can press several. Then press {button}.", button=words(keyboards.NEXT))]
        case Kind.TEXT if question.multiline:
            return [_how_to_write(question, words)]
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


class Ways(NamedTuple):
    """Which ways lead from a question: back, and straight on to the end."""

    back: bool
    hurry: bool


def question_keyboard(
    question: Question, page: Page, words: Words, can: Ways, skip: Message = keyboards.SKIP
) -> Keyboard:
    """The way on first; the answers as buttons; below them the way back, past (`skip`), on to the end, and out. No
    button stands there that can do nothing.

    Above choices that are ticked the way on stands from the beginning: no button moves under a thumb that taps twice.
    """
    moves_on = _moves_on(question)
    may_skip = not (moves_on or question.required or question.kind is Kind.ANOTHER)
    if skip is not keyboards.SKIP and _says_so_itself(question, words(skip)):
        may_skip = False  # the same words twice, and only one of them an answer
    proposed = proposal_button(question)
    return [
        *rows(words, (keyboards.NEXT,) if moves_on or question.kind in TICKED else ()),
        *([[words.aligned(proposed)]] if proposed else []),
        *_answers(question, page, words),
        *rows(
            words,
            _turns(page),
            (keyboards.SEND_NOW,) if can.hurry else (),
            (keyboards.BACK if can.back else None, skip if may_skip else None),
            (keyboards.STOP,),
        ),
    ]


def _says_so_itself(question: Question, skip: str) -> bool:
    """Whether the form has a choice of its own for what the button `skip` says."""
    said = normal_label(skip)
    return any(choice.name in NOT_SAID or normal_label(choice.label) == said for choice in question.choices)


def _turns(page: Page) -> tuple[Message, ...]:
    if page.words:
        return (keyboards.WHOLE_LIST,)
    before = (keyboards.CHOICES_BEFORE,) if page.number > 1 else ()
    return (*before, keyboards.MORE_CHOICES) if page.number < page.of else before


def _moves_on(question: Question) -> bool:
    """True where something was given already and the person says when it is enough."""
    if question.kind in TICKED:
        return any(choice.chosen for choice in question.choices)
    return question.multiline and bool(question.so_far)


def _answers(question: Question, page: Page, words: Words) -> list[list[str]]:
    match question.kind:
        case Kind.ONE | Kind.MANY | Kind.RANK | Kind.RANGE:
            return [[words.aligned(drawn_as(question.kind, offer)) for offer in row] for row in page.rows]
        case Kind.GEOPOINT:
            return [[WhereLabel(words(keyboards.WHERE_I_AM))]]
        case Kind.ACKNOWLEDGE:
            return rows(words, (keyboards.ACCEPT,))
        case Kind.ANOTHER:
            return rows(words, (keyboards.YES, keyboards.NO))
        case _:
            return []


def review_text(review: Review, words: Words, completed: Completed, read_here: Collection[str] = ()) -> str:
    """All that would be sent, each answer with the number that changes it; that nothing is sent yet stands last.
    What is `read_here` says how it is dealt with, and nothing of anybody."""
    lines = []
    for number, row in enumerate(review.rows, 1):
        lines.append(f"{words.aligned(f'{number}. {row.label}')}\n{words.aligned(_answered(row, words))}")
    along = [row for row in review.along if row.path not in read_here]
    lines.extend(_sent_along(along, words))
    lines.extend(note_text(note, words, completed) for note in review.notes)
    lines.append(_to_check(words, is_numbered=not is_long(review)))
    return "\n\n".join(lines)


def _answered(row: ReviewRow, words: Words) -> str:
    if row.kind is Kind.ANOTHER:
        said = keyboards.YES if row.shown == "yes" else keyboards.NO
        return words(said)
    return row.shown or words("(skipped)")


def _to_check(words: Words, is_numbered: bool) -> str:
    if is_numbered:
        how_to = words("{picture} with a number changes an answer.", picture=keyboards.CHANGE)
    else:
        how_to = words("To change an answer, write its number, or a word of the question.")
    return words("👀 Please check. Nothing has been sent yet.") + "\n" + how_to


def is_long(review: Review) -> bool:
    """Whether there are more answers than buttons to change them."""
    return len(review.rows) > MOST_NUMBERED


def rows_found(review: Review, text: str) -> list[int]:
    """The numbers of the answers of a long review that a word leads to, not too many to press."""
    found = find_labels([f"{row.label} {row.shown}" for row in review.rows], text) if is_long(review) else []
    return [place + 1 for place in found[:MOST_NUMBERED]]


def found_text(review: Review, numbers: Sequence[int], words: Words) -> str:
    """What a word led to, with the numbers that change it."""
    lines = [words.aligned(f"{number}. {review.rows[number - 1].label}") for number in sorted(numbers)]
    return "\n".join([*lines, "", _to_check(words, is_numbered=True)])


def _sent_along(along: Sequence[ReviewRow], words: Words) -> list[str]:
    """What leaves with the answers though nobody was asked for it."""
    said = [f"{words.aligned(row.label)}\n{words.aligned(row.shown)}" for row in along]
    return [words("➕ Also sent, though nobody asked you:"), *said] if said else []


def review_keyboard(review: Review, words: Words, found: Sequence[int] = ()) -> Keyboard:
    """Send stands below what changes an answer: nobody sends with the first button. In a long review only what was
    `found` has a button to change it."""
    more: Message | None = None if review.complete else keyboards.MORE_QUESTIONS
    changed = sorted(found) if is_long(review) else range(1, len(review.rows) + 1)
    return [
        *numbered(changed),
        *rows(words, (keyboards.SEND,)),
        *rows(words, (keyboards.BACK, more), (keyboards.STOP,)),
    ]
