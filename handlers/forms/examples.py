"""How answers are written that are no words. Given to sentences as facts: so the digits keep their order in languages
written from right to left."""

from typing import Final

DAY: Final = "2026-11-30"
TIME: Final = "14:30"
DAY_AND_TIME: Final = f"{DAY} {TIME}"
PLACE: Final = "36.19, 44.01"
