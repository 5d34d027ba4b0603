"""What was answered, as rows to read: before it is sent, and later from what was kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import takewhile

from services.forms.definition.items import Item, Kind
from services.forms.definition.model import Form
from services.forms.form_node import FormNode
from services.forms.instance import Instance
from services.forms.moment import Moment
from services.forms.steps import Note, Review, ReviewRow
from services.forms.walking import backwards, before, is_asked, questions, sent_along, walk
from services.forms.wording import answer_shown, kind_shown, note_shown


def review(instance: Instance, complete: bool) -> Review:
    """Everything that was answered or skipped and applies; a repeat with the question whether there is another."""

    def rows() -> tuple[ReviewRow, ...]:
        given = (node for node in questions(instance.root) if node.path in instance.answers and node.relevant)
        return tuple(_row(instance, node) for node in given)

    notes = notes_before(instance, None) if complete else _notes_on_the_latest(instance)
    return Review(rows, notes, complete, lambda: _along(instance))


def _notes_on_the_latest(instance: Instance) -> tuple[Note, ...]:
    """What the form says to the latest answer, where the question behind it is left out."""
    given = [path for path in instance.answers if path != instance.told]
    items = iter(walk(instance.root))
    if not any(node.path == given[-1] for node in items if given):
        return ()
    behind = takewhile(lambda node: not (is_asked(node) and node.relevant), items)
    return tuple(note_shown(instance, node) for node in behind if node.item.kind is Kind.NOTE and node.relevant)


def _along(instance: Instance) -> tuple[ReviewRow, ...]:
    rows = ((node, _row(instance, node)) for node in sent_along(instance.root))
    return tuple(
        row if row.label else replace(row, label=node.item.name)
        for node, row in rows
        if row.label or not _follows_from_answers(instance, node)
    )


def _follows_from_answers(instance: Instance, node: FormNode) -> bool:
    sources = instance.form.sources.get(node.item.path)
    return sources is not None and bool(sources.asked)


def _row(instance: Instance, node: FormNode) -> ReviewRow:
    label = instance.label(node.item.label, node) or instance.label(node.item.hint, node)
    return ReviewRow(node.path, kind_shown(node), label, answer_shown(instance, node))


def notes_before(instance: Instance, node: FormNode | None) -> tuple[Note, ...]:
    """The notes that apply between the question before and this one (None: the end of the form). A story that was told
    before any question was asked stands between none."""
    notes: list[Note] = []
    for earlier in before(node) if node else backwards(instance.root):
        if earlier.item.kind is Kind.NOTE:
            notes.extend([note_shown(instance, earlier)] if earlier.relevant else [])
        elif is_asked(earlier) and earlier.path in instance.answers and earlier.relevant and not _is_told(earlier):
            break
    return tuple(reversed(notes))


def _is_told(node: FormNode) -> bool:
    return node.path == node.instance.told


class Recorded(Instance):
    """A submission that was kept: nothing is computed again, everything in it applies."""

    def value(self, node: FormNode) -> str:
        return self.answers.get(node.path, "")

    def applies(self, node: FormNode) -> bool:
        return True

    def rows(self, node: FormNode, repeat: Item) -> int:
        number = 0
        while any(path.startswith(node.segment(repeat, number + 1) + "/") for path in self.answers):
            number += 1
        return number


def read_answers(form: Form, answers: Mapping[str, str], language: str) -> tuple[ReviewRow, ...]:
    """The answers of a kept submission, in the order of the form, in this language, without what was computed."""
    never = date.min
    moment = Moment(never, datetime(never.year, never.month, never.day, tzinfo=UTC), language)
    recorded = Recorded(form, answers, moment)
    return tuple(_row(recorded, node) for node in _answered(recorded))


def _answered(recorded: Recorded) -> Iterator[FormNode]:
    for node in questions(recorded.root):
        if node.path in recorded.answers:
            yield node
