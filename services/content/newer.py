"""What a content folder of somebody's own may lack of what the example has got since: said as warnings, with a remedy.

Nothing breaks without it; but what a newer program does then does not happen, and nobody would know.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from services.authoring.parts import Problem
from services.danger import FILE, DangerWords
from services.forms import Form

REMEDY: Final = "Copy it from the example content"
KINDS: Final = {
    "suicide": "who speaks of it is not shown who listens",
    "sexual_violence": "who speaks of it is not shown the right services first",
    "child": "who lost a child is not shown who helps",
    "explosive": "who found one is not shown whom to call",
    "aid_worker": "a report is not asked whether it is about an aid worker, who must not read it",
}
"""The kinds of danger that the program relies on, and what does not happen without each."""
ITEMS: Final = {
    "words_of": "words of danger in the report change nothing of what is asked",
    "before_sending": "who hurries is not asked what decides who reads it",
    "urgent": "no report is urgent",
    "branch": "no services are shown for what happened",
}
"""The same for items of the report's form."""


def what_is_newer(danger: DangerWords, forms: Mapping[str, Form], report: str) -> Iterator[Problem]:
    """A warning for each that the folder lacks; none for a file that is missing, which is said already."""
    kinds = {kind.key for kind in danger.kinds}
    for key, lost in KINDS.items() if kinds else ():
        if key not in kinds:
            yield Problem(FILE, "kinds", f"there is no kind “{key}”: {lost}", REMEDY, is_warning=True)
    form = forms.get(report)
    items = {path.rpartition("/")[2] for path in form.items} if form else set()
    for name, lost in ITEMS.items() if form else ():
        if name not in items:
            yield Problem(f"forms/{report}", name, f"there is no such item: {lost}", REMEDY, is_warning=True)
