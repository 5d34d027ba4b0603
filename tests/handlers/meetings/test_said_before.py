"""What an organiser is told before sending, so that nothing comes as a surprise."""

from tests.support.phones import Organiser
from tests.support.plain_text import plain


async def test_of_a_meeting_that_begins_before_everybody_is_told_it_is_said_so_first(organiser: Organiser) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Today")
    await phone.send("12:10")
    late = "Until everybody has this notice it can be Thu, Mar 5, 12:16: it has begun by then."
    assert late in plain(phone.answer)
    await phone.press("👀 Preview")
    assert late in plain(phone.answer)
    await phone.press("Back", "✏️ Time", "13:00")
    assert "Until everybody has this notice" not in plain(phone.answer)


async def test_where_topics_are_shown_it_is_said_when_they_come(organiser: Organiser) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "✏️ Agenda")
    assert "What people suggest stands here from the next day on." in phone.answer


async def test_a_group_is_known_by_its_name_without_what_stands_in_brackets(organiser: Organiser) -> None:
    phone = organiser()
    await phone.send("/meetings")
    await phone.press("New meeting")
    await phone.send("منتدى أمن المجتمع")
    assert "On which day?" in phone.last
