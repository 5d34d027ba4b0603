"""`amana cases journeys`: open requests for somebody to come along, what is soonest over first, for scripts."""

import typer

from bot.cli.cases.opening import unlocked_reports
from bot.cli.staff import AsJson, PassphraseFd
from bot.terminal import give_json, table, tell, words
from services.reports.journeys import journeys

app = typer.Typer()


@app.command("journeys")
def journeys_(json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Open requests for company on a way, by day and place."""
    with unlocked_reports(passphrase_fd) as opened:
        found = journeys(opened.cases.all())
    rows = [
        {
            "name": each.case.name,
            "first": str(each.days.first or ""),
            "last": str(each.days.last or ""),
            "zone": each.case.zone,
            "where_to": each.case.answer("where_to"),
            "needs_answer": each.case.needs_answer,
        }
        for each in found
    ]
    if json:
        give_json(rows)
    elif not rows:
        tell(words("Nobody asks for company just now."))
    else:
        heads = [words("Case"), words("From", "days"), words("Until", "days"), words("Zone"), words("Where to")]
        table(heads, [tuple(str(row[part]) for part in ("name", "first", "last", "zone", "where_to")) for row in rows])
