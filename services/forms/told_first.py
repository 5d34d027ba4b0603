"""Words that somebody wrote before any question: the form's story holds them, and its question is not asked again."""

from dataclasses import replace

from services.forms.definition.items import Kind
from services.forms.form_node import FormNode
from services.forms.interview import Interview
from services.forms.reading import free_text
from services.forms.walking import questions
from services.forms.wording import MULTILINE


def told_first(interview: Interview, text: str) -> Interview | None:
    """The interview at the same question, with these words as the answer to the first question that takes a long text.

    It applies from now on whatever the form says, so that nothing told is left out; it can be changed in the review.
    None where the form takes no text at all. Raises AnswerTooLong.
    """
    node = _story(interview)
    if node is None:
        return None
    state = interview.state
    answers = {node.path: free_text(text, node.path), **state.answers}
    return replace(interview, state=replace(state, answers=answers, told=node.path))


def _story(interview: Interview) -> FormNode | None:
    """Never within rows: nobody knows whose story it is."""
    texts = [node for node in questions(interview.instance.root) if node.item.kind is Kind.TEXT and node.within is None]
    return next((node for node in texts if MULTILINE in node.item.appearance), texts[0] if texts else None)
