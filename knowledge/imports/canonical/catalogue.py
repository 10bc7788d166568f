"""Our own people, and what we sell."""

from __future__ import annotations

from knowledge import terms
from knowledge.imports.canonical.columns import (
    CURRENCY,
    PRODUCT,
    Column,
    Kind,
    Table,
    amount,
    choice,
    day,
    flag,
    refers,
    row_id,
    text,
    whole,
)

PEOPLE = Table(
    "people",
    "Our own people.",
    (
        row_id("person"),
        text("name", "as colleagues call them", required=True),
        text("email", "work e-mail"),
        choice("role", terms.Role, "decides what they may see", "rep"),
        text("team", "team or region"),
        refers("manager", "people", "whom they report to"),
        text("language", "en or ja"),
        text("timezone", "such as Asia/Tokyo"),
        text("country", "for public holidays, such as JP"),
        day("left_on", "last day with us"),
    ),
    ("name",),
)
PRODUCTS = Table(
    "products",
    "What we sell.",
    (
        row_id("product"),
        text("name", "as a rep says it", required=True),
        text("name_ja", "in Japanese"),
        text("family", "products of one family are tiers or variants of each other; empty: the name"),
        text("family_ja", "in Japanese"),
        whole("tier_rank", "1 is the smallest tier; empty: no tier"),
        amount("list_price", "for one billing period"),
        CURRENCY,
        Column("billing_period", Kind.PERIOD, "month, year or once"),
        flag("is_per_seat", "the price is for one seat"),
        whole("usage_limit", "what the tier allows"),
        text("usage_limit_unit", "of what, such as users"),
        text("value_en", "completes: with this, …"),
        text("value_ja", "completes: これにより、…"),
        text("gives_en", "what it has, one a line"),
        text("gives_ja", "in Japanese, one a line"),
        text("solves", "words by which a need for it is recognised, one a line or with ; between"),
        text("countries", "where it is sold, one a line; empty: everywhere"),
        whole("employees_from", "people of the smallest firm that it is made for"),
        whole("employees_until", "people of the largest"),
        day("launched_on", "first day of sale"),
        day("retired_on", "last day of sale"),
    ),
    ("name",),
)
PRODUCT_RELATIONS = Table(
    "product_relations",
    "How products stand to each other.",
    (
        PRODUCT,
        refers("related", "products", "the other product", required=True),
        choice("kind", terms.Relation, "what ``related`` is to ``product``"),
    ),
    ("product", "related", "kind"),
)
