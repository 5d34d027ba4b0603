"""The pretend language of the tests: every message that extraction knows comes back changed but readable.

What a test then still finds in plain English was never marked for translation.
"""

import re
from functools import cache

from locales.catalogues import Catalogue, plural_rule
from locales.languages import FOLDER

CODE = "pseudo"
_ACCENTED = str.maketrans("aceinosuyACEINOSUY", "áçéíñóšúýÁÇÉÍÑÓŠÚÝ")
_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")


def accented(text: str) -> str:
    """`text` with accents and brackets, its placeholders as they were."""
    parts = _PLACEHOLDER.split(text)
    return "⟦" + "".join(part if part.startswith("{") else part.translate(_ACCENTED) for part in parts) + "⟧"


@cache
def catalogue() -> Catalogue:
    """Every message of the template, accented."""
    from babel.messages.pofile import read_po

    with (FOLDER / "messages.pot").open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]
    return Catalogue(
        {id_: accented(id_) for id_ in ids if isinstance(id_, str)}
        | {id_[0]: (accented(id_[0]), accented(id_[1])) for id_ in ids if not isinstance(id_, str)},
        plural_rule("nplurals=2; plural=(n != 1);"),
    )
