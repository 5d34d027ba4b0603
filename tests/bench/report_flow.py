"""The whole report, from Start to the noted receipt, through the real bot: what it costs, beside bare echo bots.

    python tests/bench/report_flow.py --phones 1 100 --latency 0 50 --rounds 5

Flood limits and quotas are off. Each round is eight updates: start, report, go on, what, where, send now, send, noted.
Every report needs one Argon2id derivation (the receipt's keys), slow on purpose; a second run of the bot with that made
cheap shows what all the rest costs. The echo bots answer as many updates on the same server, one text each.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from load import ECHOES, STOCK, Figures, Person, echo_script, measure, table

from bot.installation import install
from bot.settings import Settings
from handlers.chat import keyboards
from services.keys.founding import FirstPeople
from storage.engine import Database
from storage.envelopes import count

OURS = "Amana, whole report"
CHEAP = "Amana, Argon2id made cheap"
UPDATES = 8
COMMANDS = {
    OURS: [sys.executable, "-m", "bot", "run"],
    CHEAP: [sys.executable, str(Path(__file__).parent / "bots" / "amana_cheap_receipts.py"), "run"],
}
REST = 6.0
"""Seconds in which the bot gets its first receipts ready, as it does in any quiet moment."""


async def report_script(person: Person) -> None:
    """One report with category and zone; the texts are the buttons a person presses."""
    await person.send("/start")
    await person.press(keyboards.REPORT)
    await person.press(keyboards.GO_ON)
    await person.press(person.phone.keyboard[0])
    await person.press(person.phone.keyboard[0])
    await person.press(keyboards.SEND_NOW)
    await person.press(keyboards.SEND, answers=2)
    await person.press(keyboards.NOTED)


async def measure_ours(name: str, phones: int, latency: float, rounds: int, rate: float | None) -> Figures:
    """The figures of one of our two bots. Raises AssertionError where not every report was kept."""
    with tempfile.TemporaryDirectory(prefix="report-flow-") as place:
        folder = Path(place) / "amana"
        settings = Settings(_env_file=None, folder=folder)
        install(settings, FirstPeople("Steward", "Caseworker", "Focal point"), _now())
        environment = _environment(folder)
        figures = await measure(COMMANDS[name], report_script, phones, latency, rate, rounds, environment, rest=REST)
        database = Database(settings.database)
        with database.reading() as session:
            assert count(session) == phones * rounds + 1, "each report and the one of the warming up"
        database.close()
    return figures


def _now() -> datetime:
    return datetime.now(UTC)


def _environment(folder: Path) -> Mapping[str, str]:
    return {
        "AMANA_FOLDER": str(folder),
        "AMANA_API_URL": "{url}",
        "AMANA_TOKEN": "{token}",
        "AMANA_LIMITS": "false",
    }


async def compare(phones: int, latency: float, rounds: int, rate: float | None) -> None:
    ours = {name: await measure_ours(name, phones, latency, rounds, rate) for name in COMMANDS}
    echoes = {
        name: await measure(command, echo_script, phones, latency, rate, max(1, rounds * UPDATES // 10))
        for name, command in ECHOES.items()
    }
    title = f"\n{phones} phones, {latency:g} ms of network" + (f", {rate:g} updates/s" if rate else "")
    print(table(title, {**ours, **echoes}, STOCK), flush=True)


async def main(phones: list[int], latencies: list[float], rounds: int, rate: float | None) -> None:
    for count_of_phones in phones:
        for latency in latencies:
            several = rounds if count_of_phones > 1 else rounds * 10
            await compare(count_of_phones, latency, several, rate)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phones", type=int, nargs="+", default=[1, 100])
    parser.add_argument("--latency", type=float, nargs="+", default=[0.0], help="milliseconds of each round trip")
    parser.add_argument("--rounds", type=int, default=5, help="reports of each phone")
    parser.add_argument("--rate", type=float, default=None, help="updates a second, of all phones together")
    given = parser.parse_args()
    asyncio.run(main(given.phones, given.latency, given.rounds, given.rate))
