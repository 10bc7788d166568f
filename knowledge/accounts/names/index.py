"""Candidates for a mention: the spellings that share its rarest grams, from an index in the database.

A gram is three letters of ``^name$``; of a Japanese name also each character and each pair of neighbours. Only
the rarest grams are looked up, as many as stay within a fixed number of rows, so the time does not grow with
the store.
"""

from __future__ import annotations

import math
import re
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, bindparam, text

from knowledge.accounts.names.grams_postgresql import ENTRIES, count_grams, find_most_shared

_MOST_GRAMS = 16
_FEWEST_GRAMS = 3
_ROWS = 60_000  # rows read for one mention on SQLite: more find more and take longer (make bench)
_CANDIDATES = 250
_COMMON = 500  # rows of a gram from which its count is remembered
_common: WeakKeyDictionary[Engine, dict[str, int]] = WeakKeyDictionary()
_JAPANESE = re.compile("[぀-鿿]")


def name_grams(normal: str) -> list[str]:
    """The grams of one normal name, each once; the migration builds the same in the database."""
    forms = [f"^{normal}$"]
    if _JAPANESE.search(normal):
        forms.append(f"^|{'|'.join(normal)}|$")
    return list(dict.fromkeys(form[at : at + 3] for form in forms for at in range(len(form) - 2)))


def find_candidates(connection: Connection, normal: str, *, limit: int = _CANDIDATES) -> list[int]:
    """Ids of ``account_names`` rows that share the rarest grams with this normal name, most alike first."""
    grams = name_grams(normal)
    if connection.dialect.name == "sqlite":
        weights = _rarest(_count_sqlite(connection, grams), rows=_ROWS)
        return _most_shared_sqlite(connection, weights, limit) if weights else []
    weights = _rarest(count_grams(connection, grams), rows=ENTRIES)
    return find_most_shared(connection, normal, weights, limit) if weights else []


def settle_names(connection: Connection) -> None:
    """After many names were written: let the database order its index and count its grams (PostgreSQL)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT gin_clean_pending_list('name_grams')"))
        connection.execute(text("ANALYZE account_names"))


def _rarest(counts: dict[str, int], *, rows: int) -> dict[str, float]:
    """The rarest grams that exist, with a weight each: the rarer, the more it says."""
    most = max(counts.values(), default=0)
    chosen: dict[str, float] = {}
    read = 0
    for gram, count in sorted(counts.items(), key=lambda pair: pair[1]):
        read += count
        if len(chosen) >= _MOST_GRAMS or (read > rows and len(chosen) >= _FEWEST_GRAMS):
            break
        chosen[gram] = 1.0 + math.log(most / count)
    return chosen


def _quoted(gram: str) -> str:
    return '"' + gram.replace('"', '""') + '"'


def _count_sqlite(connection: Connection, grams: list[str]) -> dict[str, int]:
    """Rows per gram. To count a common one takes long, so it is remembered: that it stays common is enough."""
    known = _common.setdefault(connection.engine, {})
    counts = {gram: known[gram] for gram in grams if gram in known}
    asked = [gram for gram in grams if gram not in known]
    query = text("SELECT term, doc FROM name_gram_counts WHERE term IN :grams").bindparams(
        bindparam("grams", expanding=True)
    )
    counts |= {row.term: row.doc for row in connection.execute(query, {"grams": asked})}
    known |= {gram: count for gram, count in counts.items() if count >= _COMMON}
    return counts


def _most_shared_sqlite(connection: Connection, weights: dict[str, float], limit: int) -> list[int]:
    # One text of ids per gram: fetching the rows one by one costs ten times as much.
    query = text("SELECT group_concat(rowid) FROM name_grams WHERE name_grams MATCH :gram")
    found: list[NDArray[np.int64]] = []
    for gram in weights:
        ids = connection.execute(query, {"gram": _quoted(gram)}).scalar() or ""
        found.append(np.fromstring(ids, dtype=np.int64, sep=","))
    shares = np.repeat(list(weights.values()), [len(ids) for ids in found])
    ids, places = np.unique(np.concatenate(found), return_inverse=True)
    shared = np.bincount(places, shares)
    if len(ids) > limit:
        kept = np.argpartition(-shared, limit)[:limit]
        ids, shared = ids[kept], shared[kept]
    best: list[int] = ids[np.argsort(-shared, kind="stable")].tolist()
    return best
