"""`python -m locales extract|update|check`: for those who write messages and those who translate them."""

import sys
from pathlib import Path

from locales.checks import faults
from locales.extraction import GluedMessage
from locales.upkeep import extract, update

_USE = """\
python -m locales extract   write messages.pot from the source
python -m locales update    bring every language's messages.po up to messages.pot
python -m locales check     say what is stale, missing or broken; ends with 1 if anything is
"""


def main(arguments: list[str]) -> int:
    """Do what the first argument says; the exit code."""
    root = Path(__file__).parent.parent
    if arguments == ["extract"]:
        try:
            extract(root)
        except GluedMessage as glued:
            sys.stderr.write(
                f"{glued.file}:{glued.line}: a message must be one literal, not put together at the call\n"
            )
            return 1
        return 0
    if arguments == ["update"]:
        update()
        return 0
    if arguments == ["check"]:
        found = faults(root)
        sys.stdout.write("".join(f"{fault}\n" for fault in found))
        return 1 if found else 0
    sys.stderr.write(_USE)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
