"""What a foreign file's lines become, by what its columns mean; the kinds are in ``kinds.yml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml

from knowledge.imports.suggesting.guessing import Guess, is_called

Concepts = Mapping[str, Guess]
_STANDS_FOR = {
    "closing": ("closed", "close_on", "order_date"),
    "opening": ("opened", "order_date"),
    "contact": ("contact_name", "first_name", "last_name"),
    "person": ("person_name", "first_name", "last_name"),
    "customer": ("customer_id", "customer_name", "email"),
    "product": ("product_id", "product_name", "plan"),
    "loss": ("churn_date", "end_date", "closed"),
}
_THINGS = {"accounts": "customer", "products": "product"}


@dataclass
class Part:
    """One of our tables: our column, and the concept that fills it. ``when``: a concept, and the words it must hold.

    ``otherwise``: what words of a closed set mean that nobody knows.
    """

    table: str
    columns: dict[str, str]
    create: list[str] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    compose: dict[str, list[str]] = field(default_factory=dict)
    when: tuple[str, tuple[str, ...]] | None = None
    otherwise: dict[str, str] = field(default_factory=dict)


class Kind(TypedDict, total=False):
    """One entry of ``kinds.yml``."""

    table: str
    named: str
    not_named: str
    needs: list[str]
    any_of: list[str]
    lacks: list[str]
    columns: dict[str, str]
    create: list[str]
    constants: dict[str, str]
    composed: str
    beside: bool
    also: str
    with_customer: bool


def find_parts(concepts: Concepts, things: set[str]) -> list[Part]:
    """The tables of ours that a line fills; empty where nothing fits. ``things``: what the file is about."""
    for kind in _kinds():
        if ("named" in kind and kind["named"] not in things) or kind.get("not_named") in things:
            continue
        there = [meant(name, concepts) is not None for name in kind["needs"]]
        one = [meant(name, concepts) for name in kind.get("any_of", kind["needs"])]
        if all(there) and any(one) and not any(meant(name, concepts) for name in kind.get("lacks", [])):
            part = _part(kind, concepts)
            also = [_part(other, concepts) for other in _kinds() if other["table"] == kind.get("also")]
            along = _beside(part, concepts) if kind.get("beside") else []
            along += [beside_customer(concepts)] if kind.get("with_customer") else []
            return [*along, part, *also]
    return []


def meant(name: str, concepts: Concepts) -> str | None:
    """The concept of a file that stands for customer, product, closing …"""
    return next((concept for concept in _STANDS_FOR.get(name, (name,)) if concept in concepts), None)


def column_for(table: str, ours: str, names: Sequence[str]) -> str | None:
    """The column of a file that is called as one of ours may be elsewhere: ``customer`` for account."""
    meanings = [
        name for kind in _kinds() if kind["table"] == table for own, name in kind["columns"].items() if own == ours
    ]
    concepts = [concept for name in meanings for concept in _STANDS_FOR.get(name, (name,))]
    return next((name for concept in concepts for name in names if is_called(name, concept)), None)


def _part(kind: Kind, concepts: Concepts) -> Part:
    columns = {ours: concept for ours, name in kind["columns"].items() if (concept := meant(name, concepts))}
    if "amount" in columns and "unit_price" in columns:
        columns.pop("unit_price" if "discount" not in columns else "amount")
    if "unit_price" not in columns:
        columns.pop("discount", None)
    if "monthly" in columns:
        columns = {ours: meant for ours, meant in columns.items() if ours not in {"amount", "period"}}
    constants = {ours: told for ours, told in kind.get("constants", {}).items() if ours not in columns}
    compose = {}
    if (name := kind.get("composed")) and {"first_name", "last_name"} <= concepts.keys():
        order = ["first_name", "last_name"]
        compose = {name: order if concepts["last_name"].column.isascii() else order[::-1]}
    create, otherwise = list(kind.get("create", [])), dict(kind.get("constants", {}))
    return Part(kind["table"], columns, create, constants, compose, otherwise=otherwise)


def _beside(part: Part, concepts: Concepts) -> list[Part]:
    """Parts for the customer and product that lines of orders carry along; without names they are created."""
    found = []
    for table, thing in _THINGS.items():
        if {f"{thing}_id", f"{thing}_name"} <= concepts.keys():
            found.append(_part(_named_kind(table), concepts))
        else:
            part.create.append(table)
    return found


def beside_customer(concepts: Concepts) -> Part:
    """The customer that a line of another table carries along."""
    part = _part(_named_kind("accounts"), concepts)
    if "name" in part.columns:
        part.compose.clear()  # nobody's name stands for their firm's
    if "name" not in part.columns and "name" not in part.compose:
        part.columns["name"] = part.columns["id"]
    return part


def _named_kind(table: str) -> Kind:
    """The customers or products that have names of their own."""
    return next(kind for kind in _kinds() if kind["table"] == table and f"{_THINGS[table]}_name" in kind["needs"])


def concepts_of(part: Part) -> list[str]:
    """All that fills the table."""
    composed = (name for names in part.compose.values() for name in names)
    return [*part.columns.values(), *composed, *([part.when[0]] if part.when else [])]


@cache
def _kinds() -> list[Kind]:
    found: list[Kind] = yaml.safe_load(Path(__file__).with_name("kinds.yml").read_text(encoding="utf-8"))
    return found
