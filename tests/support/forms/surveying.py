"""Answers to a survey, for tests of what is done with them: a small form with a repeat, skip logic and hard words."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from sqlmodel import Session

from services.forms import Form, archive, load_form
from services.keys import envelopes
from services.keys.envelopes import Letter
from services.keys.trust import Trust
from services.surveys.answers import Answers, Round, RoundName

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
NAME = RoundName("household", "spring")
ENGLISH, ARABIC = "label::English (en)", "label::Arabic (ar)"
FORM = (
    ("select_one yes_no", "going", "Are you going?", "هل ستذهب؟", "", ""),
    ("select_multiple why", "why", "Why?", "لماذا؟", "${going} = 'yes'", ""),
    ("select_one yes_no", "hit", "Was somebody hit?", "هل ضُرب أحد؟", "", "sensitive"),
    ("integer", "people", "How many are you?", "كم عددكم؟", "", ""),
    ("text", "words", "What else?", "ماذا أيضًا؟", "", "multiline"),
    ("begin_repeat", "child", "Children", "الأطفال", "", ""),
    ("integer", "age", "How old?", "كم العمر؟", "", ""),
    ("end_repeat", "", "", "", "", ""),
)
CHOICES = (
    ("yes_no", "yes", "Yes", "نعم"),
    ("yes_no", "no", "No", "لا"),
    ("yes_no", "not_say", "Rather not", "أفضّل ألا أقول"),
    ("why", "work", "Work", "عمل"),
    ("why", "family", "Family", "عائلة"),
    ("why", "land", "Land", "أرض"),
)


def home_form(
    folder: Path,
    version: str = "1",
    more: Sequence[Sequence[str]] = (),
    calculation: Mapping[str, str] = MappingProxyType({}),
) -> Form:
    """The form; `more` are rows of the survey sheet that only this version has, `calculation` what they work out."""
    file = folder / f"home{version}.md"
    settings = ("form_id", "version", "default_language", "form_title"), ("home", version, "English (en)", "Home")
    sheets: dict[str, Sequence[Sequence[str]]] = {
        "survey": (
            ("type", "name", ENGLISH, ARABIC, "relevant", "appearance", "calculation"),
            *((*row, calculation.get(row[1], "")) for row in (*FORM, *more)),
        ),
        "choices": (("list_name", "name", ENGLISH, ARABIC), *CHOICES),
        "settings": settings,
    }
    lines = []
    for name, rows in sheets.items():
        lines += [f"| {name} |", *("|  | " + " | ".join(row) + " |" for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_form(file)


def round_of(form: Form, *answers: Mapping[str, str]) -> Round:
    """A round with these answers, as the desk would have opened it."""
    given = tuple(
        Answers(number.to_bytes(16, "big"), "2026-W10", form.hash, each) for number, each in enumerate(answers, 1)
    )
    return Round(NAME, given, {form.hash: form})


def put(
    session: Session,
    trust: Trust,
    form: Form,
    *answers: Mapping[str, str],
    round: str = NAME.round,
    now: datetime = NOW,
) -> list[bytes]:
    """Seal these answers, as sending them would, and archive the form."""
    archive.keep(session, form, now)
    paper = {"kind": "survey", "survey": NAME.survey, "round": round, "form": form.name, "form_hash": form.hash}
    return [envelopes.put(session, trust, Letter("surveys", {**paper, "answers": dict(each)}), now) for each in answers]
