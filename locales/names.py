"""How languages are called."""


def language_name(code: str, reader: str) -> str:
    """The language of that code, as CLDR names it in the reader's language; the code where it has no name."""
    from babel import Locale  # slow to import, and most pages name no language

    return str(Locale.parse(reader).languages.get(code, code))
