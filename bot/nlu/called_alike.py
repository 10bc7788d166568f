"""Customers called nearly as another: "the Japan one" after Globex Corporation, "the other Thistle"."""

from __future__ import annotations

from bot.nlu.mentions import NameFinder

_FIRST_LETTERS = (2, 3, 4, 5)  # of a Japanese name that another may begin with


def named_alike(names: NameFinder, name: str, which: str, asker: str) -> str | None:
    """The customer called as this one begins, and then otherwise: after Globex Corporation "the Japan one"."""
    firsts = [name.split(maxsplit=1)[0]] if name.isascii() else [name[:letters] for letters in _FIRST_LETTERS]
    spelt = [f"{first}{between}{which}" for first in firsts for between in (" ", "")]
    known = names.known(spelt, asker)
    return next((known[each].matches[0].name for each in spelt if each in known and known[each].is_sure), None)


def other_called(names: NameFinder, name: str, but: str | None, asker: str) -> str | None:
    """The one customer called so beside this one; None where there are none or several."""
    others = {match.name for match in names.find(name, asker).matches} - {but}
    return others.pop() if len(others) == 1 else None
