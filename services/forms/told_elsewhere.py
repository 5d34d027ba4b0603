"""Words that came while something else was asked: they go to the form's text question for them, and nothing is lost."""

from dataclasses import replace

from services.forms.definition.items import Kind
from services.forms.errors import NoSuchQuestion
from services.forms.interview import Interview
from services.forms.reading import free_text
from services.forms.steps import Review
from services.forms.walking import find


def told_so_far(interview: Interview, name: str) -> str:
    """What the text question of that name holds, confirmed or not; '' where the form has none that applies."""
    node = find(interview.instance, name)
    if node is None or node.item.kind is not Kind.TEXT or not node.relevant:
        return ""
    return interview.state.drafts.get(node.path, node.text)


def told_elsewhere(interview: Interview, name: str, text: str) -> Interview:
    """The interview at the same question, with these words added to the text question of that name.

    What is not confirmed yet is shown when that question comes, and before anything is sent. Raises NoSuchQuestion
    where the form has no such question that applies, AnswerTooLong.
    """
    node = find(interview.instance, name)
    if node is None or node.item.kind is not Kind.TEXT or not node.relevant:
        raise NoSuchQuestion(name)
    state, path = interview.state, node.path
    told = free_text(f"{state.drafts.get(path, node.text)}\n{text}", path)
    is_settled = path not in state.drafts and (path in state.answers or isinstance(interview.current(), Review))
    if is_settled:
        return replace(interview, state=replace(state, answers={**state.answers, path: told}))
    return replace(interview, state=replace(state, drafts={**state.drafts, path: told}))
