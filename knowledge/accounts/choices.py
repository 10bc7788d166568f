"""Columns that hold no numbers: members of one closed set, and yes, no or missing; small, and plain numpy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Choices:
    """One member of ``kind`` an account, kept as its position in the set."""

    kind: type[StrEnum]
    codes: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, place: int) -> StrEnum:
        return self._members[int(self.codes[place])]

    def __iter__(self) -> Iterator[StrEnum]:
        return map(self._members.__getitem__, self.codes)

    @property
    def _members(self) -> list[StrEnum]:
        return list(self.kind)

    def are(self, member: StrEnum) -> Flags:
        """Where this member was chosen."""
        return np.asarray(self.codes == self._members.index(member))


@dataclass(frozen=True, eq=False)
class YesNo:
    """Yes or no an account, and whether it is known at all."""

    yes: Flags
    known: Flags

    def __len__(self) -> int:
        return len(self.yes)

    def __getitem__(self, place: int) -> bool | None:
        return bool(self.yes[place]) if self.known[place] else None

    def numbers(self) -> NDArray[np.float64]:
        """1 for yes, 0 for no, NaN for missing."""
        return np.where(self.known, self.yes.astype(np.float64), np.nan)


def pick(kind: type[StrEnum], chosen: Sequence[tuple[StrEnum, Flags]], otherwise: StrEnum) -> Choices:
    """The first member whose condition holds, one a row; ``otherwise`` where none does."""
    members = list(kind)
    codes = np.select(
        [held for _, held in chosen], [members.index(name) for name, _ in chosen], members.index(otherwise)
    )
    return Choices(kind, codes.astype(np.int8))


def maybe(values: ArrayLike, known: ArrayLike) -> YesNo:
    """Yes, no or missing: yes and no only where known."""
    return YesNo(np.array(values, dtype=bool), np.array(known, dtype=bool))
