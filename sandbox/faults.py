"""Faults that can be switched on: what a network and a busy server do to a bot. Which call they hit is decided here."""

from dataclasses import dataclass, replace
from typing import Any

KINDS = ("too_many_requests", "lost_answer", "refused", "down", "error")
POLL = "getUpdates"
_HITS_POLLS = {"refused", "down"}


@dataclass(slots=True)
class FaultRule:
    """Which calls meet a fault, and what it does to them. `kind` is one of KINDS, else ValueError is raised.

    `methods`/`chats` None means any; `times` None means until it is removed. `retry_after` (seconds) is for
    too_many_requests, `code`, `description` and `moved_to` (the supergroup
    that the chat has become) are for error.
    """

    kind: str
    methods: tuple[str, ...] | None = None
    chats: tuple[int, ...] | None = None
    times: int | None = None
    retry_after: int = 3
    code: int = 400
    description: str = "Bad Request: a fault was asked for"
    moved_to: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}; there are {', '.join(KINDS)}")

    def hits(self, method: str, chat: int | None) -> bool:
        if self.methods is None:
            if method == POLL and self.kind not in _HITS_POLLS:
                return False
        elif method not in self.methods:
            return False
        return self.chats is None or chat in self.chats


class Faults:
    """The switches. `latency` is seconds each way; `duplicates` delivers every confirmed update once more."""

    def __init__(self) -> None:
        self.latency = 0.0
        self.duplicates = False
        self._rules: list[FaultRule] = []

    def add(self, rule: FaultRule) -> None:
        """Switches a fault on. The rule itself is not used up: it may be added again."""
        self._rules.append(replace(rule))

    def clear(self, kind: str | None = None) -> None:
        """Switches off one kind, or everything (latency and duplicates too)."""
        self._rules = [] if kind is None else [rule for rule in self._rules if rule.kind != kind]
        if kind in (None, "latency"):
            self.latency = 0.0
        if kind in (None, "duplicates"):
            self.duplicates = False

    def strike(self, method: str, chat: int | None) -> FaultRule | None:
        """The fault this call meets, counted as used; None when it goes through."""
        for rule in self._rules:
            if rule.hits(method, chat):
                if rule.times is not None:
                    rule.times -= 1
                    if rule.times <= 0:
                        self._rules.remove(rule)
                return rule
        return None

    def as_json(self) -> dict[str, Any]:
        kinds = {rule.kind for rule in self._rules}
        shown: dict[str, Any] = {kind: kind in kinds for kind in KINDS}
        return shown | {"latency": self.latency, "duplicates": self.duplicates}
