"""Where customers stood on a day: kept each night, or looked at now where that day was not kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Row, func, or_, select
from sqlalchemy.orm import aliased

from knowledge.accounts.queries.aggregates.assessed import assess
from knowledge.accounts.queries.aggregates.frame import Among
from knowledge.accounts.queries.aggregates.parts import account_parts
from knowledge.churn.explained import RaisedSignal
from knowledge.churn.score import ChurnBand
from knowledge.kernel.access import AccessContext
from knowledge.kernel.bulk_load import load_stored
from knowledge.kernel.idempotency import once_a_turn
from knowledge.nightly.health_snapshot import IN_DANGER, Standing, Standings, find_standings
from knowledge.playbook.rules import Rules
from knowledge.tables import AccountDay, Base
from knowledge.terms import ChurnGroup

if TYPE_CHECKING:
    from knowledge.churn.chances import LearnedOrder

_FIELDS = tuple(name for name in Standing.__dataclass_fields__ if name != "reasons")
_MOST_REASONS = 5


def definition_of(rules: Rules) -> str:
    """A short name of the rules that the score is made by; another one wherever a rule has changed."""
    made_by = [rules.churn, rules.usage, rules.support]
    text = "".join(part.model_dump_json() for part in made_by) + str(rules.gate.survey_shelf_days)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def assess_standings(access: AccessContext) -> Iterator[Standing]:
    """Look at every customer now, part by part; the band told last holds by its hysteresis."""
    for part in account_parts(access):
        yield from assess_part(access, part)


def assess_part(access: AccessContext, part: Among, order: LearnedOrder | None = None) -> Standings:
    """Look at a part of the customers now.

    order: what was learned from losses; without it nobody has a place in it, nor a chance.
    """
    return find_standings(
        assess(access, part), _bands_before(access, part), access.rules.churn, as_of=access.as_of, order=order
    )


@dataclass(frozen=True, eq=False)
class Stored:
    """Standings on their way into ``account_days``: columns by name, a value a customer; reasons as JSON."""

    columns: dict[str, NDArray[Any]]
    reasons: list[str]


def to_stored(standings: Standings) -> Stored:
    """The columns to keep; of the reasons those with most points."""
    reasons = ["[]"] * len(standings)
    for place, signals in standings.reasons.items():
        reasons[place] = orjson.dumps(signals[:_MOST_REASONS]).decode()
    return Stored({name: getattr(standings, name) for name in _FIELDS if name != "day"}, reasons)


def keep_standings(access: AccessContext, stored: Stored) -> None:
    """Write standings as of the day asked about."""
    size = len(stored.reasons)
    columns = {
        "day": [access.as_of.isoformat()] * size,
        **{name: _plain(values) for name, values in stored.columns.items()},
        "reasons": stored.reasons,
        "definition": [definition_of(access.rules)] * size,
    }
    columns["monthly_minor"] = [None if minor is None else int(minor) for minor in columns["monthly_minor"]]
    load_stored(access.connection, Base.metadata.tables["account_days"], columns)


def _plain(values: NDArray[Any]) -> list[Any]:
    """As the database keeps them: a day as text, what is missing as None."""
    missing = np.isnat(values) if values.dtype.kind == "M" else values != values  # noqa: PLR0124 - only NaN differs
    if values.dtype.kind == "M":
        days, place = np.unique(values, return_inverse=True)
        values = np.datetime_as_string(days).astype(object)[place]
    plain = values.astype(object)
    plain[missing] = None
    return list(plain)


def load_risks(access: AccessContext) -> list[Standing]:
    """The customers in danger on the day asked about, of those the viewer may see."""
    if not is_kept(access.connection, access.as_of):
        return [standing for standing in _assessed(access) if standing.band in IN_DANGER]
    query = select(AccountDay).where(AccountDay.day == access.as_of, AccountDay.band.in_(IN_DANGER))
    rows = access.connection.execute(query.where(access.sees(AccountDay.account_id)).with_only_columns(*_columns()))
    return [read_standing(row) for row in rows]


def load_pairs(access: AccessContext, since: dt.date) -> Iterator[tuple[Standing | None, Standing]]:
    """Customers then and now; those in whom nothing turned may be left out."""
    if is_kept(access.connection, access.as_of) and is_kept(access.connection, since):
        return _load_kept_pairs(access, since)
    before = {standing.account_id: standing for standing in _standings_on(replace(access, as_of=since))}
    return ((before.get(now.account_id), now) for now in _standings_on(access))


def load_pair(access: AccessContext, account_id: int, since: dt.date) -> tuple[Standing | None, Standing] | None:
    """One customer on two kept days; None where the day asked about was not kept, or they are out of sight."""
    mine = (AccountDay.account_id == account_id, access.sees(AccountDay.account_id))
    query = select(*_columns()).where(*mine, AccountDay.day.in_([since, access.as_of]))
    kept = {standing.day: standing for row in access.connection.execute(query) if (standing := read_standing(row))}
    return (kept.get(since), kept[access.as_of]) if access.as_of in kept else None


def is_kept(connection: Connection, day: dt.date) -> bool:
    """Whether this day was kept."""
    return connection.execute(select(AccountDay.day).where(AccountDay.day == day).limit(1)).first() is not None


def last_kept_day(connection: Connection, *, before: dt.date) -> dt.date | None:
    """The latest kept day before this one; None where there is none."""
    return connection.execute(select(func.max(AccountDay.day)).where(AccountDay.day < before)).scalar()


def _assessed(access: AccessContext) -> list[Standing]:
    """Everybody looked at now, once in a turn: a digest asks twice."""
    name = f"standings {access.viewer.key} {access.as_of}"
    return once_a_turn(access.connection, name, lambda: list(assess_standings(access)))


def _standings_on(access: AccessContext) -> Iterable[Standing]:
    if not is_kept(access.connection, access.as_of):
        return _assessed(access)
    query = select(*_columns()).where(AccountDay.day == access.as_of, access.sees(AccountDay.account_id))
    return [read_standing(row) for row in access.connection.execute(query)]


def _load_kept_pairs(access: AccessContext, since: dt.date) -> Iterator[tuple[Standing | None, Standing]]:
    now, before = aliased(AccountDay), aliased(AccountDay)
    turned = or_(
        before.band.is_(None),
        now.band != before.band,
        func.abs(now.points - before.points) >= access.rules.churn.alert_points,
    )
    query = (
        select(*_columns(now), *_columns(before))
        .outerjoin(before, (before.account_id == now.account_id) & (before.day == since))
        .where(now.day == access.as_of, turned, access.sees(now.account_id))
    )
    width = len(_columns())
    for row in access.connection.execute(query):
        yield (read_standing(row[width:]) if row[width] is not None else None), read_standing(row[:width])


def _bands_before(access: AccessContext, part: Among) -> dict[int, str]:
    day = last_kept_day(access.connection, before=access.as_of)
    if day is None:
        return {}
    told = select(AccountDay.account_id, AccountDay.band).where(AccountDay.day == day, part(AccountDay.account_id))
    rows = access.connection.execute(told)
    return {int(account_id): str(band) for account_id, band in rows}


def _columns(table: Any = AccountDay) -> list[ColumnElement[Any]]:
    return [getattr(table, name) for name in (*_FIELDS, "reasons")]


def read_standing(row: Row[Any] | Sequence[Any]) -> Standing:
    """A row of the table, its columns in the order of ``Standing`` with the reasons last."""
    values = dict(zip(_FIELDS, row, strict=False))
    reasons = tuple(_read_signal(told) for told in row[len(_FIELDS)])
    return Standing(**{**values, "band": ChurnBand(values["band"]), "reasons": reasons})


def _read_signal(told: dict[str, Any]) -> RaisedSignal:
    on = dt.date.fromisoformat(told["on"]) if told["on"] else None
    return RaisedSignal(**{**told, "group": ChurnGroup(told["group"]), "on": on})
