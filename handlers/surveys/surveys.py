"""Answering a survey: which there are, what a person should know first, the questions, and thanks.

An answer can be neither found again nor taken back, since nobody knows whose it is. That is said, before and after.
"""

from handlers.chat import endings, keyboards, states, stopping, unfinished
from handlers.chat.keyboards import about, pressed, rows
from handlers.chat.menu import own_menu
from handlers.chat.refusals import not_now, run_or_say_not_saved
from handlers.chat.screen.short_messages import short_messages
from handlers.chat.sweeping import say_alone
from handlers.chat.turn import Turn
from handlers.forms.chat import FormChat
from handlers.reports import report
from handlers.surveys import unanswered
from locales import LANGUAGES, normal_label
from services.errors import Refusal
from services.forms import Form, Interview
from services.store import keyless
from services.surveys import surveys
from services.surveys.surveys import Offered, Survey, SurveyAnswers


async def show(turn: Turn) -> None:
    """The surveys that are open now. Where there is only one, what a person should know of it."""
    if await unfinished.comes_first(turn):
        return
    found = await offered(turn)
    open_to = [each.survey for each in found if not each.is_answered]
    waiting = [survey for survey in open_to if _is_spoken(turn, survey)]
    if len(waiting) == 1:
        await _enter(turn, waiting[0])
    elif waiting:
        await _ask_which(turn, waiting)
    elif open_to:
        await turn.say(_in_other_languages(turn, open_to), await own_menu(turn))
    else:
        await turn.say(_none_waits(turn, bool(found)), await own_menu(turn))


async def chosen(turn: Turn) -> None:
    """A button that names a survey. It may hang on the phone longer than the round lasts."""
    if await unfinished.comes_first(turn):
        return
    found = await offered(turn)
    wanted = normal_label(turn.label_rest or "")
    named = next((each for each in found if wanted in _names(turn, each.survey)), None)
    if named is None:
        await show(turn)
    elif named.is_answered:
        await turn.say(answered_before(turn), await own_menu(turn))
    elif not _is_spoken(turn, named.survey):
        await turn.say(_in_other_languages(turn, [named.survey]), await own_menu(turn))
    else:
        await _enter(turn, named.survey)


async def show_screen(turn: Turn) -> None:
    """What everybody should know before the first question; what it takes to decide comes last, where it is seen."""
    survey = _standing(turn)
    if survey is None:
        await _is_over(turn)
        return
    *before, last = _screen(turn, survey)
    for text in before:
        await turn.say(text)
    await turn.say(last, rows(turn.words, (keyboards.GO_ON,), (keyboards.STOP,)))


async def screen(turn: Turn) -> None:
    """Go on, or stop. Words written here are not taken."""
    choice = pressed(turn, (keyboards.GO_ON, keyboards.STOP))
    survey = _standing(turn)
    if choice == keyboards.STOP:
        await stopping.stop_alone(turn)
    elif survey is None:
        await _is_over(turn)
    elif choice == keyboards.GO_ON:
        content = turn.app.content
        await QUESTIONS.begin(turn, content.form(survey.form), may_decline=content.organisation.may_decline)
    elif turn.text is not None or turn.attachment is not None:
        await show_screen(turn)


async def answered(turn: Turn) -> None:
    """What came to the question that is asked."""
    unanswered.listen(turn)
    await QUESTIONS.handle(turn)


async def offered(turn: Turn) -> tuple[Offered, ...]:
    """The surveys that are open to this person, and which of them they have answered."""
    app = turn.app
    return await turn.read(surveys.offered, app.content.surveys, turn.chat, turn.today)


async def _enter(turn: Turn, survey: Survey) -> None:
    try:
        await turn.read(keyless(surveys.require_intake), turn.app.trust, turn.now)
    except Refusal as refusal:
        await turn.say(not_now(turn, refusal), await own_menu(turn))
        return
    states.go(turn, states.SURVEY_SCREEN, survey=survey.key, round=survey.round)
    await turn.keep()
    await show_screen(turn)


async def _ask_which(turn: Turn, waiting: list[Survey]) -> None:
    words = turn.words
    buttons = [[about(words, keyboards.ANSWER_SURVEY, title(turn, survey))] for survey in waiting]
    said = words("📋 Which questions would you like to answer? It is up to you.")
    await turn.say(said, [*buttons, *rows(words, (keyboards.MENU,))])


def _languages(turn: Turn, survey: Survey) -> list[str]:
    """The offered languages that a survey is in; all of them where it says of none that it is."""
    form = turn.app.content.form(survey.form)
    return [code for code in turn.app.languages if form.speaks(code)] or list(turn.app.languages)


