"""What can be struck, by name."""

from collections.abc import Mapping

from tests.fuzzing.campaign import Open
from tests.fuzzing.targets.answers import opened as answers
from tests.fuzzing.targets.calendars import opened as calendars
from tests.fuzzing.targets.desk import opened as desk
from tests.fuzzing.targets.envelopes import opened as envelopes
from tests.fuzzing.targets.forms import opened as forms
from tests.fuzzing.targets.services import opened as services
from tests.fuzzing.targets.typed import opened as typed
from tests.fuzzing.targets.updates import opened as updates

TARGETS: Mapping[str, Open] = {
    "answers": answers,
    "calendars": calendars,
    "desk": desk,
    "envelopes": envelopes,
    "forms": forms,
    "services": services,
    "typed": typed,
    "updates": updates,
}
