"""What is switched on and off changes in place: the press goes, and the last look at it takes the place of the one
before."""

from tests.support.phones import Organiser, Phone


def standing(phone: Phone, words: str) -> int:
    """How many messages in the chat say this."""
    return sum(words in text for text in (*phone.texts, *phone.own_texts))


async def test_areas_of_a_notice_are_ticked_in_place(organiser: Organiser) -> None:
    phone = organiser("security")
    await phone.send("/notices")
    await phone.press("Safety advice", "North quarter", "Along the river", "Along the river")
    assert standing(phone, "To whom?") == 1
    assert standing(phone, "Along the river") == 0, "the presses are gone"
    assert ["North quarter" in label for label in phone.buttons if label.startswith("✅")] == [True]
    await phone.press("Next")
    assert "Please write the notice" in phone.last


async def test_the_review_is_ticked_in_place_and_the_look_above_it_stays(organiser: Organiser) -> None:
    phone = organiser("security")
    await phone.send("/meetings")
    await phone.press("New meeting", "Tue, Mar 10", "15:00", "Rings at night", "Rings at night", "Rings at night")
    assert standing(phone, "Nothing has been sent yet") == 1
    assert "They ring at night too" in phone.last
    await phone.press("✏️ Repeat", "Every week", "No end", "✏️ Days without", "Mar 17", "Mar 24")
    assert standing(phone, "on which the meeting does not take place") == 1
