"""The beginning of a long text, where the whole of it is a press away."""

import re


def first_words(text: str, most: int) -> str:
    """The text, or its first so many words with "…" behind them; line ends stay."""
    found = list(re.finditer(r"\S+", text))
    return text if len(found) <= most else f"{text[: found[most - 1].end()]}…"
