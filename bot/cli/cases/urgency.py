"""`amana cases urgent`, `not-urgent`: whether a case is urgent, judged by whoever has read it."""

import typer

from bot.cli.cases.opening import Name, find, unlocked_reports
from bot.cli.staff import AsJson, PassphraseFd
from bot.terminal import give_json, tell, words

app = typer.Typer()


@app.command()
def urgent(name: Name, json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Note that a case is urgent."""
    _judge(name, True, json, passphrase_fd)


@app.command("not-urgent")
def not_urgent(name: Name, json: AsJson = False, passphrase_fd: PassphraseFd = None) -> None:
    """Note a false alarm: by the same words of the same person nobody is called at once any more."""
    _judge(name, False, json, passphrase_fd)


def _judge(name: str, is_urgent: bool, as_json: bool, passphrase_fd: int | None) -> None:
    with unlocked_reports(passphrase_fd) as opened:
        case = find(opened, name)
        calm = () if is_urgent else opened.found.content.danger.urgent_words(*case.written)
        with opened.found.database.writing() as session:
            opened.work.judge(session, case, is_urgent, calm, opened.now)
    if as_json:
        give_json({"urgent": is_urgent, "calm": list(calm)})
        return
    tell(words("This stands in the case now."))
    if calm:
        tell(words("By these words of this person nobody is called any more: {listed}", listed=words.listed(calm)))
