"""Which pages there are, and what each asks of the one door: a page is the answers to questions that exist."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from bot.dialogue.message import Click

NAV = ("ask", "calls", "accounts", "digest", "whitespace", "figures", "data")  # in the order of the menu
# Pages of the menu that are for some roles alone.
_ROLES = {"import": ("ops",), "backtests": ("ops", "manager"), "playbook": ("ops",), "settings": ("ops",)}
_TIMELINE_DAYS = 180
_MOST_ID = 2**31 - 1  # that a database can hold
_DIGITS = 10

# Pages that are always about the same, by their address.
_PLAIN: dict[str, tuple[Click, ...]] = {
    "": (),
    "calls": (Click("rank_accounts"),),
    "accounts": (),
    "whitespace": (Click("rank_accounts", {"view": "whitespace"}),),
    "figures": (Click("show_metrics"),),
    "data": (Click("look_up", {"query": json.dumps({"thing": "data"})}),),
    "import": (),
    "backtests": (),
    "playbook": (),
    "settings": (),
}


def nav_of(role: str | None) -> tuple[str, ...]:
    """The menu of somebody."""
    return (*NAV, *(name for name in _ROLES if may_open(name, role)))


def may_open(name: str, role: str | None) -> bool:
    """Whether a page of the menu is there for this role."""
    return name not in _ROLES or role in _ROLES[name]


@dataclass(frozen=True)
class Page:
    """One page. ``asks``: what is answered when it is opened; ``if_quiet``: where that has no more than a headline.

    ``as_of``: the day that all on it is about.
    """

    kind: str
    path: str
    asks: tuple[Click, ...] = ()
    if_quiet: tuple[Click, ...] = ()
    as_of: dt.date | None = None
    account_id: int | None = None


def find_page(path: str, today: dt.date) -> Page | None:
    """The page at an address; None where there is none."""
    match path.strip("/").split("/"):
        case [name] if name in _PLAIN:
            return Page(name or "ask", f"/{name}", _PLAIN[name])
        case ["account", number] if _is_id(number):
            return _account(int(number), today)
        case ["account", number, "weights"] if _is_id(number):
            return Page("weights", f"/account/{int(number)}/weights", account_id=int(number))
        case ["digest"]:
            return _digest(today)
        case ["digest", day]:
            return _digest_of(day)
        case _:
            return None


def _is_id(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) <= _DIGITS and int(number) <= _MOST_ID


def _account(account_id: int, today: dt.date) -> Page:
    timeline = {
        "thing": "customer",
        "where": [{"field": "id", "values": [account_id]}],
        "period": {"since": (today - dt.timedelta(days=_TIMELINE_DAYS)).isoformat(), "until": today.isoformat()},
        "shape": "changes",
    }
    whom = {"account_id": account_id}
    asks = (Click("brief_account", whom), Click("look_up", {"query": json.dumps(timeline)}))
    return Page("account", f"/account/{account_id}", asks, account_id=account_id)


def _digest_of(day: str) -> Page | None:
    try:
        return _digest(dt.date.fromisoformat(day))
    except (ValueError, OverflowError):
        return None


def _digest(day: dt.date) -> Page:
    """What changed since the day before; on a quiet day who is at risk."""
    since = (day - dt.timedelta(days=1)).isoformat()
    asks, if_quiet = (Click("list_churn_risks", {"since": since}),), (Click("list_churn_risks"),)
    return Page("digest", f"/digest/{day.isoformat()}", asks, if_quiet, as_of=day)
