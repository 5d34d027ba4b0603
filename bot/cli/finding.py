"""What `amana doctor` has found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `remedy` says what to do, None where all is well; `command` is to be copied.

    What is not `grave` works today, and will not for ever.
    """

    what: str
    remedy: str | None = None
    command: str | None = None
    grave: bool = True