def _is_spoken(turn: Turn, survey: Survey) -> bool:
    """Whether all its questions are there in the person's language: nobody is asked half in another one."""
    return turn.language in _languages(turn, survey)


def _in_other_languages(turn: Turn, waiting: list[Survey]) -> str:
    spoken = {code for survey in waiting for code in _languages(turn, survey)}
    names = [LANGUAGES[code].native_name for code in turn.app.languages if code in spoken]
    return turn.words(
        "📋 There are questions, but not in your language. They are in: {languages}. To answer them, press {button}"
        " and choose one of these languages.",
        languages=turn.words.listed(names),
        button=turn.words(keyboards.LANGUAGE),
    )


def _none_waits(turn: Turn, has_answered: bool) -> str:
    return answered_before(turn) if has_answered else turn.words("📋 There are no questions to answer at the moment.")


def answered_before(turn: Turn) -> str:
    """What somebody reads who has answered this round."""
    return turn.words(
        "✅ You have answered already, thank you. Everybody answers once, so that every voice counts the same."
        " When there are new questions, you can answer again."
    )


async def _is_over(turn: Turn) -> None:
    turn.leave()
    turn.ends(endings.OVER)
    await turn.keep()
    await turn.say(turn.words(endings.OVER), await own_menu(turn))


def _screen(turn: Turn, survey: Survey) -> list[str]:
    words, organisation = turn.words, turn.app.content.organisation
    return short_messages(
        (
            words.aligned(title(turn, survey)) + "\n" + words.aligned(survey.about.said(turn.language)),
            # NOTE: "Telegram" is the app's name. The app's company can see the messages; we cannot change that.
            words(
                "📱 Telegram itself can see this chat and may keep copies."
                " After sending, I remove the questions and your answers from the chat."
            ),
            words(
                "🙈 I keep no name, no number and no chat with your answers. So that nobody answers twice, I keep a"
                " mark that this chat has answered; it does not lead to the answers. So they cannot be changed or taken"
                " back later."
            ),
            words(
                "👀 Who reads the answers: a few trained people of {organisation}. They do not know who wrote."
                " Others only see numbers.",
                organisation=organisation.name.said(turn.language),
            ),
            words("🤝 Whether you answer, and what, changes nothing about the help you get."),
            _what_must_be_answered(turn, survey),
        )
    )


def _what_must_be_answered(turn: Turn, survey: Survey) -> str:
    content = turn.app.content
    if content.organisation.may_decline or not content.form(survey.form).requires_answers:
        return turn.words("⏹ You can stop at any time; then nothing is sent. You need not answer any question.")
    return turn.words(
        "⏹ You can stop at any time; then nothing is sent. Some questions need an answer. If you would rather not give"
        " it, press {button}: nothing is sent then.",
        button=turn.words(keyboards.STOP),
    )


async def _send(turn: Turn, interview: Interview, form: Form) -> None:
    """Who began in time is taken in, also a moment after the end: counts wait for weeks (`services.surveys.rounds`)."""
    app, facts = turn.app, turn.conversation.facts
    given = SurveyAnswers(facts["survey"], facts["round"], form.name, form.hash, interview.submission())
    turn.leave()
    turn.ends(endings.SURVEY_SENT)
    is_new = await run_or_say_not_saved(turn, surveys.submit, app.trust, given, turn.chat, turn.now)
    words = turn.words
    thanks = words("✅ Your answers are saved. Thank you.") + "\n\n" + words("🧹 I removed them from this chat.")
    await say_alone(turn, thanks if is_new else answered_before(turn), await own_menu(turn))


def _standing(turn: Turn) -> Survey | None:
    """The survey the person is about to answer; None once its round is over."""
    facts = turn.conversation.facts
    for survey in turn.app.content.surveys:
        if (survey.key, survey.round) == (facts.get("survey"), facts.get("round")) and survey.is_open(turn.today):
            return survey
    return None


def title(turn: Turn, survey: Survey) -> str:
    """How it is named, in the person's language."""
    return turn.app.content.form(survey.form).title_in(turn.language)


def _names(turn: Turn, survey: Survey) -> set[str]:
    """How a button may name it: keyboards stay on the phone when the language is changed."""
    form = turn.app.content.form(survey.form)
    return {normal_label(form.title_in(language)) for language in turn.app.languages}


QUESTIONS = FormChat(
    place=states.SURVEY,
    send=_send,
    stop=stopping.stop_alone,
    completed=report.complete_note,
    skip=keyboards.RATHER_NOT,
    ways_out=unanswered.ways_out,
)
