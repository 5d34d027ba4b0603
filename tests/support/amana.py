"""`amana …` with derivations that cost hardly anything, as the tests that start it have them.

python -m tests.support.amana run
"""

from bot.cli import main
from tests.support import costs

if __name__ == "__main__":
    costs.make_cheap()
    main()
