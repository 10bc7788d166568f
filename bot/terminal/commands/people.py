"""`osusume people`: ties between ids."""

from bot.terminal.commands.ties import build_group

group = build_group("people")
