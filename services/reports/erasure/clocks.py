"""How long what is over is kept, as the organisation wants it."""

from dataclasses import dataclass
from typing import Final

FOR_GOOD: Final = 0


@dataclass(frozen=True, slots=True)
class Clocks:
    """What is erased after how long; FOR_GOOD: never.

    `cases_days`: a closed case, so many days after the last thing that was done with it or said in it.
    """

    cases_days: int = 365
