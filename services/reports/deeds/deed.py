"""What a deed is: before it is signed, an `Act`; when it is folded, a `Deed` says what it means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.reports.case_entry import CaseEntry
from services.reports.standing import Standing

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """What a member is about to do: `event` names its kind in the envelope, `facts` say what exactly. Checked."""

    event: str
    facts: Facts = field(default_factory=dict, repr=False)


def always(_facts: Facts) -> bool:
    """Whatever the facts are, they are understood."""
    return True


def nothing_changes(standing: Standing, _entry: CaseEntry) -> Standing:
    """The case stands as it did."""
    return standing


@dataclass(frozen=True, slots=True)
class Deed:
    """One kind of deed. Facts are whatever a colleague's program has signed, of this version or a later one.

    `understands` says whether they have a meaning here, whatever their shape; `changes` is asked only then, and says
    where the case stands afterwards. `called` is the kind of its entries in a thread, where that is another word.
    """

    event: str
    understands: Callable[[Facts], bool] = always
    changes: Callable[[Standing, CaseEntry], Standing] = nothing_changes
    called: str = ""

    @property
    def kind(self) -> str:
        """The kind of its entries in a thread."""
        return self.called or self.event
