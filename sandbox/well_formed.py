"""Text as it can be written: half of a sign is none, and whoever passed it on would fail much later."""

import json
from typing import Any


def is_well_formed(value: Any) -> bool:
    """Whether every text in it, at any depth, can be written in UTF-8."""
    try:
        json.dumps(value, ensure_ascii=False, default=lambda other: other.filename).encode()
    except UnicodeEncodeError:
        return False
    return True
