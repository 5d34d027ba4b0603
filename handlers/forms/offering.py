"""Which buttons the choices of a question have, page by page, and which choice a press means.

A button shows so many characters. A label that is longer, or that is a button of ours as well, stands whole in the
message under a number, and its button begins with that number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.chat import keyboards
from handlers.chat.keyboards import columns, in_rows_of_five, ticked, without_tick
from handlers.chat.routing import MIDDLE_DOT
from handlers.chat.turn import Turn
from handlers.forms.finding import find_labels
from locales import Message, match_label, normal_label
from services.content.limits import BUTTON
from services.forms import Kind, Question, Step
from services.forms.xpath.patterns import western_digits

MOST_ROWS = 12
"""Rows of answers in which a thumb still finds its way: 24 short choices, 12 long ones, 60 numbers. That is far below
what Telegram takes, which nobody outside knows exactly: people report 300 buttons on a keyboard in place of the phone's
and 100 under a message, and that it refuses some 10 kB of labels sooner (tginfo/Telegram-Limits, 187 and 228)."""
MOST_ROWS_AT_ONCE = 20
"""Rows for which nobody has to turn a page yet."""
NOT_SAID = frozenset({"not_say", "pnta", "prefer_not_to_answer", "prefer_not_to_say", "prefer_not_answer", "dwta"})
"""Names of choices by which somebody says that they would rather not say: ours, and those that are usual elsewhere."""
TICKED = frozenset({Kind.MANY, Kind.RANK})
LONGEST_WORDS = 60
"""Characters of what somebody writes that are looked for."""
LOOKING = "looking"
"""The fact of a conversation that says which page of which question is shown."""
CONTROLS: tuple[Message, ...] = (
    keyboards.STOP,
    keyboards.BACK,
    keyboards.SKIP,
    keyboards.NEXT,
    keyboards.SEND_NOW,
    keyboards.MORE_CHOICES,
    keyboards.CHOICES_BEFORE,
    keyboards.WHOLE_LIST,
)
"""Buttons of ours that stand beside the answers to a question, but for the one that says "rather not": there a form's
own choice takes its place."""

AFTER: tuple[Message, ...] = (keyboards.SEND, keyboards.GO_ON, keyboards.MORE_QUESTIONS)
"""Buttons of ours at the end, before anything is sent."""
TYPED: tuple[Message, ...] = (keyboards.STOP, keyboards.BACK, keyboards.SKIP, keyboards.NEXT, keyboards.SEND)
"""Those for which people type a word: "stop", "back"."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One choice. `button` is its label as it is drawn, without a tick; `whole` stands in the message where the button
    cannot say it all."""

    name: str
    label: str
    button: str
    whole: str
    chosen: bool
    is_ours: bool = False
    """A button of ours has the same label: what is written so is meant for that."""

    @property
    def ways(self) -> tuple[str, ...]:
        """What means this choice."""
        return (self.button,) if self.is_ours else (self.button, self.label)

    @property
    def number(self) -> str:
        """The number in front of it, where it stands whole in the message."""
        return self.whole.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Looking:
    """Where in a list somebody is: a page of it, or what was found for the words they wrote."""

    page: int = 1
    words: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What is on the buttons now. `of` is how many pages the whole list has."""

    rows: tuple[tuple[Offer, ...], ...]
    number: int = 1
    of: int = 1
    words: str = ""
    found: int = 0


def offers(turn: Turn, question: Question) -> tuple[Offer, ...]:
    """Every choice of the question with its button. What the form proposes comes first where the list is long."""
    is_many = question.kind in TICKED

    def is_ours(label: str) -> bool:
        drawn = (label, ticked(label, True), ticked(label, False)) if is_many else (label,)
        return any(_means_something_else(turn, one) for one in drawn)

    found = [_offer(number, one.name, one.label, one.chosen, is_ours) for number, one in enumerate(question.choices, 1)]
    proposed = question.proposal.value.split() if question.proposal else ()
    if len(_rows(question.kind, found)) > MOST_ROWS_AT_ONCE:
        found.sort(key=lambda offer: offer.name not in proposed)
    return tuple(found)


def page_of(question: Question, every: Sequence[Offer], looking: Looking) -> Page:
    """The part of the choices that is shown. By which somebody says that they would rather not say is on every page."""
    rows = _rows(question.kind, every)
    if len(rows) <= MOST_ROWS_AT_ONCE:
        return Page(tuple(map(tuple, rows)))
    always = _rows(question.kind, [offer for offer in every if offer.name in NOT_SAID])
    others = [offer for offer in every if offer.name not in NOT_SAID]
    rows = _rows(question.kind, others)
    pages = [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)]
    if looking.words:
        found = [others[place] for place in find_labels([offer.label for offer in others], looking.words)]
        shown = _rows(question.kind, found)[:MOST_ROWS] or pages[0]
        return Page(tuple(map(tuple, shown + always)), 1, len(pages), looking.words, len(found))
    number = min(max(looking.page, 1), len(pages))
    return Page(tuple(map(tuple, pages[number - 1] + always)), number, len(pages))


