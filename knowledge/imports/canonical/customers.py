"""Customers, who works there, and what we wrote down."""

from __future__ import annotations

from knowledge.imports.canonical.columns import (
    ACCOUNT,
    CURRENCY,
    Column,
    Kind,
    Table,
    amount,
    day,
    flag,
    refers,
    row_id,
    text,
    whole,
)

ACCOUNTS = Table(
    "accounts",
    "Customers. A file with just ``name`` will do.",
    (
        row_id("account"),
        text("name", "the firm's name in any spelling", required=True),
        Column("aliases", Kind.TEXT, "other spellings, separated by ;", is_helper=True),
        Column("reading", Kind.TEXT, "how a Japanese name is read", is_helper=True),
        text("industry", "as you group them"),
        whole("employees", "head count"),
        amount("annual_revenue", "the customer's own"),
        CURRENCY,
        text("country", "country"),
        text("region", "region or prefecture"),
        text("language", "en or ja: the language to write to them in"),
        text("website", "or its domain; between two systems it ties their ids to one account"),
        text("corporate_number", "法人番号 or another registry's number; between systems the surest tie"),
        refers("owner", "people", "the rep: id, e-mail or name"),
        refers("csm", "people", "customer success"),
        refers("parent", "accounts", "the firm it belongs to"),
        day("created_on", "customer since"),
        day("onboarded_on", "onboarding finished"),
        day("budget_frozen_until", "no new money before this day", may_be_endless=True),
        flag("is_test", "not a real customer"),
        Column("merged_into", Kind.ID, "the id that it was merged into where it comes from", is_helper=True),
    ),
    ("name",),
)
CONTACTS = Table(
    "contacts",
    "People at the customer.",
    (
        row_id("contact"),
        ACCOUNT,
        text("name", "full name", required=True),
        text("reading", "how it is read"),
        text("title", "role at the customer"),
        text("email", "e-mail"),
        text("phone", "telephone"),
        flag("is_champion", "pushes for us from inside"),
        day("left_on", "last day there"),
    ),
    ("account", "email", "name"),
)
NOTES = Table(
    "notes",
    "What we wrote down about a customer.",
    (
        row_id("note"),
        ACCOUNT,
        refers("author", "people", "who wrote it"),
        day("written_on", "day", required=True),
        text("text", "the note", required=True),
    ),
    ("account", "written_on", "text"),
)
TOUCHES = Table(
    "touches",
    "Calls, mails and meetings.",
    (
        row_id("touch"),
        ACCOUNT,
        refers("person", "people", "who of us"),
        day("happened_on", "day", required=True),
        text("kind", "call, email, meeting …", required=True),
        text("subject", "about what"),
    ),
    ("account", "happened_on", "kind", "subject"),
    repeats=True,
)
