"""Leads, and what selling and marketing cost."""

from __future__ import annotations

from knowledge.imports.canonical.columns import CURRENCY, Column, Kind, Table, day, refers, row_id, text

LEADS = Table(
    "leads",
    "Leads, for the lead-to-deal rate. One that became a deal has ``deal`` or ``deal_on``.",
    (
        row_id("lead"),
        day("created_on", "day it came in", required=True),
        text("company", "the firm's name as given"),
        text("channel", "where it came from: web, trade fair …"),
        text("industry", "as you group customers"),
        text("region", "region or prefecture"),
        refers("owner", "people", "who follows it up: id, e-mail or name"),
        refers("account", "accounts", "the customer it became, once it did"),
        refers("deal", "deals", "the id of the deal opened from it"),
        day("deal_on", "day a deal was opened from it; empty: that of ``deal``"),
    ),
    ("created_on", "company", "channel"),
    repeats=True,
)
COSTS = Table(
    "costs",
    "What sales and marketing cost, for CAC. One line a month and team will do.",
    (
        row_id("cost"),
        day("spent_on", "day, or the first of the month", required=True),
        Column("amount", Kind.AMOUNT, "what was spent", required=True),
        CURRENCY,
        text("kind", "advertising, salaries, events …"),
        text("team", "for which team; then CAC is told by team"),
        text("industry", "for which industry, where it was for one"),
        text("region", "for which region, where it was for one"),
    ),
    ("spent_on", "kind", "team", "industry", "region"),
    repeats=True,
)
