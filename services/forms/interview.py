"""Leads one person through a form. An interview is a value: every operation gives a new one and changes nothing.

What it remembers is small and can be stored as JSON between messages; the form itself is not in it, only its hash.
What is asked next follows from the answers alone: the next question that applies and has not been dealt with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from services.forms.definition.items import Kind, Texts
from services.forms.definition.model import Form
from services.forms.errors import (
    AnswerRequired,
    ConstraintBroken,
    NoSuchQuestion,
    NotAChoice,
    NothingBefore,
    OtherForm,
    StillRequired,
    TooManyRows,
    WrongKind,
)
from services.forms.form_node import FormNode
from services.forms.instance import Instance
from services.forms.moment import Moment, moment_of
from services.forms.open_questions import OpenQuestions
from services.forms.reading import choice, free_text, read_answer
from services.forms.review import notes_before, review
from services.forms.state import InterviewState, form_of, restored
from services.forms.state import stored as store
from services.forms.steps import Finished, Question, Step
from services.forms.submission import submitted
from services.forms.triggers import found_once, triggered
from services.forms.walking import find, is_asked, too_many_rows
from services.forms.wording import is_put_together, proposal_shown, question_shown


@dataclass(frozen=True)
class Interview:
    """One person inside one form at one moment."""

    form: Form
    state: InterviewState
    moment: Moment

    @classmethod
    def begin(cls, form: Form, today: date, language: str, *, now: datetime | None = None, seed: str = "") -> Interview:
        """A new interview. Forms that take chances give each interview its own by its `seed`."""
        return cls(form, InterviewState(seed=seed), moment_of(today, now, language, seed))

    def seeded(self, seed: str) -> Interview:
        """The same interview with this seed."""
        return Interview(self.form, replace(self.state, seed=seed), replace(self.moment, seed=seed))

    @classmethod
    def resume(
        cls, form: Form, stored: Mapping[str, Any], today: date, language: str, *, now: datetime | None = None
    ) -> Interview:
        """The interview that `to_json` wrote. Raises OtherForm where it belongs to another form."""
        if form_of(stored) != form.hash:
            raise OtherForm(form_of(stored))
        state = restored(stored)
        return cls(form, state, moment_of(today, now, language, state.seed))

    def nothing_compulsory(self) -> Interview:
        """The same where what the form requires may be left unanswered like the rest: it is kept as no answer, which
        breaks no constraint and stands as an empty cell in every table."""
        return self._with(replace(self.state, may_decline=True))

    def knowing(self, known: Mapping[str, str]) -> Interview:
        """The same with what computed and hidden items say, by name. It is not kept: say it again after `resume`."""
        return Interview(self.form, self.state, replace(self.moment, known=known))

    def to_json(self) -> dict[str, Any]:
        """All that has to be stored, as plain JSON values."""
        standing = self._standing
        return store(self.form.hash, replace(self.state, asked=standing.path if standing else ""))

    @property
    def form_hash(self) -> str:
        return self.form.hash

    @cached_property
    def instance(self) -> Instance:
        """The form as these answers make it."""
        return Instance(self.form, self.state.answers, self.moment, self.state.told, self.state.set)

    @cached_property
    def _left(self) -> OpenQuestions:
        return OpenQuestions(self.instance, self.state.may_decline)

    # What is next

    def current(self) -> Step:
        """The question to ask, the review when none is left (or sending was hurried), or the end."""
        if self.state.finished:
            return Finished()
        node = self._standing
        if node is None:
            return review(self.instance, complete=not self.state.hurried)
        return self._shown(node)

    def _shown(self, node: FormNode) -> Question:
        draft = self.state.drafts.get(node.path)
        notes = notes_before(self.instance, node)
        return question_shown(self.instance, node, notes, draft, required=self._left.is_required(node))

    @cached_property
    def _standing(self) -> FormNode | None:
        """The question it stands at; None at the review."""
        if self.state.finished:
            return None
        for path in (self.state.at, self.state.asked):
            node = find(self.instance, path) if path else None
            if node is not None and node.relevant:
                return node
        return next(self._left.required() if self.state.hurried else self._left.all(), None)

    def _asked(self, *kinds: Kind) -> FormNode:
        node = self._standing
        if node is None or (kinds and node.item.kind not in kinds):
            raise WrongKind(node.path if node else "")
        return node

    # Answering

    def answer(self, text: str) -> Interview:
        """Takes an answer as typed or pressed: a choice by its label in any language of the form or by its name, a
        number or date in any digits, a text (after what was added before). Empty text is a skip.
        Raises AnswerRefused."""
        node = self._asked()
        so_far = self.state.drafts.get(node.path, "")
        if node.item.kind is Kind.TEXT and so_far:
            text = f"{so_far}\n{text}"
        return self._taken(node, read_answer(self.instance, node, text))

    def toggle(self, text: str) -> Interview:
        """Chooses one of several, or takes the choice back; stays at the question. Raises NotAChoice, WrongKind."""
        node = self._asked(Kind.MANY, Kind.RANK)
        return self._toggled(node, choice(self.instance, node, text))

    def choose(self, name: str) -> Interview:
        """Takes the choice of that very name, whatever others are labelled: the answer, or switched on or off where
        several can be chosen. Raises NotAChoice, WrongKind, ConstraintBroken."""
        node = self._asked(Kind.ONE, Kind.RANGE, Kind.MANY, Kind.RANK)
        if name not in {one.name for one in self.instance.choices(node)}:
            raise NotAChoice(node.path)
        return self._toggled(node, name) if node.item.kind in (Kind.MANY, Kind.RANK) else self._taken(node, name)

    def _toggled(self, node: FormNode, name: str) -> Interview:
        """Where the order counts it is that of choosing, else that of the form."""
        chosen = self._draft(node).split()
        chosen = [one for one in chosen if one != name] if name in chosen else [*chosen, name]
        if node.item.kind is Kind.MANY:
            chosen = [one.name for one in self.instance.choices(node) if one.name in chosen]
        return self._drafted(node, " ".join(dict.fromkeys(chosen)))

    def add_text(self, text: str) -> Interview:
        """Adds a message to a text and stays at the question. Raises TooLong, WrongKind."""
        node = self._asked(Kind.TEXT)
        so_far = self.state.drafts.get(node.path, "")
        return self._drafted(node, free_text(f"{so_far}\n{text}", node.path))

    def done(self) -> Interview:
        """Takes the choices or the text so far; with none, the answer there was, or a skip. Raises AnswerRefused."""
        node = self._asked(Kind.MANY, Kind.RANK, Kind.TEXT)
        return self._taken(node, self._draft(node))

    def take_proposal(self) -> Interview:
        """Takes what the form proposes as the answer. Raises AnswerRefused."""
        node = self._asked()
        proposal = proposal_shown(self.instance, node)
        if proposal is None:
            raise WrongKind(node.path)
        return self._taken(node, proposal.value)

    def skip(self) -> Interview:
        """Leaves the question unanswered. Raises AnswerRequired where it has to be answered."""
        node = self._asked()
        return self._taken(node, "no" if node.item.kind is Kind.REPEAT else "")

    def _draft(self, node: FormNode) -> str:
        return self.state.drafts.get(node.path, node.text)

    def _drafted(self, node: FormNode, draft: str) -> Interview:
        drafts = {**self.state.drafts, node.path: draft}
        return self._with(replace(self.state, drafts=drafts, at=self.state.at or node.path))

    def _taken(self, node: FormNode, value: str) -> Interview:
        """With this value, if the form allows it."""
        path, item = node.path, node.item
        if not value and self._left.is_required(node):
            raise AnswerRequired(path, self._messages(node, item.required_message), self.form.languages[0])
        drafts = self.state.drafts_without(path)
        answers = {**self.state.answers, path: value}
        taken = self._with(triggered(self.instance, replace(self.state, answers=answers, drafts=drafts, at=""), path))
        taken = taken._with(found_once(taken.instance, taken.state))
        taken._check(path)
        # What grew too large by itself, as by the day, is no fault of this answer.
        if too_many_rows(taken.instance) and not too_many_rows(self.instance):
            raise TooManyRows(path, taken.instance.row_room.limit)
        return taken

    def _check(self, path: str) -> None:
        """Raises ConstraintBroken where the answer breaks the question's own rule; an empty answer breaks none, and a
        rule about a question that is still to come waits for its answer."""
        node = find(self.instance, path)
        if node is None or node.item.constraint is None or not node.text or self._left.is_judged_later(node):
            return
        if not self.instance.holds(node.item.constraint, node, otherwise=True):
            raise ConstraintBroken(path, self._messages(node, node.item.constraint_message), self.form.languages[0])

    def _messages(self, node: FormNode, texts: Texts) -> dict[str, str]:
        return {language: self.instance.words(text, node) for language, text in texts.items()}

    def _with(self, state: InterviewState) -> Interview:
        return Interview(self.form, replace(state, asked="") if state.asked else state, self.moment)

    # Going back and forth

    @property
    def can_go_back(self) -> bool:
        return not self.state.finished and bool(self.state.answers or self.state.hurried)

    def back(self) -> Interview:
        """Undoes the last answer or skip and asks it again; out of a change or a hurried review it just leaves. A text
        of several messages, and several choices, stand there as before they were confirmed. Raises NothingBefore."""
        state = self.state
        if state.finished:
            raise NothingBefore
        if state.at in state.answers:
            return self._with(replace(state, at="", drafts=state.drafts_without(state.at)))
        if state.hurried:
            return self.carry_on()
        answers = dict(state.answers)
        while answers:
            path, answer = answers.popitem()
            before = self._with(replace(state, answers=dict(answers), at=path))
            node = find(before.instance, path)
            if node is not None and node.relevant:
                return before._drafted(node, answer) if answer and is_put_together(node.item) else before
        raise NothingBefore

    def change(self, path: str) -> Interview:
        """Asks this question again, and then goes on from where it stood. Raises NoSuchQuestion."""
        node = None if self.state.finished else find(self.instance, path)
        if node is None or not is_asked(node) or not node.relevant:
            raise NoSuchQuestion(path)
        return self._with(replace(self.state, at=path))

    @property
    def can_hurry(self) -> bool:
        """Whether nothing is left that has to be answered first; what is written or chosen so far counts."""
        return all(node.path in self.state.drafts for node in self._left.required())

    def hurry(self) -> Interview:
        """Leaves the remaining questions out and goes to the review; what was written or chosen so far is taken.
        Raises StillRequired, or AnswerRefused when what was written cannot be taken."""
        interview = self
        for path, draft in self.state.drafts.items():
            node = find(interview.instance, path)
            if node is not None and node.relevant:
                interview = interview._taken(node, draft)
        missing = tuple(node.path for node in interview._left.required())
        if missing:
            raise StillRequired(missing)
        return self._with(replace(interview.state, drafts={}, at="", hurried=True))

    def carry_on(self) -> Interview:
        """From a hurried review back to the questions that were left out."""
        return self._with(replace(self.state, at="", hurried=False))

    # The end

    def submission(self) -> dict[str, str]:
        """Path and value of everything that applies and is not empty, in the order of the form, computed values
        included but for those that only say when. In the form's default language whatever the person reads, so that it
        does not tell which. Raises StillRequired, ConstraintBroken."""
        moment = replace(self.moment, language=self.form.languages[0])
        final = Interview(self.form, self.state, moment)
        missing = tuple(node.path for node in final._left.required())
        if missing:
            raise StillRequired(missing)
        return submitted(final.instance, final._check)

    def finish(self) -> Interview:
        """The interview once it was sent. Raises what `submission` raises."""
        self.submission()
        return self._with(replace(self.state, at="", drafts={}, finished=True))

    def value(self, path: str) -> str:
        """What an item says at this moment, computed ones too; '' when it does not apply, is empty or is not there."""
        node = find(self.instance, path)
        return node.text if node is not None and node.item.kind is not Kind.REPEAT else ""
