"""What in a text leads straight to somebody: telephone numbers, the names messengers find people by, addresses of pages
and mail. Names of people cannot be recognised surely, and nothing here tries.
"""

import re
from typing import Final

from services.directory.telephone import written_numbers

_MAIL: Final = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_HANDLE: Final = r"(?<![\w@./])@\w{3,}"
_PAGE: Final = (
    r"(?:https?://|www\.)\S+|\b(?:[a-z0-9-]+\.)+(?:[a-z]{2,}/\S*|(?:com|org|net|me|info|app|io|gg|link|ly|be)\b)"
)
_LEADS: Final = re.compile(f"{_MAIL}|{_HANDLE}|{_PAGE}", re.IGNORECASE)


def pointers(text: str) -> tuple[str, ...]:
    """These pieces, as they were written (numbers in digits 0 to 9), each once."""
    found = [each[0].rstrip(".,;:!?)") for each in _LEADS.finditer(text)]
    return tuple(dict.fromkeys([*found, *written_numbers(_LEADS.sub(" ", text))]))
