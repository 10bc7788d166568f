"""Candidates on PostgreSQL: both halves of a mention must share a gram, which its index settles by itself.

To read a row costs a thousand times what an entry of the index costs. Names that share only one gram, or only those of
one word, are many and never meant, so the rarest grams are parted at the widest gap between them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, text

ENTRIES = 90_000  # entries of the index read for one mention: more find more and take longer (make bench)
_FEWEST_TO_PART = 6  # grams: of fewer, one slip may take all of a half
_SMALLEST_HALF = 0.42  # share of the grams; best of 0.34 and 0.42
_Listed = dict[str, int]
_listed: WeakKeyDictionary[Engine, tuple[float, _Listed]] = WeakKeyDictionary()


def count_grams(connection: Connection, grams: Iterable[str]) -> dict[str, int]:
    """Rows per gram as the planner estimates them; one that it does not list counts as the rarest that it lists."""
    listed = _load_listed(connection)
    least = min(listed.values(), default=1)
    return {gram: listed.get(gram, least) for gram in grams}


def find_most_shared(connection: Connection, normal: str, weights: dict[str, float], limit: int) -> list[int]:
    """Ids of ``account_names`` rows that share grams of both halves, by the weight of all that they share."""
    halves = _part(normal, weights) if len(weights) >= _FEWEST_TO_PART else [list(weights)]
    shares = " AND ".join(f"name_grams(normal) && CAST(:half{number} AS text[])" for number in range(len(halves)))
    # One text for all rows: fetching them one by one takes as long as finding them.
    query = text(f"SELECT string_agg(id || ' ' || normal, chr(10)) FROM account_names WHERE {shares}")  # noqa: S608 - numbers only
    found = connection.execute(query, {f"half{number}": half for number, half in enumerate(halves)}).scalar() or ""
    shared = []
    for line in found.split("\n") if found else ():
        row, _, name = line.partition(" ")
        forms = _forms(name)
        shared.append((-sum(weight for gram, weight in weights.items() if gram in forms), int(row)))
    return [row for _, row in sorted(shared)[:limit]]


def _part(normal: str, weights: dict[str, float]) -> list[list[str]]:
    """The grams before and after the widest gap near the middle of the name."""
    at = _places(normal)
    grams = sorted(weights, key=lambda gram: at[gram])
    least, middle = int(len(grams) * _SMALLEST_HALF), len(grams) / 2
    gaps = {cut: at[grams[cut]] - at[grams[cut - 1]] for cut in range(least, len(grams) - least + 1)}
    cut = max(gaps, key=lambda cut: (gaps[cut], -abs(cut - middle)))
    return [grams[:cut], grams[cut:]]


def _places(normal: str) -> dict[str, float]:
    """Where each gram stands, in letters from the beginning, whichever form it is of."""
    places: dict[str, float] = {}
    whole, spread = f"^{normal}$", f"^|{'|'.join(normal)}|$"
    for form, step in ((whole, 1.0), (spread, 0.5)):
        for start in range(len(form) - 2):
            places.setdefault(form[start : start + 3], start * step)
    return places


def _forms(normal: str) -> str:
    return f"^{normal}$" if normal.isascii() else f"^{normal}$ ^|{'|'.join(normal)}|$"


def _load_listed(connection: Connection) -> _Listed:
    """The commonest grams with their rows, read anew after each ANALYZE."""
    counted = connection.execute(text("SELECT reltuples FROM pg_class WHERE oid = to_regclass('name_grams')")).scalar()
    known = _listed.get(connection.engine)
    if known is None or not math.isclose(known[0], counted or 0.0):
        known = _listed[connection.engine] = (counted or 0.0, _read_statistics(connection))
    return known[1]


def _read_statistics(connection: Connection) -> _Listed:
    query = text(
        "SELECT gram, share * reltuples AS rows FROM pg_stats"
        " JOIN pg_class ON pg_class.oid = to_regclass('name_grams') AND relname = tablename,"
        " unnest(most_common_elems::text::text[], most_common_elem_freqs) AS listed(gram, share)"
        " WHERE schemaname = CAST(relnamespace::regnamespace AS text) AND gram IS NOT NULL"
    )
    return {row.gram: max(int(row.rows), 1) for row in connection.execute(query)}
