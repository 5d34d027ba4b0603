"""A transaction, and the key to what lies locked in it: what most rules are given first.

A rule whose first parameter is a plain `Session` cannot open what is locked with the runtime key. That it cannot is a
boundary, and `keyless` says so where the rule is called.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate, Final, ParamSpec, TypeVar

from sqlmodel import Session

from services.keys.sealing import CannotOpen, RuntimeKey
from storage.errors import DatabaseAway

StorageAway = DatabaseAway
"""Storage cannot be reached for the moment, so that what came waits: raised by every transaction, and known by this
name to handlers, who know no storage."""
Given = ParamSpec("Given")
Result = TypeVar("Result")
UNREADABLE: Final = (CannotOpen, LookupError, TypeError, ValueError, AttributeError)
"""What comes of reading something that another key has locked, or another version has written in another shape."""


@dataclass(frozen=True, slots=True)
class Store:
    """One transaction (whoever opened it commits it) and the runtime key."""

    session: Session
    runtime: RuntimeKey


def keyless(rule: Callable[Concatenate[Session, Given], Result]) -> Callable[Concatenate[Store, Given], Result]:
    """The rule, given the transaction alone, without the runtime key."""

    def without_key(store: Store, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        return rule(store.session, *args, **kwargs)

    update_wrapper(without_key, rule)
    return without_key
