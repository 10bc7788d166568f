"""How else a colleague's name is written in a hurry: in Latin letters, as their address has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from knowledge.playbook.romaji import name_of_address

_SHORTEST = 3  # letters of a name that is looked for in every text


def spell_people(people: Iterable[tuple[str, str | None]]) -> Mapping[str, tuple[str, ...]]:
    """By name, from names and addresses, the Latin halves that mean this one colleague and nobody else.

    >>> dict(spell_people([("坂井 研二", "kenji.sakai@firm.example"), ("Ann Lee", "ann.lee@firm.example")]))
    {'坂井 研二': ('kenji', 'sakai')}
    """
    latin = {name: name_of_address(address).casefold().split() for name, address in people if address}
    owners = Counter(part for parts in latin.values() for part in set(parts))
    own = {name: tuple(part for part in parts if owners[part] == 1) for name, parts in latin.items()}
    return {
        name: told
        for name, parts in own.items()
        if not name.isascii() and (told := tuple(part for part in parts if len(part) >= _SHORTEST))
    }
