"""A notice that is not about a meeting: what kind, to whom, the text, and then a look at it before it goes."""

from dataclasses import replace

from handlers.chat import states, unfinished
from handlers.chat.keyboards import NEXT, SKIP, NotOffered, about, pressed, rows, stands_after, ticked, without_tick
from handlers.chat.routing import MIDDLE_DOT
from handlers.chat.step import Asked, Question, Step, say_refused
from handlers.chat.turn import Turn
from handlers.meetings.shown import buttons, overview
from handlers.meetings.shown.occasions import named_forum
from handlers.publishing import languages, review, send
from handlers.publishing.draft import Noting, audience_name, correcting, current
from locales import Message, normal_label
from services import enrolment
from services.authoring.texts import DONE, SAID, cleaned, said
from services.authoring.texts import TEXT as TEXT_PART
from services.enrolment import NotAnOrganiser
from services.forums import forum_audience
from services.publishing import announcements
from services.publishing.announcements import (
    PARTS,
    SAFETY,
    SAID_AND_DONE,
    SERVICE,
    Announcement,
    AnnouncementDraft,
    NothingSaid,
    check_together,
)
from services.publishing.senders import audiences_of, may_send

KINDS: dict[Message, str] = {
    buttons.SERVICE_CHANGED: SERVICE,
    buttons.SAFETY_ADVICE: SAFETY,
    buttons.REPORT_BACK: SAID_AND_DONE,
}
CORRECTED_AT_MOST = 3
FIRST_LETTERS = 24


async def _may_begin(turn: Turn) -> bool:
    """True for who may tell somebody something, once nothing else is under way; others are told."""
    if await unfinished.comes_first(turn):
        return False
    if not await _audiences(turn):
        await say_refused(turn, NotAnOrganiser())
        return False
    turn.conversation.facts = {}
    return True


async def begin(turn: Turn) -> None:
    """Ask what kind of notice. One that is being put together comes first."""
    if not await _may_begin(turn):
        return
    if await _is_only_an_editor(turn):
        await _to_whom(turn, SERVICE)
    else:
        await KIND.question.enter(turn)


async def report_back(turn: Turn) -> None:
    """ "You said, we did", from anywhere: to the group that the button names, or else to one that is asked for."""
    if not await _may_begin(turn):
        return
    forum = named_forum(turn, turn.label_rest, await overview.organised(turn))
    if forum is None:
        await _to_whom(turn, SAID_AND_DONE)
        return
    draft = AnnouncementDraft(SAID_AND_DONE, (forum_audience(forum.key),), {})
    await TEXT.question.enter(turn, part=PARTS[SAID_AND_DONE][0], **Noting(draft).facts())


async def _ask_kind(turn: Turn) -> Asked:
    words = turn.words
    earlier = [[about(words, buttons.CORRECT, _first_words(turn, each))] for each in await _told(turn)]
    text = words("📢 What is the notice about? People get it in their language, without a sound at night.")
    return Asked(text, [*rows(words, *((button,) for button in KINDS)), *earlier])


async def _take_kind(turn: Turn) -> None:
    button = pressed(turn, tuple(KINDS))
    if button is not None:
        await _to_whom(turn, KINDS[button])
        return
    _, dot, rest = (turn.text or "").partition(MIDDLE_DOT)
    for each in await _told(turn):
        if dot and normal_label(rest) == normal_label(_first_words(turn, each)):
            await TEXT.question.enter(turn, part=PARTS[each.kind][0], **correcting(each).facts())
            return
    raise NotOffered


async def _to_whom(turn: Turn, kind: str) -> None:
    """Where there is only one to send to, it is not asked for."""
    draft = AnnouncementDraft(kind, (), {})
    known = await _choices(turn, kind)
    if len(known) == 1:
        await TEXT.question.enter(turn, part=PARTS[kind][0], **Noting(replace(draft, audiences=tuple(known))).facts())
    else:
        await WHOM.question.enter(turn, **Noting(draft).facts())


async def _ask_whom(turn: Turn) -> Asked:
    words, draft, content = turn.words, current(turn).draft, turn.app.content
    labels = [
        [ticked(words.aligned(audience_name(content, each, turn.language)), each in draft.audiences)]
        for each in await _choices(turn, draft.kind)
    ]
    text = words("👥 To whom? You can press several. Then press {button}.", button=words(NEXT))
    return Asked(text, [*labels, *rows(words, (NEXT if draft.audiences else None,))])


