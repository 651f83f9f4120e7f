"""`python -m bot.cli` is `quoted`."""

from bot.cli import main

main()
