"""Who bought B after A: the square count that confidence and follow-ons are built on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knowledge.offers.affinity.events import FirstPurchases, Ints, later_in_account


@dataclass(frozen=True)
class PairCounts:
    """owners[a, b]: accounts that bought A and did not own B by that day; adopters[a, b]: those that bought B later."""

    owners: Ints
    adopters: Ints


def count_in_order(events: FirstPurchases, *, ripe_day: int, within_days: int) -> PairCounts:
    """Owners of each A without B, and those of them that first bought B within the days after A.

    Only accounts that bought A until ripe_day are owners. Buying both on one day tells no order: it counts as owning B.
    """
    width = len(events.products)
    adopters, held = _Tally(width * width), _Tally(width * width)
    for first, second in later_in_account(events):
        wait = events.day[second] - events.day[first]
        forward = events.product[first] * width + events.product[second]
        backward = events.product[second] * width + events.product[first]
        ripe = events.day[first] <= ripe_day
        adopters.add(forward[ripe & (wait > 0) & (wait <= within_days)])
        held.add(forward[ripe & (wait == 0)])
        held.add(backward[events.day[second] <= ripe_day])
    bought = np.bincount(events.product[events.day <= ripe_day], minlength=width)
    owners = bought[:, None] - held.total().reshape(width, width)
    return PairCounts(owners, adopters.total().reshape(width, width))


class _Tally:
    """Counts keys below a size; gathers them first, for counting many at once is many times faster than few."""

    def __init__(self, size: int) -> None:
        self._counts = np.zeros(size, dtype=np.int64)
        self._waiting: list[Ints] = []
        self._number = 0

    def add(self, keys: Ints) -> None:
        self._waiting.append(keys)
        self._number += len(keys)
        if self._number > len(self._counts):
            self.total()

    def total(self) -> Ints:
        if self._waiting:
            self._counts += np.bincount(np.concatenate(self._waiting), minlength=len(self._counts))
            self._waiting, self._number = [], 0
        return self._counts
