"""Which customers a list is about: those of a team, a person, a region, an industry, or with a product."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, select

from knowledge.store.book import Book
from knowledge.store.models import Account, Person, Product, Subscription

_MINE = re.compile(r"\b(?:my|mine)\b|(?:私|自分|俺|僕)の|担当分|自担当", re.IGNORECASE)


@dataclass(frozen=True)
class Scope:
    """What was asked for; None where it was not. ``touch_model`` is told by the measures, not by the store."""

    team: str | None = None
    person: str | None = None
    region: str | None = None
    industry: str | None = None
    product: str | None = None
    touch_model: str | None = None

    @property
    def names(self) -> list[str]:
        """The words for a headline."""
        return [str(value) for field in fields(self) if (value := getattr(self, field.name))]


def read_scope(book: Book, text: str, slots: Mapping[str, Any]) -> Scope:
    """The scope that slots and words name; only names that occur among the viewer's customers count."""
    said = unicodedata.normalize("NFKC", text).casefold()
    given = {field.name: slots.get(field.name) for field in fields(Scope)}
    named = {
        "team": select(Person.team).join(Account, Account.owner_id == Person.id),
        "region": select(Account.region),
        "industry": select(Account.industry),
    }
    for name, query in named.items():
        if given[name] is None:
            values = book.connection.execute(query.where(book.visible).distinct()).scalars()
            given[name] = _longest([value for value in values if value and _stands_in(value, said)])
    if given["person"] is None and book.viewer.person_id and _MINE.search(said):
        given["person"] = book.viewer.name
    touch = re.search(r"(high|low|tech)[\s-]?touch|(ハイ|ロー|テック)タッチ", said)
    if touch and given["touch_model"] is None:
        given["touch_model"] = {"ハイ": "high", "ロー": "low", "テック": "tech"}.get(touch[2] or "", touch[1])
    return Scope(**given)


def find_in_scope(book: Book, scope: Scope) -> set[int] | None:
    """The customers it is about, of those the viewer may see; None where all are."""
    conditions: list[ColumnElement[bool]] = []
    if scope.team:
        conditions.append(Account.owner_id.in_(select(Person.id).where(Person.team == scope.team)))
    if scope.person:
        conditions.append(Account.owner_id.in_(select(Person.id).where(Person.name == scope.person)))
    if scope.region:
        conditions.append(Account.region == scope.region)
    if scope.industry:
        conditions.append(Account.industry == scope.industry)
    if scope.product:
        products = select(Product.id).where((Product.name == scope.product) | (Product.family == scope.product))
        running = Subscription.ended_on.is_(None) | (Subscription.ended_on > book.as_of)
        owners = select(Subscription.account_id).where(Subscription.product_id.in_(products), running)
        conditions.append(Account.id.in_(owners))
    if not conditions:
        return None
    return set(book.connection.execute(select(Account.id).where(book.visible, *conditions)).scalars())


def _stands_in(value: str, said: str) -> bool:
    plain = unicodedata.normalize("NFKC", value).casefold()
    return bool(re.search(rf"\b{re.escape(plain)}\b", said)) if plain.isascii() else plain in said


def _longest(values: list[str]) -> str | None:
    return max(values, key=len, default=None)
