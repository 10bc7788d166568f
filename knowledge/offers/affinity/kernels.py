"""The loops that numpy has no words for, compiled by numba: one account at a time, over what it owns.

Compiled at first use and kept beside this file, or in the user's cache; where neither can be written, for the process
only. Import it where it is used: the compiler takes more than half a second to load, which no stored answer needs.
Where it is not installed (the extra ``night``), the same loops run as plain Python: the same numbers, slower.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Places = NDArray[np.integer[Any]]
Function = TypeVar("Function", bound=Callable[..., Any])


def _compiled(function: Function) -> Function:
    try:
        import numba
    except ModuleNotFoundError:
        return function
    try:
        return cast(Function, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:  # nowhere to keep it
        return cast(Function, numba.njit(nogil=True)(function))


@_compiled
def best_three(start: Places, product: Places, value: Floats, first: Places, owned: Places, width: int) -> Floats:
    """Each account's sum of its three strongest links to each product, those above 0; accounts x products.

    Links of product a are start[a]:start[a+1], what account i owns is first[i]:first[i+1].
    """
    best = np.zeros((len(first) - 1, width), dtype=np.float32)
    second, third = np.zeros(width, dtype=np.float32), np.zeros(width, dtype=np.float32)
    for account in range(len(first) - 1):
        row = best[account]
        second[:] = 0
        third[:] = 0
        for place in range(first[account], first[account + 1]):
            antecedent = owned[place]
            for entry in range(start[antecedent], start[antecedent + 1]):
                at, link = product[entry], value[entry]
                row[at], link = max(row[at], link), min(row[at], link)
                second[at], link = max(second[at], link), min(second[at], link)
                third[at] = max(third[at], link)
        row += second
        row += third
    return best


@_compiled
def link_sums(start: Places, product: Places, value: Floats, first: Places, owned: Places, width: int) -> Floats:
    """Each account's sum of all links to each product, for or against; as ``best_three``."""
    total = np.zeros((len(first) - 1, width), dtype=np.float32)
    for account in range(len(first) - 1):
        row = total[account]
        for place in range(first[account], first[account + 1]):
            antecedent = owned[place]
            for entry in range(start[antecedent], start[antecedent + 1]):
                row[product[entry]] += value[entry]
    return total


@_compiled
def first_not_owned(order: Places, which: Places, first: Places, owned: Places) -> Ints:
    """The first product in each account's list that it does not own, -1 where it owns them all.

    order: lists of product positions, best first; which: each account's list among them.
    """
    found = np.full(len(which), -1, dtype=np.int64)
    has = np.zeros(order.shape[1], dtype=np.bool_)
    for account in range(len(which)):
        for place in range(first[account], first[account + 1]):
            has[owned[place]] = True
        for product in order[which[account]]:
            if not has[product]:
                found[account] = product
                break
        for place in range(first[account], first[account + 1]):
            has[owned[place]] = False
    return found


@_compiled
def strongest_link(
    start: Places, product: Places, value: Floats, adopters: Places, bounds: Places, owned: Places, wanted: Places
) -> Ints:
    """For each wanted product the entry of the strongest counted link to it from what is owned, -1 where none is.

    What may lead to wanted[i] is owned[bounds[0, i]:bounds[1, i]]; of equal links the lower product's. A link counts
    where anybody adopted; links of a product ascend by product.
    """
    found = np.full(len(wanted), -1, dtype=np.int64)
    for row in range(len(wanted)):
        best, by = np.float32(-1), -1
        for place in range(bounds[0, row], bounds[1, row]):
            antecedent = owned[place]
            low, high = start[antecedent], start[antecedent + 1]
            entry = low + np.searchsorted(product[low:high], wanted[row])
            if entry < high and product[entry] == wanted[row] and adopters[entry] > 0:
                link = value[entry]
                if link > best or (link == best and antecedent < by):
                    best, by, found[row] = link, antecedent, entry
    return found
