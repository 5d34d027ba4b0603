"""What a member has chosen to pass on and has not asked about yet, while their desk is unlocked."""

from dataclasses import dataclass, field

from services.reports.referrals import Terms


@dataclass(slots=True)
class ReferralChoice:
    """`search` finds a service, `to` is the one that is chosen, `ticked` are the fields; `looked` is what the member
    has read whole. The summary is a text of the case's draft, and survives a lock."""

    search: str = ""
    to: str = ""
    ticked: frozenset[str] = frozenset()
    looked: Terms | None = field(default=None, repr=False)
