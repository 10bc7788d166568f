"""`python -m bot.terminal`: the command line where the package is not installed."""

from bot.terminal.app import main

main()
