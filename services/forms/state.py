"""What an interview remembers between messages, and how that is stored: small, plain JSON, no language, no time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class InterviewState:
    """Where somebody is. `answers` is in the order they were given, '' for what was skipped; `at` is set while a
    question is asked out of turn; `drafts` holds choices and text not yet confirmed; `asked` is the question that was
    put to the person before this was stored: what they say next answers that one. `may_decline`: what the form
    requires may be left unanswered too. `told`: the question whose answer was given before any was asked. `set` holds
    values that a change of another question has set."""

    answers: dict[str, str] = field(default_factory=dict)
    drafts: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
    asked: str = ""
    set: Mapping[str, str] = field(default_factory=dict)
    hurried: bool = False
    finished: bool = False
    seed: str = ""
    may_decline: bool = False
    told: str = ""

    def drafts_without(self, path: str) -> dict[str, str]:
        """What is not confirmed yet, but for this question."""
        return {one: draft for one, draft in self.drafts.items() if one != path}


def stored(form_hash: str, state: InterviewState) -> dict[str, Any]:
    """The state with the form it belongs to; what is empty is left out."""
    facts: dict[str, Any] = {
        "drafts": dict(state.drafts),
        "at": state.at,
        "asked": state.asked,
        "set": dict(state.set),
        "hurried": state.hurried,
        "finished": state.finished,
        "seed": state.seed,
        "may_decline": state.may_decline,
        "told": state.told,
    }
    kept = {name: fact for name, fact in facts.items() if fact}
    return {"form": form_hash, "answers": [list(pair) for pair in state.answers.items()], **kept}


def form_of(facts: Mapping[str, Any]) -> str:
    """The hash of the form that a stored state belongs to."""
    return str(facts["form"])


def has_answers(facts: Mapping[str, Any]) -> bool:
    """True where a stored state holds anything that a person said."""
    return bool(facts["answers"] or facts.get("drafts"))


def restored(facts: Mapping[str, Any]) -> InterviewState:
    """The state that `stored` wrote."""
    given = {name: fact for name, fact in facts.items() if name not in ("form", "answers")}
    return InterviewState(answers=dict(facts["answers"]), **given)
