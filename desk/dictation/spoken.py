"""A report that somebody tells in person or by telephone, question by question through its form, as far as it has come.

The same form and the same rules as in the chat: what comes next, who opens it and how urgent it is follow from the
answers. Only what is about the chat is not asked: nobody can be told there of an answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from secrets import token_hex
from typing import Any

from services.content.content import REPORT_FORM, Content
from services.content.known import hours_promised, what_is_known
from services.errors import Refusal
from services.forms import AnswerRequired, Form, Interview, Kind, Question, Step
from services.forms.before_sending import asked_before_sending
from services.reports.reports import TOLD, ReportDraft, SentReport, draft_of

CONTACT = "contact"
"""The item that says whether there is a chat to tell of an answer. What it follows from is asked only there."""


class FormGone(Refusal):
    """The form that was being asked is not in use any more."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is told, as far as it is typed in. `how` it is told (TOLD), the `language` in which the person reads,
    `interview` as forms store it; `typed` is what stands in the box of the question that is asked, not taken yet."""

    form: str
    how: str
    language: str
    interview: Mapping[str, Any] = field(repr=False)
    typed: tuple[str, ...] = field(default=(), repr=False)

    @property
    def packed(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> "Spoken":
        """Inverse of `packed`."""
        return cls(**{**packed, "typed": tuple(packed["typed"])})


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed over: shown until the member says that it was, kept nowhere. `case`: whether the member can open
    it; `hours` as memos have them."""

    sent: SentReport = field(repr=False)
    language: str
    compartment: str
    case: bytes | None
    hours: int | None


def forms_of(content: Content) -> list[Form]:
    """The forms that become a report, that for a concern first."""
    found = [form for form in content.forms.values() if "compartment" in form.items]
    return sorted(found, key=lambda form: form.name != REPORT_FORM)


@dataclass(frozen=True, slots=True)
class Dictation:
    """A spoken report at one moment of the site's clock."""

    content: Content
    spoken: Spoken
    now: datetime

    @classmethod
    def begin(cls, content: Content, form: Form, how: str, language: str, now: datetime) -> "Dictation":
        """Nothing is told yet."""
        interview = Interview.begin(form, now.date(), language, now=now, seed=token_hex(8))
        how = how if how in TOLD else TOLD[0]
        blank = cls(content, Spoken(form.name, how, language, interview.to_json()), now)
        return blank._with(blank._led(interview.current(), interview))

    def interview(self, language: str) -> Interview:
        """The interview in this language. Raises FormGone."""
        form = self.content.form_by_hash(str(self.spoken.interview["form"]))
        if form is None:
            raise FormGone
        return self._informed(Interview.resume(form, self.spoken.interview, self.now.date(), language, now=self.now))

    def moved(self, button: str, answer: Sequence[str]) -> "Dictation":
        """After a press of that button, with what was chosen or written. Raises AnswerRefused, NothingBefore,
        StillRequired, NoSuchQuestion, FormGone."""
        interview = self.interview(self.spoken.language)
        current = interview.current()
        match button.partition(":"):
            case ("back", _, _):
                return self._back(interview)
            case ("skip", _, _):
                interview = interview.skip()
            case ("hurry", _, _):
                interview = interview.hurry()
            case ("more", _, _):
                interview = interview.carry_on()
            case ("change", _, path):
                return self._with(interview.change(path))
            case _:
                interview = answered(interview, current, answer)
        return self._with(self._led(current, interview))

    def typing(self, question: str, typed: Sequence[str]) -> "Dictation":
        """With that in the box, if it is the box of the question that is asked."""
        current = self.interview(self.spoken.language).current()
        is_asked = isinstance(current, Question) and current.path == question
        return replace(self, spoken=replace(self.spoken, typed=tuple(typed))) if is_asked else self

    def draft(self) -> ReportDraft:
        """What would be sent. Raises StillRequired, ConstraintBroken, FormGone."""
        interview = self.interview(self.spoken.language)
        hours = hours_promised(self.content.organisation.answer_times, interview)
        made = draft_of(interview, interview.form, self.spoken.language, None, hours)
        return replace(made, told=self.spoken.how)

    def _back(self, interview: Interview) -> "Dictation":
        """To the question before, with what was answered to it in its box."""
        moved = interview.back()
        while _path(moved.current()) in _about_the_chat(moved.form):
            moved = moved.back()
        question = moved.current()
        if not isinstance(question, Question):
            return self._with(moved)
        before = interview.state.answers.get(question.path, "")
        typed = tuple(before.split()) if question.kind in (Kind.MANY, Kind.RANK) else (before,)
        return self._with(moved).typing(question.path, typed)

    def _led(self, current: Step, moved: Interview) -> Interview:
        """The next question that can be asked here."""
        moved = asked_before_sending(current, self._informed(moved))
        while not moved.state.at and _path(moved.current()) in _about_the_chat(moved.form):
            try:
                moved = asked_before_sending(moved.current(), self._informed(moved.skip()))
            except AnswerRequired:
                break
        return moved

    def _informed(self, interview: Interview) -> Interview:
        return interview.knowing(what_is_known(self.content, interview, self.now))

    def _with(self, interview: Interview) -> "Dictation":
        return replace(self, spoken=replace(self.spoken, interview=interview.to_json(), typed=()))


def answered(interview: Interview, current: Step, answer: Sequence[str]) -> Interview:
    """With what was chosen or written on the page. Raises AnswerRefused."""
    given = [one for one in answer if one.strip()]
    match current.kind if isinstance(current, Question) else None:
        case None:
            return interview
        case Kind.ONE | Kind.RANGE if given and isinstance(current, Question) and current.steps is None:
            return interview.choose(given[0])
        case Kind.MANY | Kind.RANK:
            return interview.answer(" ".join(dict.fromkeys(given)))
        case _:
            return interview.answer("\n".join(given))


def _about_the_chat(form: Form) -> frozenset[str]:
    sources = form.sources.get(CONTACT)
    return sources.asked if sources else frozenset()


def _path(step: Step) -> str:
    return step.path if isinstance(step, Question) else ""