async def _take_whom(turn: Turn) -> None:
    noting, content = current(turn), turn.app.content
    chosen = noting.draft.audiences
    if pressed(turn, (NEXT,)) and chosen:
        await TEXT.question.enter(turn, part=PARTS[noting.draft.kind][0])
        return
    wanted = normal_label(without_tick(turn.text or ""))
    for each in await _choices(turn, noting.draft.kind):
        if wanted in {normal_label(audience_name(content, each, code)) for code in turn.app.languages}:
            others = tuple(one for one in chosen if one != each)
            toggled = (*others, each) if stands_after(turn.text or "", each in chosen) else others
            check_together(content, toggled)
            await WHOM.question.tick(turn, **replace(noting, draft=replace(noting.draft, audiences=toggled)).facts())
            return
    raise NotOffered


async def _ask_text(turn: Turn) -> Asked:
    words = turn.words
    asked = {
        TEXT_PART: words("✍️ Please write the notice in one message."),
        SAID: words("🗣 What did people say or ask for? Please write it in one message."),
        DONE: words("✅ What was done about it? If nothing could be done, say why. Please write it in one message."),
    }
    part = turn.conversation.facts["part"]
    so_far = said(current(turn).draft.texts.get(part, {}), turn.language)
    if not so_far:
        return Asked(asked[part])
    return Asked(asked[part] + "\n\n" + words("So far:") + "\n" + words.isolated(so_far), rows(words, (SKIP,)))


async def _take_text(turn: Turn) -> None:
    noting, part = current(turn), turn.conversation.facts["part"]
    if pressed(turn, (*KINDS, NEXT, buttons.PUBLISH)):  # tapped twice: a label is no notice
        await TEXT.question.enter(turn)
        return
    if not (pressed(turn, (SKIP,)) and noting.draft.texts.get(part)):
        if not cleaned(part, {turn.language: turn.text or ""}):
            raise NothingSaid(part)
        noting = noting.with_text(part, turn.language, turn.text or "", alone=True)
    parts = PARTS[noting.draft.kind]
    left = parts[parts.index(part) + 1 :]
    if left:
        await TEXT.question.enter(turn, part=left[0], **noting.facts())
    else:
        await review.REVIEW.enter(turn, **noting.facts())


async def _choices(turn: Turn, kind: str) -> list[str]:
    """To whom it may go: what became of something is for the groups alone."""
    found = await _audiences(turn)
    return [each for each in found if kind != SAID_AND_DONE or each.startswith("forum:")]


async def _is_only_an_editor(turn: Turn) -> bool:
    """Editors tell of services, and of nothing else."""
    roles = await turn.read(enrolment.who, turn.chat)
    return all(person.role == enrolment.EDITOR for person in roles)


async def _audiences(turn: Turn) -> list[str]:
    """Every forum and zone this person may send to."""
    content = turn.app.content
    roles = await turn.read(enrolment.who, turn.chat)
    known = [audience for forum in content.forums for audience in audiences_of(content, forum)]
    allowed = [each for each in known if any(may_send(content, role, each) for role in roles)]
    return sorted(dict.fromkeys(allowed), key=lambda each: not each.startswith("forum:"))


async def _told(turn: Turn) -> list[Announcement]:
    """What can be corrected."""
    found = await turn.read(announcements.told, await _audiences(turn))
    return found[:CORRECTED_AT_MOST]


def _first_words(turn: Turn, announcement: Announcement) -> str:
    """How a notice is told from others on a button: the day, and how its text begins."""
    texts = announcement.texts[PARTS[announcement.kind][0]]
    text = " ".join(next(iter(texts.values()), "").replace(MIDDLE_DOT, " ").split())
    return text if len(text) <= FIRST_LETTERS else text[:FIRST_LETTERS].rstrip() + "…"


async def _to_kind(turn: Turn) -> None:
    turn.conversation.facts = {}
    await KIND.question.enter(turn)


async def _back_from_text(turn: Turn) -> None:
    noting, part = current(turn), turn.conversation.facts["part"]
    parts = PARTS[noting.draft.kind]
    if part != parts[0]:
        await TEXT.question.enter(turn, part=parts[parts.index(part) - 1])
    elif len(await _choices(turn, noting.draft.kind)) > 1 and noting.corrects is None:
        await WHOM.question.enter(turn)
    else:
        await _to_kind(turn)


async def _write_anew(turn: Turn) -> None:
    """From the review back to the text."""
    await TEXT.question.enter(turn, part=PARTS[current(turn).draft.kind][0])


KIND = Step(Question(states.NOTICE_KIND, _ask_kind), _take_kind, overview.back_to_list, holds_draft=False)
WHOM = Step(Question(states.NOTICE_WHOM, _ask_whom), _take_whom, _to_kind, holds_draft=False)
TEXT = Step(Question(states.NOTICE_TEXT, _ask_text), _take_text, _back_from_text, takes_text=True)
STEPS = (KIND, WHOM, TEXT, send.step(_write_anew), *languages.STEPS)
