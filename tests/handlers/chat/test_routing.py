"""Which handler gets a turn: labels that say which thing they are about, and files handed out."""

from handlers.chat import keyboards
from handlers.chat.routing import Route, Switchboard
from handlers.chat.turn import Turn
from tests.support.phones import Phone


def _telling(said: list[str | None]) -> Switchboard:
    async def tell(turn: Turn) -> None:
        said.append(turn.label_rest)

    async def nothing(turn: Turn) -> None:
        said.append("no label")

    return Switchboard((Route(tell, label=keyboards.YES),), fallback=nothing, elsewhere=nothing)


async def test_a_label_may_carry_which_thing_it_is_about(phone: Phone) -> None:
    said: list[str | None] = []
    phone.switchboard = _telling(said)
    for text in ("👍 Yes · Tue 24 Nov, 15:00", "👍 نعم · 24 · 15:00", "👍 Yes", "Yes, I think · so"):
        await phone.send(text)
    assert said == ["Tue 24 Nov, 15:00", "24 · 15:00", None, "no label"]


async def test_a_file_is_handed_out_under_its_name(phone: Phone) -> None:
    async def hand(turn: Turn) -> None:
        await turn.hand("meeting.ics", b"BEGIN:VCALENDAR", "Tuesday")

    phone.switchboard = Switchboard((), fallback=hand, elsewhere=hand)
    await phone.send("anything")
    assert phone.handed == [("meeting.ics", b"BEGIN:VCALENDAR", "Tuesday")]


async def test_a_button_under_a_message_redraws_that_message(phone: Phone) -> None:
    async def first(turn: Turn) -> None:
        await turn.show("page 1", [[("➡️", "page:2")]])

    async def page(turn: Turn) -> None:
        await turn.redraw(f"page {(turn.arrival.button or '').partition(':')[2]}", [[("⬅️", "page:1")]])

    phone.switchboard = Switchboard((Route(page, button="page"),), fallback=first, elsewhere=first)
    await phone.send("anything")
    await phone.press_under("➡️")
    assert phone.texts == ["page 2"]
    assert phone.telegram.answered_presses == ["1"]
    await phone.repeat()
    await phone.press_under("⬅️")
    assert phone.texts == ["page 1"]


async def test_a_message_that_reads_so_already_is_not_edited(phone: Phone) -> None:
    async def show(turn: Turn) -> None:
        await turn.show("page 1", [[("1 / 1", "page:1")]])

    async def page(turn: Turn) -> None:
        await turn.redraw("page 1", [[("1 / 1", "page:1")]])

    phone.switchboard = Switchboard((Route(page, button="page"),), fallback=show, elsewhere=show)
    await phone.send("anything")
    await phone.press_under("1 / 1")
    assert phone.telegram.edited == 0
    assert phone.telegram.answered_presses == ["1"], "the phone waits no more"
