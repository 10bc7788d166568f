"""The shared tables as plain frames, to be stored at night and read for one answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from knowledge.offers.affinity.events import Ints
from knowledge.offers.affinity.links import Links
from knowledge.offers.affinity.model import Affinity
from knowledge.offers.affinity.popularity import Popularity
from knowledge.offers.affinity.portfolio import Portfolios
from knowledge.offers.affinity.snapshot import Adoption

LINKS = ("confidence", "adoption", "adoption_year", "ease")


def to_tables(affinity: Affinity) -> dict[str, pd.DataFrame]:
    """products, segments, segment_products, one frame a link table, portfolios and together (small catalogues only)."""
    popularity, columns = affinity.popularity, {"product_id": affinity.products}
    for name, adoption in (("adoption", affinity.adoption), ("adoption_year", affinity.adoption_year)):
        columns |= {f"{name}_owners": adoption.base_owners, f"{name}_adopters": adoption.base_adopters}
    for name in ("lately", "quarter", "all_time"):
        columns[name] = getattr(popularity, name).astype(np.int64)
    code, place = np.nonzero(np.ones_like(popularity.segment_buyers))
    shares = {"share": popularity.segment.ravel(), "buyers": popularity.segment_buyers.ravel()}
    return {
        "products": pd.DataFrame(columns).assign(pace=popularity.pace),
        "segments": pd.DataFrame({"segment": affinity.segments, "accounts": popularity.segment_accounts}),
        "segment_products": pd.DataFrame({"code": code, "product_id": affinity.products[place], **shares}),
        **{name: links.frame(affinity.products) for name, links in zip(LINKS, _links(affinity), strict=True)},
        **_portfolio_tables(affinity),
    }


def from_tables(tables: Mapping[str, pd.DataFrame], *, as_of: date, horizon_days: int) -> Affinity:
    """The tables read back; scores from them equal those before, to the last bit."""
    known = tables["products"]
    products = known["product_id"].to_numpy(dtype=np.int64)
    links = {name: _read_links(tables[name], products) for name in LINKS}
    base = {name: [known[f"{name}_{side}"].to_numpy() for side in ("owners", "adopters")] for name in LINKS[1:3]}
    return Affinity(
        as_of,
        horizon_days,
        products,
        tables["segments"]["segment"].to_numpy(dtype=object),
        _read_popularity(tables, len(products)),
        links["confidence"],
        Adoption(links["adoption"], *base["adoption"]),
        Adoption(links["adoption_year"], *base["adoption_year"]),
        links["ease"],
        _read_portfolios(tables, len(products)),
    )


def _links(affinity: Affinity) -> tuple[Links, ...]:
    return affinity.confidence, affinity.adoption.links, affinity.adoption_year.links, affinity.ease


def _read_links(frame: pd.DataFrame, products: Ints) -> Links:
    antecedent = np.searchsorted(products, frame["antecedent"].to_numpy(dtype=np.int64))
    start = np.searchsorted(antecedent, np.arange(len(products) + 1))
    product = np.searchsorted(products, frame["product"].to_numpy(dtype=np.int64))
    counts = frame["owners"].to_numpy(dtype=np.int64), frame["adopters"].to_numpy(dtype=np.int64)
    return Links(start, product, frame["value"].to_numpy(dtype=np.float32), *counts)


def _read_popularity(tables: Mapping[str, pd.DataFrame], width: int) -> Popularity:
    known, segments, shares = tables["products"], tables["segments"], tables["segment_products"]
    lately, quarter, all_time = (known[name].to_numpy(dtype=np.float32) for name in ("lately", "quarter", "all_time"))
    pace, square = known["pace"].to_numpy(dtype=np.float32), (len(segments), width)
    share = shares["share"].to_numpy(dtype=np.float32).reshape(square)
    buyers = shares["buyers"].to_numpy(dtype=np.int64).reshape(square)
    accounts = segments["accounts"].to_numpy(dtype=np.int64)
    return Popularity(lately, quarter, all_time, pace, share, buyers, accounts)


def _portfolio_tables(affinity: Affinity) -> dict[str, pd.DataFrame]:
    if affinity.portfolios is None:
        return {}
    own = affinity.portfolios
    place, product = np.nonzero(own.extended)
    key = own.key[place].astype(np.int64)
    extended = {"key": key, "product": product, "accounts": own.extended[place, product]}
    return {"portfolios": pd.DataFrame(extended), "together": pd.DataFrame(own.part)}


def _read_portfolios(tables: Mapping[str, pd.DataFrame], width: int) -> Portfolios | None:
    if "portfolios" not in tables:
        return None
    frame = tables["portfolios"]
    key, place = np.unique(frame["key"].to_numpy(dtype=np.uint64), return_inverse=True)
    extended = np.zeros((len(key), width), dtype=np.int64)
    extended[place, frame["product"].to_numpy(dtype=np.int64)] = frame["accounts"]
    return Portfolios(key, extended, tables["together"].to_numpy(dtype=np.float32))
