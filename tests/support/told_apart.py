"""Reports as people tell them, in a real file, and somebody who has stolen it: which are complaints about aid workers?

Half are, and chance decides all else: the way through the form, the week, how long the words are. The words are as long
on both sides: that some stories take longer is what dummies are for (`services.dummies.levels`). Who guesses has seen
the truth about one half of the rows, and is asked about the other.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from math import log
from pathlib import Path
from random import Random
from typing import Any, Final

from services.forms import AnswerRefused, Form, Interview, Kind, Question
from services.keys.sealing import new_key_pair, random_bytes
from services.reports import mailbox, reports
from services.reports.receipts import MailboxKeys, Ready, new_receipt
from services.reports.reports import COMPARTMENTS
from tests.support.sqlite_pages import Pages
from tests.support.vaults import Vault

TABLES: Final = ("envelopes", "mailboxes")
WEEKS, BINS, AT_ONCE = 8, 32, 100
WORDS: Final = "They came at night and asked for money before they gave out the cards. " * 60
Look = Sequence[Any]
"""A row as somebody sees it who cannot open it."""


def told(form: Form, compartment: str, chance: Random, vault: Vault) -> reports.ReportDraft:
    """Somebody's way through the form that ends in that compartment."""
    while True:
        language = chance.choice(form.languages)
        interview = Interview.begin(form, vault.now.date(), language, seed=str(chance.random()))
        while isinstance(question := interview.current(), Question):
            interview = _answered(interview, question, chance)
        if interview.value("compartment") == compartment:
            return reports.draft_of(interview, form, language, 10**9 + chance.randrange(10**9))


def _answered(interview: Interview, question: Question, chance: Random) -> Interview:
    names = [choice.name for choice in question.choices]
    if question.path.endswith("/category") and chance.random() < 0.4:
        return interview.answer("aid_worker")
    if question.kind is Kind.MANY:
        return interview.answer(" ".join(chance.sample(names, chance.randint(1, min(3, len(names))))))
    try:
        return interview.answer(
            chance.choice(names) if names else WORDS[: int(chance.lognormvariate(5.0, 1.0))].strip()
        )
    except AnswerRefused:
        return interview.skip()


def fill(vault: Vault, form: Form, rows: int, chance: Random) -> Mapping[bytes, str]:
    """Lay so many reports into the vault; the compartment of each row, by its key."""
    truth: dict[bytes, str] = {}
    weeks = sorted(chance.randrange(WEEKS) for _ in range(rows))
    for first in range(0, rows, AT_ONCE):
        now = vault.now + timedelta(weeks=weeks[first])
        vault.unlock("caseworker", now)
        with vault.database.writing() as session:
            for _ in range(min(AT_ONCE, rows - first)):
                keys = MailboxKeys(random_bytes(32), new_key_pair())
                draft = told(form, chance.choice(COMPARTMENTS), chance, vault)
                kept = reports.keep(session, vault.trust, Ready(new_receipt(), keys), draft, now)
                truth[kept.envelope] = draft.compartment
                truth[mailbox.address(keys, draft.compartment).tag] = draft.compartment
    return truth


def looks(path: Path, table: str) -> Iterator[tuple[bytes, Look]]:
    """Of each row its key, and all that can be seen: columns, their lengths, some bytes of each, where it lies."""
    places = Pages(path).places(table)
    with closing(sqlite3.connect(path)) as file:
        for row in file.execute(f"SELECT * FROM {table}"):
            seen = [part for cell in row for part in _seen(cell)]
            yield row[0], (*seen, *places[row[0]])


def _seen(cell: Any) -> Look:
    return (len(cell), cell[0], cell[-1], sum(cell) // 64) if isinstance(cell, bytes) else (cell,)


def right(rows: Sequence[tuple[Look, str]], chance: Random) -> float:
    """Which part of the second half is guessed right by what the first half tells (naive Bayes over every column)."""
    shuffled = chance.sample(rows, len(rows))
    known, asked = shuffled[: len(rows) // 2], shuffled[len(rows) // 2 :]
    bins = [_bins([look[at] for look, _ in known]) for at in range(len(known[0][0]))]
    seen: dict[str, list[Counter[Any]]] = defaultdict(lambda: [Counter() for _ in bins])
    many = Counter(compartment for _, compartment in known)
    for look, compartment in known:
        for at, cell in enumerate(look):
            seen[compartment][at][_bin(bins[at], cell)] += 1

    def likely(look: Look, compartment: str) -> float:
        of_each = (seen[compartment][at][_bin(bins[at], cell)] for at, cell in enumerate(look))
        return log(many[compartment]) + sum(log((n + 1) / (many[compartment] + BINS)) for n in of_each)

    guessed = (max(sorted(many), key=lambda compartment: likely(look, compartment)) for look, _ in asked)
    return sum(guess == compartment for guess, (_, compartment) in zip(guessed, asked, strict=True)) / len(asked)


def chance_of(rows: Sequence[tuple[Look, str]]) -> float:
    """Which part is right of who always says what most are."""
    return max(Counter(compartment for _, compartment in rows).values()) / len(rows)


def _bins(cells: Sequence[Any]) -> Sequence[Any] | None:
    """The borders of as many equal parts; None where there are few values, each of which counts for itself."""
    if len(set(cells)) <= BINS or not all(isinstance(cell, int) for cell in cells):
        return None
    ordered = sorted(cells)
    return [ordered[len(ordered) * part // BINS] for part in range(1, BINS)]


def _bin(borders: Sequence[Any] | None, cell: Any) -> Any:
    return cell if borders is None else sum(cell >= border for border in borders)
