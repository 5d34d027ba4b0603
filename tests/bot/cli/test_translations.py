"""A translation that cannot be filled is named by whatever the organisation looks at, before a resident meets it."""

import shutil

from tests.support.command_line import ROOT, CommandLine

NAMED = "'Reviewed by a native speaker: {language}' has the placeholders ['language'], its translation ['wrong']"


def test_check_and_doctor_name_a_mistyped_placeholder(amana: CommandLine) -> None:
    shutil.copytree(ROOT / "locales", amana.place / "locales")
    path = amana.place / "locales" / "fr" / "LC_MESSAGES" / "messages.po"
    text = path.read_text(encoding="utf-8")
    place = text.index("{language}", text.index('msgstr "', text.index('msgid "Reviewed by a native speaker: ')))
    path.write_text(text[:place] + "{wrong}" + text[place + len("{language}") :], encoding="utf-8")
    checked, looked = amana.afresh("content", "check"), amana.afresh("doctor")
    assert checked.code == 0 and f"locales/fr/LC_MESSAGES/messages.po: {NAMED}" in checked.out
    assert "! Translated without mistakes: French" in looked.out and NAMED in looked.out
