"""Leads and what selling costs, as rows: so regular that a figure is easily checked by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from knowledge.demo.calendar import DEMO_DAY
from knowledge.demo.facts import Facts
from knowledge.demo.ledger import Ledger
from knowledge.demo.rows_of_us import CURRENCY

_MONTHS = 24
_LEADS_A_MONTH = 6  # a team
_EVERY = 3  # of so many leads one becomes a deal
_DAYS_TO_DEAL = 20
_CHANNELS = ("Web", "Trade fair", "Referral")
_COSTS = (
    ("Marketing", 300_000, 5_000),
    ("Sales", 700_000, 10_000),
)  # yen a team and month, and how much more each month


def write_market(ledger: Ledger, facts: Facts, people: Mapping[str, int]) -> None:
    """Two years of both teams; no lead is one of the planted customers."""
    teams = [person for person in facts.people if person["role"] == "manager"]
    industries = sorted(facts.market["industries"])
    for month, first in enumerate(_months()):
        for team in teams:
            _write_costs(ledger, team["team"], month, first)
            for number in range(_LEADS_A_MONTH):
                created = first + dt.timedelta(days=4 * number)
                deal_on = created + dt.timedelta(days=_DAYS_TO_DEAL)
                became = (month + number) % _EVERY == 0 and deal_on <= DEMO_DAY
                ledger.add(
                    "leads",
                    created_on=created,
                    company=f"Lead {first:%Y-%m}-{team['key']}-{number + 1}",
                    channel=_CHANNELS[number % len(_CHANNELS)],
                    industry=industries[number % len(industries)],
                    owner_id=people[team["key"]],
                    deal_on=deal_on if became else None,
                )


def _write_costs(ledger: Ledger, team: str, month: int, first: dt.date) -> None:
    for kind, amount, rise in _COSTS:
        spent = amount + rise * month
        ledger.add("costs", spent_on=first, amount_minor=spent, currency=CURRENCY, kind=kind, team=team)


def _months() -> Iterator[dt.date]:
    """The first of each of the months up to the demo day's, the oldest first."""
    last = DEMO_DAY.year * 12 + DEMO_DAY.month - 1
    for month in range(last - _MONTHS + 1, last + 1):
        yield dt.date(month // 12, month % 12 + 1, 1)
