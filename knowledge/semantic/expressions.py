"""Expressions of the catalogue, written out for one row, day and database.

In ``sql`` of a field may stand: ``{row}``, the row's alias; ``{field:key}``, another field of the same row;
``{today}`` and ``{today-90}``, the day asked about; ``{rule:gate.survey_shelf_days}``, a number of ``config.yml``, also
as ``{today-rule:…}``; ``[[x - y]]``, days between two days; ``{list:x}``, texts of several rows in one;
``{money:amount|currency}``, an amount in the firm's currency at this month's rate; ``{band}``, the churn band;
``{silent_since}``, the day since which a customer of a firm without contracts is silent beyond what is usual for them;
``{use_falling}``, whether the use of a product has fallen against the customer's own baseline;
``{text:x}``, anything as text; ``{me}``, the key of whoever asks; ``{sight}``, each colleague with each account they
may know of.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from sqlalchemy import ColumnElement, literal_column
from sqlalchemy.types import BigInteger, Date, DateTime, Float, NullType, String

from knowledge.churn.queries.silent_buyers import find_silent
from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import rates_of
from knowledge.kernel.idempotency import once_a_turn
from knowledge.kernel.visibility import sight_of_all
from knowledge.nightly.queries.snapshots import assess_part, assess_standings, is_kept
from knowledge.semantic.catalogue import Field, FieldType, Thing
from knowledge.tables import AccountDay
from knowledge.usage.queries.falling import find_falling

_TYPES: dict[FieldType, Any] = {
    FieldType.TEXT: String,
    FieldType.WORD: String,
    FieldType.LINK: String,
    FieldType.DAY: Date,
    FieldType.MOMENT: DateTime(timezone=True),
    FieldType.MONEY: BigInteger,
    FieldType.NUMBER: Float,
    FieldType.SHARE: Float,
    FieldType.FLAG: NullType,  # as a bare condition: SQLite finds no index behind "= 1"
}
_SLOT = re.compile(
    r"\{(row|band|silent_since|use_falling|me|sight|today(?:[+-][\w:.]+)?|(?:field|rule|list|money|text):[^{}]*)\}"
)
ANY_UNRATED = ""
"""Any currency without a rate (``Setting.unrated``)."""
_DAYS = re.compile(r"\[\[(.+?) - (.+?)\]\]")


@dataclass(frozen=True)
class Setting:
    """On which day, by whose rules and for which database expressions are written; one for a whole statement.

    ``among``: the customers that the query names, where it names some: nobody else needs to be judged.
    ``unrated``: amounts in this currency are told as 1 where it has no rate, and all others are empty.
    """

    access: AccessContext
    today: dt.date
    among: tuple[int, ...] = ()
    unrated: str | None = None

    @cached_property
    def is_postgresql(self) -> bool:
        return self.access.connection.dialect.name == "postgresql"

    def on(self, day: dt.date) -> Setting:
        """The same on another day."""
        return replace(self, today=day)

    def column(self, thing: Thing, field: Field, alias: str) -> ColumnElement[Any]:
        """The value of a field that has an expression, for the row called ``alias``."""
        written = self.write(field.sql or "", thing, alias)
        return literal_column(f"({written})", _TYPES[field.type])

    def write(self, sql: str, thing: Thing, alias: str) -> str:
        """The expression with all that stands in braces written out."""
        while _SLOT.search(sql):
            sql = _SLOT.sub(lambda found: self._slot(found[1], thing, alias), sql)
        return _DAYS.sub(lambda found: self._days(found[1], found[2]), sql)

    def day(self, day: dt.date) -> str:
        """A day as both databases read it."""
        return f"DATE '{day.isoformat()}'" if self.is_postgresql else f"'{day.isoformat()}'"

    def _slot(self, told: str, thing: Thing, alias: str) -> str:
        if told == "row":
            return alias
        if told == "me":
            return "'" + self.access.viewer.key.replace("'", "''") + "'"
        if told == "sight":
            pairs = sight_of_all(self.access.rules.sight, on=self.today)
            return str(pairs.compile(self.access.connection, compile_kwargs={"literal_binds": True}))
        judged = {"band": self._band, "silent_since": self._silent_since, "use_falling": self._use_falling}
        if told in judged:
            return judged[told](alias)
        if told.startswith("today"):
            return self.day(self._shifted(told.removeprefix("today")))
        name, _, rest = told.partition(":")
        match name:
            case "field":
                return f"({thing.field(rest).sql})"
            case "rule":
                return str(self._rule(rest))
            case "list":
                return f"string_agg({rest}, ', ')" if self.is_postgresql else f"group_concat({rest}, ', ')"
            case "text":
                return f"CAST({rest} AS TEXT)"
            case _:
                return self._money(*rest.split("|"))

    def _shifted(self, shift: str) -> dt.date:
        if not shift:
            return self.today
        sign = -1 if shift[0] == "-" else 1
        days = shift[1:]
        return self.today + dt.timedelta(
            days=sign * int(self._rule(days.removeprefix("rule:")) if days.startswith("rule:") else int(days))
        )

    def _rule(self, path: str) -> float:
        value: object = self.access.rules
        for name in path.split("."):
            value = getattr(value, name)
        if not isinstance(value, (int, float)):
            raise TypeError(f"{path} is no number")
        return value

    def _days(self, later: str, earlier: str) -> str:
        if self.is_postgresql:
            return f"(CAST({later} AS DATE) - CAST({earlier} AS DATE))"
        return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"

    def _money(self, amount: str, currency: str) -> str:
        """Amounts in a currency without a rate stay out, as they do of all figures."""
        rates = rates_of(self.access.rules)
        month = f"{self.today:%Y-%m}"
        rated = [code for there, code in rates.rates if there == month and re.fullmatch("[A-Z]{3}", code)]
        if self.unrated is not None:
            known = ", ".join(f"'{code}'" for code in (rates.reporting, *rated))
            one = f" AND {currency} = '{self.unrated}'" if re.fullmatch("[A-Z]{3}", self.unrated) else ""
            return f"(CASE WHEN {amount} <> 0 AND {currency} NOT IN ({known}){one} THEN 1 END)"
        cases = [f"WHEN '{rates.reporting}' THEN {amount}"]
        for code in rated:
            if code != rates.reporting:
                factor = rates.factor(code, self.today)
                cases.append(f"WHEN '{code}' THEN CAST({amount} * {factor!r} AS BIGINT)")
        return f"(CASE {currency} {' '.join(cases)} END)"

    def _band(self, alias: str) -> str:
        if self._kept:
            table = AccountDay.__tablename__
            return f"(SELECT d.band FROM {table} d WHERE d.day = {self.day(self.today)} AND d.account_id = {alias}.id)"  # noqa: S608 - a day and an alias of ours
        cases = [f"WHEN {alias}.id IN ({', '.join(map(str, ids))}) THEN '{band}'" for band, ids in self._bands.items()]
        return f"(CASE {' '.join(cases)} END)" if cases else "NULL"

    def _silent_since(self, alias: str) -> str:
        cases = [f"WHEN {account_id} THEN {self.day(on)}" for account_id, on in self._silent.items()]
        empty = "CAST(NULL AS DATE)" if self.is_postgresql else "NULL"
        return f"(CASE {alias}.id {' '.join(cases)} END)" if cases else empty

    def _use_falling(self, alias: str) -> str:
        return f"{alias}.id IN ({', '.join(map(str, self._falling)) or 'NULL'})"

    @cached_property
    def _silent(self) -> dict[int, dt.date]:
        """Looked up once a turn."""
        then, named = replace(self.access, as_of=self.today), self.among
        find = partial(find_silent, then, named or None)
        return once_a_turn(self.access.connection, f"silent {self.access.viewer.key} {self.today} {named}", find)

    @cached_property
    def _falling(self) -> list[int]:
        """Looked up once a turn."""
        then, named = replace(self.access, as_of=self.today), self.among
        find = partial(find_falling, then, named or None)
        return once_a_turn(self.access.connection, f"falling {self.access.viewer.key} {self.today} {named}", find)

    @cached_property
    def _kept(self) -> bool:
        return is_kept(self.access.connection, self.today)

    @cached_property
    def _bands(self) -> dict[str, list[int]]:
        """Looked at now, where no night has kept this day; once a turn for all look-ups of it."""
        connection = self.access.connection
        return once_a_turn(connection, f"bands {self.access.viewer.key} {self.today} {self.among}", self._judge)

    def _judge(self) -> dict[str, list[int]]:
        then = replace(self.access, as_of=self.today)
        named = self.among
        standings = assess_part(then, lambda account_id: account_id.in_(named)) if named else assess_standings(then)
        found: dict[str, list[int]] = {}
        for standing in standings:
            found.setdefault(str(standing.band), []).append(standing.account_id)
        return found
