"""What leaves when a form is sent: what people said, and what is computed from it as far as there is room."""

from __future__ import annotations

from collections.abc import Callable

from services.forms.definition.items import Kind
from services.forms.instance import Instance
from services.forms.walking import is_asked, walk

MOST_COMPUTED = 20_000
"""Bytes of UTF-8 that computed values may take together. More is not sent: a form that puts everything together again
and again shall not keep what people said from being saved."""


def submitted(instance: Instance, check: Callable[[str], None]) -> dict[str, str]:
    """Path and value of everything that applies and is not empty, in the order of the form, but for what only says
    when. `check` raises where an answer breaks its rule; what is computed has nobody who could mend it."""
    values: dict[str, str] = {}
    room = MOST_COMPUTED
    for node in walk(instance.root):
        if node.item.kind is Kind.REPEAT or not node.text or node.item.path in instance.form.only_when:
            continue
        if is_asked(node):
            check(node.path)
        takes = 0 if is_asked(node) else len(node.text.encode())
        if takes <= room:
            room -= takes
            values[node.path] = node.text
    return values
