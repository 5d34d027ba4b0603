"""The `Plural-Forms` header of gettext: how many forms a language has, and which a number takes."""

import gettext
import re
from collections.abc import Callable


def plural_rule(plural_forms: str) -> Callable[[int], int]:
    """The function behind a `Plural-Forms` header, from a number to the index of its form. Raises ValueError."""
    expression = re.search(r"plural\s*=\s*([^;]+)", plural_forms)
    if expression is None:
        raise ValueError(plural_forms)
    return gettext.c2py(expression[1].strip())


def form_count(plural_forms: str) -> int:
    """How many forms a `Plural-Forms` header speaks of. Raises ValueError."""
    count = re.search(r"nplurals\s*=\s*(\d+)", plural_forms)
    if count is None:
        raise ValueError(plural_forms)
    return int(count[1])
