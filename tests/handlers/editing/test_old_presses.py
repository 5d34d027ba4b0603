"""A button of an editor may hang on the phone when nobody knows any more what it was about."""

import pytest

from tests.support.directory.editing import Editor


@pytest.mark.parametrize("first", ["", "↩️ Undo the change"])
async def test_it_is_said_and_leads_to_the_lists(editor: Editor, first: str) -> None:
    phone = editor()
    if first:
        await phone.send(first)
        assert any("nothing any more that I could undo" in text for text in phone.texts)
        assert "🗂 All services" in phone.buttons
        await phone.send("/start")
    await phone.send("✏️ Change something")
    assert any("no longer know which service" in text for text in phone.texts)
    assert "🗂 All services" in phone.buttons


async def test_a_list_can_be_pressed_from_anywhere(editor: Editor) -> None:
    phone = editor()
    await phone.send("🗂 All services")
    assert "services" in phone.last
    assert phone.pages


async def test_a_label_never_becomes_a_text_for_residents(editor: Editor) -> None:
    phone = editor()
    await phone.send("/content")
    await phone.press("All services")
    await phone.press_under("1.")
    await phone.press("Change something", "What to bring")
    for label in ("✅ All true, checked today", "↩️ Undo the change", "✅ Publish", "👍 Yes"):
        await phone.send(label)
        assert "✅ Saved" not in phone.answer, label


async def test_whoever_is_no_editor_gets_no_list(editor: Editor) -> None:
    editor()
    resident = editor(chat=801)
    resident.chat = 999
    await resident.send("🗂 All services")
    assert not any(message.pages for message in resident.telegram.messages.values())
