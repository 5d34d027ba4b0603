"""Which cases count in the picture."""

import pytest

from services.picture.accepted import accepted
from services.reports.deeds.status import set_to
from tests.support.offices import Office, founded, office

__all__ = ["founded", "office"]


@pytest.mark.parametrize(("compartment", "who", "counted"), [("safety", "caseworker", 1), ("psea", "focal_point", 0)])
def test_what_only_focal_points_open_counts_nowhere_whatever_it_is_about(
    office: Office, compartment: str, who: str, counted: int
) -> None:
    case_id = office.report(compartment=compartment)
    office.act(who, case_id, set_to("open"))
    case = office.case(case_id, who)
    assert case.compartment == compartment and case.category == "unsafe"
    assert len(accepted([case])) == counted
