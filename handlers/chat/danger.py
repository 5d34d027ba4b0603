"""Words of danger, wherever a resident writes: whom to call and who helps, told once beside what is taken.

What was written is taken as it is and the conversation goes on. Nothing is concluded, and nothing is asked.
"""

from collections.abc import Collection, Sequence
from typing import Final

from handlers.chat import keyboards
from handlers.chat.refusals import emergency_lines
from handlers.chat.safe_services import services_text
from handlers.chat.turn import Turn
from handlers.chat.unfinished import was_a_choice
from services.authoring.parts import SafeService
from services.danger import CALLED, Danger, Spoken

MOST_SERVICES: Final = 2


def listen(turn: Turn) -> None:
    """Where what came speaks of a danger that help was not told for yet, it is told before anything else is said."""
    if turn.text is None:
        return
    before = turn.conversation.helped
    new = not_told_yet(turn, turn.text)
    if new and is_a_label(turn):
        turn.conversation.helped = before
    elif new:
        turn.preface(_beside(turn, new))


def spoken_of(turn: Turn, text: str) -> tuple[Spoken, ...]:
    """The kinds of danger a text speaks of, in the order of the organisation's file."""
    return turn.app.content.danger.spoken_of(text)


def is_urgent(turn: Turn, text: str, calm: Sequence[str] = ()) -> bool:
    """Whether a text speaks of something that somebody is in danger of, in other words than these."""
    return turn.app.content.danger.is_urgent(text, calm)


def whom_to_call(turn: Turn) -> list[str]:
    """What stands with everything urgent that was sent."""
    return [turn.words("🆘 This is not an emergency line. In danger now? Call:"), emergency_lines(turn), ""]


def not_told_yet(turn: Turn, text: str) -> list[Danger]:
    """The kinds that a text speaks of for the first time in this conversation; from now on help was told for them."""
    spoken = [each.danger for each in spoken_of(turn, text)]
    new = [danger for danger in spoken if danger.key not in turn.conversation.helped]
    _note(turn, new)
    return new


def calls_asked_for(turn: Turn, text: str) -> list[Danger]:
    """Whom the emergency lines call, where a text names them: told as often as it is asked."""
    return [each.danger for each in spoken_of(turn, text) if each.danger.key == CALLED]


def branches_told(turn: Turn, branches: Collection[str]) -> None:
    """A form itself names who helps in these branches of a report: that is not said twice."""
    _note(turn, [danger for danger in turn.app.content.danger.kinds if danger.helps in branches])


def numbers_told(turn: Turn) -> None:
    """Whom to call was just said: of kinds for which there is nothing else to say, it is not said twice."""
    _note(turn, [danger for danger in turn.app.content.danger.kinds if not _services(turn, [danger])])


def help_parts(turn: Turn, dangers: Sequence[Danger]) -> list[str]:
    """Who helps in this, what concerns the first danger last, and below it the emergency numbers: a chat shows the end.
    Where nobody on the list does, that is said. Nothing where there is no danger."""
    services = _services(turn, dangers)[:MOST_SERVICES]
    helping = [_who_helps(turn, services[::-1])] if services else []
    if not services and _nobody_is_listed(turn, dangers):
        helping = [_nobody(turn)]
    return [*helping, _numbers(turn)] if dangers else []


def _beside(turn: Turn, dangers: Sequence[Danger]) -> str:
    """The same above a question, with the numbers last: a chat shows the end, and there is room for one service."""
    words, services = turn.words, _services(turn, dangers)[:1]
    if _nobody_is_listed(turn, dangers):
        others = _nobody(turn)
    else:
        others = words("🤝 Who else can help stands under {button}.", button=words(keyboards.SERVICES))
    return "\n\n".join((_who_helps(turn, services) if services else others, _numbers(turn)))


def _numbers(turn: Turn) -> str:
    return turn.words("🆘 In danger now? Call:") + "\n" + emergency_lines(turn)


def _who_helps(turn: Turn, services: Sequence[SafeService]) -> str:
    return turn.words("🤝 These people can help:") + "\n" + services_text(turn, services)


def _nobody(turn: Turn) -> str:
    words = turn.words
    return words(
        "🤷 My list has no service for this. The people who read reports may know one: {button}.",
        button=words(keyboards.REPORT),
    )


def _nobody_is_listed(turn: Turn, dangers: Sequence[Danger]) -> bool:
    """True where the directory has nothing for any of these. Who asks for the emergency numbers gets them."""
    needs = {danger.need for danger in dangers if danger.key != CALLED}
    listed = (service for service in turn.app.catalogue.shown(turn.today))
    return bool(needs) and not any(needs & set(service.needs) for service in listed)


def _services(turn: Turn, dangers: Sequence[Danger]) -> list[SafeService]:
    content = turn.app.content
    helping = (each for danger in dangers if danger.helps for each in content.services_for(danger.helps))
    return list(dict.fromkeys(helping))


def _note(turn: Turn, dangers: Sequence[Danger]) -> None:
    told = turn.conversation.helped
    turn.conversation.helped = tuple(dict.fromkeys((*told, *(danger.key for danger in dangers))))


def is_a_label(turn: Turn) -> bool:
    """What stands on a button is no story, however the button is called."""
    press = turn.press
    return (press is not None and press.is_offered) or was_a_choice(turn)
