"""Works out what follows from answers that follow from others, however long such a chain is.

Each link asks for the one before it, and Python's stack is short. Where a chain goes too far down it is left, its far
end is worked out first and kept, and what was left is begun again from there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

LINK = 12
"""Calls of Python that it takes to ask one node for what it says."""
LEVEL = 3
"""The same for each level of an expression within another."""
MOST = 500
"""Calls that may lie upon one another. Python has 1,000, and some are others'."""
Found = TypeVar("Found")
Work = Callable[[], Found]


class TooFarDown(Exception):
    """A chain has grown too long for one go. `find` works out the link that was reached."""

    def __init__(self, find: Work[None]) -> None:
        super().__init__()
        self.find = find


class Climbing:
    """How far down one instance of a form is at the moment."""

    __slots__ = ("_down",)

    def __init__(self) -> None:
        self._down = 0

    def to(self, find: Work[None], forget: Work[None]) -> None:
        """Have a link found. Where what it needs is too far down, it is forgotten again and found later."""
        if self._down > MOST:
            raise TooFarDown(find)
        if not self._down:
            self._from_the_ground(LINK, find)
            return
        self._down += LINK
        try:
            find()
        except TooFarDown:
            forget()
            raise
        finally:
            self._down -= LINK

    def through(self, calls: int, work: Work[Found]) -> Found:
        """What `work` gives, which takes so many calls upon one another."""
        if not self._down:
            return self._from_the_ground(calls, work)
        self._down += calls
        try:
            return work()
        finally:
            self._down -= calls

    def _from_the_ground(self, calls: int, work: Work[Found]) -> Found:
        while True:
            self._down = calls
            try:
                return work()
            except TooFarDown as far:
                self._find_first(far.find)
            finally:
                self._down = 0

    def _find_first(self, find: Work[None]) -> None:
        """Links that wait keep what they say meanwhile, so that a circle ends where it comes back to one of them."""
        waiting = [find]
        while waiting:
            self._down = LINK
            try:
                waiting[-1]()
            except TooFarDown as far:
                waiting.append(far.find)
            else:
                waiting.pop()
