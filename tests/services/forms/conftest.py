"""Forms written as markdown tables inside the tests, and people led through them."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from services.forms import Form, FormBroken, FormProblem, Interview, load_form
from tests.support.forms.form_tables import Begin, MakeForm, ProblemsOf

TODAY = date(2026, 3, 5)
CONTENT = Path(__file__).parents[3] / "content"


@pytest.fixture
def make_form(tmp_path: Path) -> MakeForm:
    def make(table: str, skipping: Collection[str] = ()) -> Form:
        path = tmp_path / "form.md"
        path.write_text(dedent(table), encoding="utf-8")
        return load_form(path, skipping)

    return make


@pytest.fixture
def problems_of(make_form: MakeForm) -> ProblemsOf:
    def problems(table: str) -> list[FormProblem]:
        with pytest.raises(FormBroken) as broken:
            make_form(table)
        return list(broken.value.problems)

    return problems


@pytest.fixture
def begin(make_form: MakeForm) -> Begin:
    def begun(table: str, language: str = "default", seed: str = "") -> Interview:
        return Interview.begin(make_form(table), TODAY, language, seed=seed)

    return begun


@pytest.fixture(scope="session")
def safety_report() -> Form:
    return load_form(CONTENT / "forms" / "safety_report.md")


@pytest.fixture(scope="session")
def household() -> Form:
    """A form with everything that makes walking hard: groups, conditions, constraints, a repeat, computed values."""
    return load_form(Path(__file__).with_name("household.md"))


@pytest.fixture
def start(household: Form) -> Interview:
    """The household form at its first question."""
    return Interview.begin(household, TODAY, "default")