def chosen_by(question: Question, every: Sequence[Offer], text: str) -> str:
    """The name of the choice whose button was pressed or whose label was written; '' for other words."""
    ways = [without_tick(text), text] if question.kind in TICKED else [text]
    for wanted in map(normal_label, ways):
        for offer in every:
            if wanted in map(normal_label, offer.ways):
                return offer.name
    number = western_digits(text.strip())
    return next((offer.name for offer in every if offer.whole and offer.number == number), "")


def drawn_as(kind: Kind, offer: Offer) -> str:
    """What stands on the button of a choice."""
    return ticked(offer.button, offer.chosen) if kind in TICKED else offer.button


def looking_at(turn: Turn, question: Question) -> Looking:
    """Where in the list of this question the person is."""
    kept: Mapping[str, Any] = turn.conversation.facts.get(LOOKING, {})
    return Looking(kept["page"], kept["words"]) if kept.get("path") == question.path else Looking()


def page_now(turn: Turn, question: Question) -> Page:
    """The part of the choices that this person sees."""
    return page_of(question, offers(turn, question), looking_at(turn, question))


def looked_further(turn: Turn, current: Step) -> bool:
    """Whether a page of a long list was turned; then the next one is remembered."""
    turned = keyboards.pressed(turn, (keyboards.MORE_CHOICES, keyboards.CHOICES_BEFORE, keyboards.WHOLE_LIST))
    page = _page_of_several(turn, current)
    if turned is None or page is None:
        return False
    if turned == keyboards.WHOLE_LIST or page.words:
        _remember(turn, current, Looking())
    else:
        _remember(turn, current, Looking(page.number + (1 if turned == keyboards.MORE_CHOICES else -1)))
    return True


def looked_for(turn: Turn, current: Step, must_find: bool) -> bool:
    """Whether words were written that can be looked for in a long list; then they are remembered. `must_find`: only
    where something is found."""
    if turn.text is None or not isinstance(current, Question) or _page_of_several(turn, current) is None:
        return False
    if must_find and not find_labels([choice.label for choice in current.choices], turn.text):
        return False
    _remember(turn, current, Looking(words=" ".join(turn.text.split())[:LONGEST_WORDS]))
    return True


def stop_looking(turn: Turn) -> None:
    """Forget the page, and the words that were looked for: the question is answered."""
    turn.conversation.facts = {name: fact for name, fact in turn.conversation.facts.items() if name != LOOKING}


def _page_of_several(turn: Turn, current: Step) -> Page | None:
    """The page that is shown of a list that has several; None for other steps."""
    if not isinstance(current, Question):
        return None
    page = page_now(turn, current)
    return page if page.of > 1 else None


def _remember(turn: Turn, current: Step, looking: Looking) -> None:
    assert isinstance(current, Question)
    place = {"path": current.path, "page": looking.page, "words": looking.words}
    turn.conversation.facts = {**turn.conversation.facts, LOOKING: place}


def _offer(number: int, name: str, label: str, chosen: bool, is_ours: Callable[[str], bool]) -> Offer:
    label = " ".join(label.split())
    offer = Offer(name, label, label, "", chosen, is_ours(label))
    if len(label) <= BUTTON and not offer.is_ours:
        return offer
    button = f"{number}. {label}"
    cut = button if len(button) <= BUTTON else button[: BUTTON - 1].rstrip() + "…"
    return replace(offer, button=cut, whole=f"{number}. {label}")


def _rows(kind: Kind, every: Sequence[Offer]) -> list[list[Offer]]:
    """As they are laid out. An answer that stands in a list twice has one button."""
    drawn = {drawn_as(kind, offer): offer for offer in every}
    lay = in_rows_of_five if kind is Kind.RANGE else columns
    return [[drawn[label] for label in row] for row in lay(list(drawn))]


def _means_something_else(turn: Turn, drawn: str) -> bool:
    """Whether that button would be taken for one of ours: a door from anywhere, one beside the answers, or one that
    comes after them and would be pressed by a second tap. A word that is typed for one of these is no choice either."""
    ours = (*turn.doors, *CONTROLS, *AFTER)
    front, dot, _ = drawn.partition(MIDDLE_DOT)
    return bool(
        match_label(drawn, ours, turn.app.languages)
        or (dot and match_label(front, turn.doors, turn.app.languages))
        or keyboards.means(drawn, TYPED, turn.app.languages)
    )
