"""How long an answer takes where 10,000 choices are filtered by something else than an equal column.

    python tests/bench/long_lists.py

Prints, for each kind of filter, milliseconds of CPU for an answer nobody gave before and for one that others gave.
"""

import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Final

from services.forms import Form, Interview, Question
from services.forms.xlsform.loading import load_form

CHOICES: Final = 10_000
FILTERS: Final = {
    "equal": "district = ${wanted}",
    "contains": "contains(name, ${wanted})",
    "regex": "regex(name, concat('.*', ${wanted}, '.*'))",
    "both": "contains(name, ${wanted}) and not(regex(district, 'd9.*'))",
    "or": "starts-with(name, ${wanted}) or district = ${wanted}",
    "row by row": "contains(name, ${wanted}) or position() = 1",
}
ASKED: Final = 7


def form(filter: str) -> Form:
    """A question whose answer narrows a long list."""
    rows = [
        "type,name,label,choice_filter",
        "text,wanted,Which?,",
        f'select_one place,where,Where?,"{filter}"',
        "text,note,Anything?,",
    ]
    choices = [f"place,c{number:05d},Place {number},d{number % 97}" for number in range(CHOICES)]
    survey = "\n".join(["survey,,,,", *(f",{row}" for row in rows)])
    listed = "\n".join(["choices,,,,", ",list_name,name,label,district", *(f",{choice}" for choice in choices)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.csv"
        path.write_text(f"{survey}\n{listed}\n")
        found = load_form(path)
    found.make_ready()
    return found


def answered(found: Form, wanted: str) -> float:
    """Milliseconds of CPU from the answer to the question that comes next, with all its choices worded."""
    interview = Interview.begin(found, date(2026, 3, 5), "en")
    begun = time.process_time()
    step = interview.answer(wanted).current()
    assert isinstance(step, Question), "another question comes next"
    return (time.process_time() - begun) * 1000


def main() -> None:
    """Print a line for each filter."""
    for name, filter in FILTERS.items():
        found = form(filter)
        new = median(answered(found, f"c0{number}") for number in range(ASKED))
        again = median(answered(found, "c01") for _ in range(ASKED))
        print(f"{name:12} new {new:7.1f} ms   again {again:7.1f} ms")


if __name__ == "__main__":
    main()
