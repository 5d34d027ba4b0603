"""`amana cases together`, `incidents`: reports of one incident, for scripts; `casework` takes one out again."""

from collections import defaultdict
from typing import Annotated

import typer

from bot.cli.cases.opening import Name, find, unlocked_reports
from bot.cli.staff import AsJson, PassphraseFd
from bot.terminal import give_json, stop, table, tell, words
from services.incidents.incidents import corroboration, put_together
from services.reports.case import Case
from services.reports.deeds.incident import COMPARED, NotOneIncident, TooManyCases

app = typer.Typer()


@app.command()
def together(
    name: Name,
    others: Annotated[list[str], typer.Argument(metavar="NAME...", help="The other cases.")],
    json: AsJson = False,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Put cases together as one incident. Undone by `apart`."""
    with unlocked_reports(passphrase_fd) as opened:
        cases = list({case.id: case for case in (find(opened, each) for each in (name, *others))}.values())
        if len(cases) < 2:
            stop(words("One report alone is no incident. Nothing was changed."))
        now = opened.now
        try:
            with opened.found.database.writing() as session:
                put_together(session, opened.work, cases, opened.cases.each(), now)
        except NotOneIncident:
            stop(words("Only safety reports are put together; a complaint about an aid worker stands alone."))
        except TooManyCases:
            stop(words("One incident can have 60 reports. Nothing was changed."))
    if json:
        give_json({"done": True})
    else:
        tell(words("This stands in the cases now."))


@app.command("incidents")
def incidents_(json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """What was put together, and how many people told of it as far as can be known; nobody can know for sure."""
    with unlocked_reports(passphrase_fd) as opened:
        found = defaultdict[bytes, list[Case]](list)
        for case in opened.cases.all():
            if case.standing.incident is not None and case.compartment == COMPARED:
                found[case.standing.incident].append(case)
    known = [(sorted(case.name for case in cases), corroboration(cases)) for cases in found.values() if len(cases) > 1]
    if json:
        give_json([{"cases": names, "reports": told.reports, "people": told.people} for names, told in known])
    elif not known:
        tell(words("Nothing was put together."))
    else:
        heads = [words("Reports"), words("People, as far as can be known"), words("Cases")]
        table(heads, [(str(told.reports), str(told.people), " ".join(names)) for names, told in known])
