"""Measures the firm's figures: rows from the store, one tally a figure, period and group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
from sqlalchemy import select

from knowledge.accounts.queries.aggregates.people import load_records
from knowledge.accounts.queries.segments import MEASURED, SegmentFilter, Segments, filter_accounts, load_segments
from knowledge.churn.queries.definition import find_definition
from knowledge.errors import RateMissing
from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import Rates
from knowledge.metrics.metric import COUNTED, LEDGER, Metric
from knowledge.metrics.movements import CountedMovements, Movements, find_movements, tally_movements
from knowledge.metrics.periods import Period
from knowledge.metrics.queries.acquisition import LEADS_AND_COSTS, Tallies, tally_cac, tally_leads
from knowledge.metrics.queries.buyers import load_buyers
from knowledge.metrics.queries.counted import LOADERS
from knowledge.metrics.queries.ledger import Ledger, load_ledger
from knowledge.metrics.queries.ownership import load_owners, load_users
from knowledge.metrics.tally import Tally
from knowledge.metrics.told import MovedBy, SplitBy, Told, Unrated
from knowledge.tables import Product
from knowledge.terms import SegmentBy

LeftOut = dict[str, Unrated]
_SUMS = ("numerator", "denominator", "waiting")


@dataclass(frozen=True)
class Wanted:
    """Which figures, for which periods, of whom. ``products``: only these, by name; ``accounts``: only these.

    ``leaves_out``: what lacks an exchange rate is left out and named, rather than the whole refused; ``without``:
    currencies that are left out already.
    """

    metrics: tuple[Metric, ...]
    periods: tuple[Period, ...]
    rates: Rates
    by: SplitBy | None = None
    filters: tuple[SegmentFilter, ...] = ()
    products: tuple[str, ...] = ()
    accounts: frozenset[int] | None = None
    leaves_out: bool = False
    without: frozenset[str] = frozenset()


def measure_metrics(access: AccessContext, wanted: Wanted) -> tuple[Told, ...]:
    """Every figure asked for, by metric, period and group. RateMissing, NotEnoughHistory (too few for segments)."""
    measuring = _Measuring(access, wanted)
    return tuple(told for metric in wanted.metrics for told in measuring.tell(metric))


def measure_with_movements(access: AccessContext, wanted: Wanted) -> tuple[tuple[Told, ...], MovedBy, LeftOut]:
    """The figures, the movements behind those of the ledger, and by currency what is left out for want of a rate.

    The movements are of customers alone where a rate lacks for the rest, and where there are no contracts.
    """
    measuring = _Measuring(access, wanted)
    told = tuple(told for metric in wanted.metrics for told in measuring.tell(metric))
    asked = LEDGER & set(wanted.metrics)
    if asked and find_definition(access) == "buying":
        return told, measuring.counted, {}
    try:
        return told, measuring.movements if asked else {}, measuring.left_out
    except RateMissing:
        if not asked <= COUNTED:
            raise
        return told, measuring.counted, {}


@dataclass
class _Measuring:
    """One request; what several figures share is loaded once."""

    access: AccessContext
    wanted: Wanted
    left_out: LeftOut = field(default_factory=dict)
    _segments: dict[int, Segments] = field(default_factory=dict)

    def tell(self, metric: Metric) -> Iterable[Told]:
        if metric in LEDGER:
            return self._from_ledger(metric)
        if metric in LEADS_AND_COSTS:
            return self._acquired(metric)
        if metric is Metric.ATTACH_RATE:
            return self._attached()
        if metric is Metric.ACTIVE_RATE:
            return self._active()
        return self._from_counts(metric, LOADERS[metric](self.access, self.wanted.periods))

    @cached_property
    def _has_contracts(self) -> bool:
        return load_records(self.access).contracts

    def groups(self, place: int) -> Segments:
        """Customers that pass the filters, each with its group; segments as they stood when the period opened."""
        place = place if self._is_dated else 0
        if place not in self._segments:
            then = replace(self.access, as_of=self.wanted.periods[place].opening)
            by = self.wanted.by if isinstance(self.wanted.by, SegmentBy) else SegmentBy.COUNTRY
            inside = filter_accounts(then, self.wanted.filters)
            found = load_segments(then, by).items()
            only = self.wanted.accounts
            self._segments[place] = {
                at: name for at, name in found if (inside is None or at in inside) and (only is None or at in only)
            }
        return self._segments[place]

    @cached_property
    def _is_dated(self) -> bool:
        """Whether the groups change with the day; an industry or a team is taken as it is now."""
        return bool({self.wanted.by, *(each.by for each in self.wanted.filters)} & MEASURED.keys())

    @cached_property
    def movements(self) -> MovedBy:
        """Of money."""
        return self._moved(is_counted=False)

    @cached_property
    def counted(self) -> MovedBy:
        """Of customers alone."""
        return {key: CountedMovements(**vars(moved)) for key, moved in self._moved(is_counted=True).items()}

    def _moved(self, *, is_counted: bool) -> MovedBy:
        if self.wanted.by != "product":
            return self._movements(self._ledger(self.wanted.products, is_counted=is_counted), None)
        found: MovedBy = {}
        for name in self.wanted.products or tuple(self._product_ids):
            found |= self._movements(self._ledger((name,), is_counted=is_counted), name)
        return found

    def _ledger(self, products: Sequence[str], *, is_counted: bool) -> Ledger:
        days = [day for each in self.wanted.periods for day in (each.opening, each.end)]
        if is_counted and not products and find_definition(self.access) == "buying":
            return load_buyers(self.access, days)
        named = [number for name in products for number in self._products_of(name)]
        return load_ledger(self.access, days, product_ids=named, is_counted=is_counted)

    def _products_of(self, name: str) -> list[int]:
        """The product of this name, or all of the family that is called so."""
        return [self._product_ids[each] for each in self._names_of(name)]

    def _names_of(self, name: str) -> list[str]:
        if name in self._product_ids:
            return [name]
        query = select(Product.name).where(Product.family == name).order_by(Product.id)
        return list(self.access.connection.execute(query).scalars())

    @cached_property
    def _product_ids(self) -> dict[str, int]:
        rows = self.access.connection.execute(select(Product.name, Product.id).order_by(Product.id))
        return {row.name: row.id for row in rows}

    def _movements(self, ledger: Ledger, product: str | None) -> dict[tuple[int, str | None], Movements]:
        found = {}
        ledger = self._rated(ledger)
        customers = ledger.customers.tolist()
        names, inside = np.array([], dtype=object), np.array([], dtype=bool)
        for place, period in enumerate(self.wanted.periods):
            opening, closing = ledger.between(period.opening, period.end, self.wanted.rates)
            before = ledger.had_before(period.opening)
            if place == 0 or self._is_dated:
                groups = self.groups(place)
                names = np.array([groups.get(at) for at in customers], dtype=object)
                inside = np.array([name is not None for name in names], dtype=bool)
            if not isinstance(self.wanted.by, SegmentBy):
                found[place, product] = find_movements(opening[inside], closing[inside], before[inside])
                continue
            for name in sorted(set(names[inside])):
                mine = names == name
                found[place, name] = find_movements(opening[mine], closing[mine], before[mine])
        return found

    def _rated(self, ledger: Ledger) -> Ledger:
        """Of the customers meant, without the currencies that lack a rate, where the question bears it; all periods
        alike."""
        if self.wanted.accounts is not None:
            ledger = ledger.of(self.wanted.accounts)
        if self.wanted.without:
            ledger = ledger.without(self.wanted.without)
        if not self.wanted.leaves_out:
            return ledger
        spans = [(each.opening, each.end) for each in self.wanted.periods]
        unrated = ledger.find_unrated(spans, self.wanted.rates)
        self.left_out |= unrated
        return ledger.without(unrated) if unrated else ledger

    def _from_ledger(self, metric: Metric) -> list[Told]:
        if metric not in COUNTED and not self._has_contracts:
            return [Told(metric, place, group, Tally(0, 0)) for place, group in self._empty_keys()]
        rules = self.access.rules.metrics
        told = []
        for (place, group), moved in (self.counted if metric in COUNTED else self.movements).items():
            months = self.wanted.periods[place].months
            margin, cap = rules.gross_margin, rules.ltv_cap_months
            tally = tally_movements(moved, metric, months=months, gross_margin=margin, cap_months=cap)
            told.append(Told(metric, place, group, tally, moved=moved))
        return told

    def _from_counts(self, metric: Metric, counts: pd.DataFrame) -> list[Told]:
        scale = 100.0 if metric is Metric.NPS else 1.0
        sums = dict.fromkeys(self._empty_keys(), (0, 0, 0))
        for at in sorted({int(place) for place in counts["place"].tolist()}):
            inside = counts[counts["place"] == at]
            segments = inside["account_id"].map(self.groups(at))
            kept = segments.notna()
            if self.wanted.products:
                kept &= inside["product"].isin(["", *self.wanted.products])
            names = inside["product"] if self.wanted.by == "product" else segments
            sums |= {
                (at, str(name) if self.wanted.by else None): (
                    int(row["numerator"]),
                    int(row["denominator"]),
                    int(row["waiting"]),
                )
                for name, row in _sums(inside[kept], names[kept], split=self.wanted.by is not None)
            }
        return [
            Told(metric, place, group, Tally(above, below, scale), waiting)
            for (place, group), (above, below, waiting) in sums.items()
        ]

    def _empty_keys(self) -> list[tuple[int, str | None]]:
        return [] if self.wanted.by else [(place, None) for place in range(len(self.wanted.periods))]

    def _group(self, segment: str, product: str) -> str | None:
        return product if self.wanted.by == "product" else segment if self.wanted.by else None

    def _acquired(self, metric: Metric) -> list[Told]:
        """Leads and costs are no customers': they are split and filtered by what they say themselves."""
        wanted = self.wanted
        by = wanted.by if isinstance(wanted.by, SegmentBy) else None
        if wanted.by == "product" or wanted.products or wanted.accounts is not None:
            tallies: Tallies = dict.fromkeys(self._empty_keys(), Tally(0, 0))
        elif metric is Metric.LEAD_TO_DEAL:
            tallies = tally_leads(self.access, wanted.periods, by, wanted.filters)
        else:
            tallies = tally_cac(self.access, wanted.periods, by, wanted.filters, wanted.rates, self.groups)
        return [Told(metric, place, group, tally) for (place, group), tally in tallies.items()]

    def _attached(self) -> list[Told]:
        """A product's owners among customers; without a product, customers with two products or more."""
        told = []
        for place, period in enumerate(self.wanted.periods):
            owners, groups = load_owners(self.access, period.end), self.groups(place)
            held = pd.Series([at for each in owners.values() for at in each], dtype="int64").value_counts()
            several = set(held[held >= 2].index)
            parts = {name: self._owning(name, owners) for name in self.wanted.products or owners}
            if self.wanted.by == "product":
                base = set(held.index) & groups.keys()
                told += [
                    Told(Metric.ATTACH_RATE, place, name, Tally(len(having & base), len(base)))
                    for name, having in parts.items()
                ]
                continue
            having = set().union(*parts.values()) if self.wanted.products else several
            told += self._shares(Metric.ATTACH_RATE, place, having, set(held.index))
        return told

    def _owning(self, name: str, owners: dict[str, set[int]]) -> set[int]:
        """Who has the product, or any of the family of that name."""
        return set().union(*(owners.get(each, set()) for each in self._names_of(name)))

    def _active(self) -> list[Told]:
        active, known = load_users(self.access, [each.end for each in self.wanted.periods])
        told: list[Told] = []
        for place, period in enumerate(self.wanted.periods):
            customers = set().union(*load_owners(self.access, period.end).values())
            base = customers & known[place]
            unknown = len((customers - known[place]) & self.groups(place).keys())
            shares = self._shares(Metric.ACTIVE_RATE, place, active[place], base)
            told += [replace(each, waiting=unknown if each.group is None else 0) for each in shares]
        return told

    def _shares(self, metric: Metric, place: int, having: set[int], base: set[int]) -> list[Told]:
        sums: dict[str | None, list[int]] = {} if self.wanted.by else {None: [0, 0]}
        for account_id, segment in self.groups(place).items():
            if account_id in base:
                held = sums.setdefault(self._group(segment, ""), [0, 0])
                held[0] += account_id in having
                held[1] += 1
        return [Told(metric, place, group, Tally(above, below)) for group, (above, below) in sums.items()]


def _sums(counts: pd.DataFrame, names: pd.Series, *, split: bool) -> Iterable[tuple[object, pd.Series]]:
    """The counts added up by name; all together where nothing is split."""
    if not len(counts):
        return []
    grouped = counts[list(_SUMS)].groupby(names.to_numpy() if split else np.zeros(len(counts)))
    return grouped.sum().iterrows()
