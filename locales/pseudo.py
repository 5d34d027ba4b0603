"""The pretend language of the tests: every message that extraction knows comes back changed but readable.

What a test then still finds in plain English was never marked for translation.
"""

import re
from functools import cache

from locales.catalogues import Catalogue, message_key
from locales.languages import FOLDER, LANGUAGES, SOURCE
from locales.plurals import plural_rule
from locales.po_files import read_catalog

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
    source = LANGUAGES[SOURCE]
    found: dict[str, str | tuple[str, ...]] = {}
    for message in read_catalog((FOLDER / "messages.pot").read_bytes(), SOURCE, source.plural_forms):
        if isinstance(message.id, str) and message.id:
            found[message_key(message.id, message.context)] = accented(message.id)
        elif message.id:
            found[message_key(message.id[0], message.context)] = accented(message.id[0]), accented(message.id[1])
    return Catalogue(found, plural_rule(source.plural_forms))
