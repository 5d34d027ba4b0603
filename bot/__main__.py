"""`python -m bot` is `amana`."""

from bot.cli import main

if __name__ == "__main__":
    main()
