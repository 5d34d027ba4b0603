"""The languages of a form: which there are, what a cell says in each, and which cells are not translated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from services.forms.problems import FormProblem, FormRule

CODE = re.compile(r"\(([^()]+)\)\s*$")
IS_CODE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
UNNAMED = "default"
"""As pyxform calls the language of columns that name none."""
TRANSLATED = ("label", "hint")
WORDS = frozenset({*TRANSLATED, "constraint_message", "required_message", "guidance_hint"})
OF_BIND = {"constraint_message": "jr:constraintMsg", "required_message": "jr:requiredMsg"}


def language_code(tag: str) -> str:
    """The code in the parentheses of a language's name; without one the name itself in small letters."""
    found = CODE.search(tag)
    return found[1].strip() if found else tag.strip().lower()


class Languages:
    """The languages of one form in their order, the default one first, and texts by their codes.

    Words in columns that name no language are in the one that the settings call the default. Where they call none, and
    the form has other languages too, the words without a name are one more language: none of them are lost.
    """

    def __init__(self, default: str, cells: Iterable[Mapping[str, Any]]) -> None:
        labels = [label for row in cells if (label := row.get("label"))]
        tags = dict.fromkeys(str(tag) for label in labels if isinstance(label, Mapping) for tag in label)
        has_unnamed = any(not isinstance(label, Mapping) or label.get(UNNAMED) for label in labels)
        self._tags = {language_code(tag): tag for tag in tags if tag != UNNAMED}
        self._default = default
        named = None if default in ("", UNNAMED) else self._code_of(default)
        first = named or (UNNAMED if has_unnamed else None)
        self.codes: tuple[str, ...] = tuple(dict.fromkeys(code for code in (first, *self._tags) if code)) or (UNNAMED,)

    def _code_of(self, default: str) -> str:
        """The settings may call a language by its name alone."""
        bare = CODE.sub("", default).strip().casefold()
        by_name = (code for code, tag in self._tags.items() if CODE.sub("", tag).strip().casefold() == bare)
        return next(by_name, language_code(default))

    @property
    def first(self) -> str:
        return self.codes[0]

    def tag(self, code: str) -> str:
        """The language as the columns call it; '' for that of columns that name none."""
        return self._tags.get(code, "")

    def texts(self, cell: object) -> dict[str, str]:
        """A translated cell by code; what names no language counts for the first one, unless that is there too."""
        tagged = cell if isinstance(cell, Mapping) else {UNNAMED: cell}
        found = {language_code(str(tag)): str(text).strip() for tag, text in tagged.items() if text and tag != UNNAMED}
        unnamed = tagged.get(UNNAMED)
        return found if unnamed is None or unnamed == "" else {self.first: str(unnamed).strip(), **found}

    def without_code(self) -> Iterator[FormProblem]:
        """Languages that are called by a name alone: nobody can be found who reads them."""
        for tag in self._tags.values():
            if not _has_code(tag):
                yield _uncoded(tag, "survey", 1, f"label::{tag}")
        if self.first not in (UNNAMED, *self._tags) and not _has_code(self._default):
            yield _uncoded(self._default, "settings", 2, "default_language")

    def missing(self, sheet: str, number: int, cells: Mapping[str, Any]) -> Iterator[FormProblem]:
        """Every cell of a row that is written in some language of the form, and not in this one."""
        bind = cells.get("bind")
        of_bind = {name: bind.get(key) for name, key in OF_BIND.items()} if isinstance(bind, Mapping) else {}
        for column, cell in {**{name: cells.get(name) for name in TRANSLATED}, **of_bind}.items():
            texts = self.texts(cell)
            for code in self.codes if texts else ():
                if not texts.get(code):
                    place = "::".join(filter(None, (column, self.tag(code))))
                    yield FormProblem(FormRule.TRANSLATION_MISSING, sheet, number, place, {"language": code})


def written_twice(columns: Iterable[str], sheet: str) -> Iterator[FormProblem]:
    """Columns of a sheet that are for the same words in the same language."""
    met: dict[tuple[str, str], str] = {}
    for column in columns:
        base, _, tag = column.partition(":")
        of = base.strip().lower(), language_code(tag.strip(": "))
        if tag and of in met and base.strip().lower() in WORDS:
            facts = {"name": column, "other": met[of]}
            yield FormProblem(FormRule.LANGUAGE_TWICE, sheet, 1, column, facts)
        met[of] = column


def _has_code(tag: str) -> bool:
    found = CODE.search(tag)
    return bool(IS_CODE.fullmatch((found[1] if found else tag).strip()))


def _uncoded(tag: str, sheet: str, row: int, column: str) -> FormProblem:
    bare = CODE.sub("", tag).strip() or tag.strip()
    name, known = f"{bare[:1].upper()}{bare[1:]}", code_of_name(bare)
    better = f"Write '{name} ({known})'" if known else f"Write its code behind it, as in '{name} (xx)'"
    return FormProblem(FormRule.LANGUAGE_UNCODED, sheet, row, column, {"name": tag, "remedy": better})


@cache
def code_of_name(name: str) -> str:
    """The code (CLDR) of a language by its English or its own name; '' where it is none."""
    from babel import Locale, UnknownLocaleError
    from babel.localedata import locale_identifiers

    wanted = name.strip().casefold()
    english = Locale.parse("en").languages
    for code, known in english.items():
        if known.casefold() == wanted:
            return str(code)
    for code in locale_identifiers():
        if "_" in code:
            continue
        try:
            own = Locale.parse(code).get_language_name() or ""
        except UnknownLocaleError:
            continue
        if own.casefold() == wanted:
            return str(code)
    return ""
