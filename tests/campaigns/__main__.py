"""Fight a campaign against the promises, or many.

    python -m tests.campaigns --deaths 25                                    one; the seed is printed
    python -m tests.campaigns --deaths 25 --seed 7                           that one again
    python -m tests.campaigns --deaths 100 --times 100 --notes notes.jsonl   10,000 deaths; can be broken off

What is drawn comes from the seed: when and where the bot dies, what goes wrong, who does what. How quick the machine is
does not. Exits with 1 where a promise was broken.
"""

import argparse
import asyncio
import json
import random
import sys
from pathlib import Path

from tests.campaigns.campaign import Plan, fight
from tests.campaigns.life import die_with_parent
from tests.campaigns.rounds import Tally, fight_on, noted


def main() -> None:
    asked = _asked()
    if asked.json:
        die_with_parent()
    if asked.times == 1:
        note = noted(asyncio.run(fight(Plan(asked.seed, asked.deaths, asked.people, asked.postgres, asked.power))))
        tally = Tally.of([note])
        print(json.dumps(note) if asked.json else "\n".join(tally.lines()))
    else:
        arguments = ["--deaths", str(asked.deaths), "--people", str(asked.people)]
        arguments += ["--postgres"] if asked.postgres else ["--power"] if asked.power else []
        seeds = range(asked.seed, asked.seed + asked.times)
        tally = asyncio.run(fight_on(arguments, seeds, asked.side_by_side, asked.notes))
        print("\n".join(tally.lines()))
    sys.exit(1 if tally.broken else 0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deaths", type=int, default=25, help="of the bot, in one campaign")
    parser.add_argument("--people", type=int, default=8)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--postgres", action="store_true", help="a pair of processes on a server, not one on a file")
    where.add_argument("--power", action="store_true", help="each death is a loss of power; for root only")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--times", type=int, default=1, help="how many campaigns, with seeds from that one on")
    parser.add_argument("--side-by-side", type=int, default=2)
    parser.add_argument("--notes", type=Path, default=Path("campaigns.jsonl"), help="where many are noted")
    parser.add_argument("--json", action="store_true", help="what came of it, for the program that started it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
