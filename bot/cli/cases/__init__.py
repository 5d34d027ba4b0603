"""`amana cases …`: everything that is done at the desk with a case, for scripts and for an office without a browser."""

import typer

from bot.cli.cases import incidents, journeys, listing, referrals, replying, urgency, working

app = typer.Typer(no_args_is_help=True, help="List, show, answer and work on cases.")
for part in (listing, replying, working, urgency, incidents, journeys, referrals):
    app.add_typer(part.app)
