"""What is being sold, was bought, is paid for and was proposed."""

from __future__ import annotations

from knowledge import terms
from knowledge.imports.canonical.columns import (
    ACCOUNT,
    CURRENCY,
    PRODUCT,
    Column,
    Kind,
    Table,
    amount,
    choice,
    day,
    refers,
    row_id,
    text,
    whole,
)

DEALS = Table(
    "deals",
    "Opportunities, open or decided.",
    (
        row_id("deal"),
        ACCOUNT,
        refers("owner", "people", "the rep"),
        text("name", "as in the pipeline"),
        text("stage", "the pipeline's own word"),
        choice("outcome", terms.DealOutcome, "open, won or lost", "open"),
        Column("is_won", Kind.FLAG, "yes: won, whatever ``outcome`` says", is_helper=True),
        Column("is_lost", Kind.FLAG, "yes: lost", is_helper=True),
        Column(
            "is_closed", Kind.FLAG, "with ``is_won``: closed and not won is lost, not closed is open", is_helper=True
        ),
        text("kind", "new, upsell, renewal …"),
        amount("amount", "the whole deal"),
        CURRENCY,
        day("opened_on", "first day in the pipeline"),
        day("closed_on", "decided on, or expected"),
        text("lost_reason", "why it was lost"),
    ),
    ("account", "name", "opened_on", "closed_on"),
    repeats=True,
)
DEAL_LINES = Table(
    "deal_lines",
    "The products of a deal.",
    (
        row_id("line"),
        refers("deal", "deals", "the deal's id", required=True),
        PRODUCT,
        whole("quantity", "how many", 1),
        amount("amount", "the whole line, not one piece"),
        Column(
            "unit_price", Kind.AMOUNT, "the price of one piece; with ``quantity`` it gives the amount", is_helper=True
        ),
        Column("discount", Kind.SHARE, "taken off the price, where ``unit_price`` is given", is_helper=True),
        CURRENCY,
    ),
    ("deal", "product"),
    repeats=True,
)
PURCHASES = Table(
    "purchases",
    "What was bought, one product a line.",
    (
        row_id("purchase"),
        ACCOUNT,
        PRODUCT,
        day("purchased_on", "day of the order", required=True),
        whole("quantity", "how many; below zero: sent back", 1),
        amount("amount", "the whole line, not one piece; below zero: money given back"),
        Column(
            "unit_price", Kind.AMOUNT, "the price of one piece; with ``quantity`` it gives the amount", is_helper=True
        ),
        Column("discount", Kind.SHARE, "taken off the price, where ``unit_price`` is given", is_helper=True),
        CURRENCY,
        Column("is_return", Kind.FLAG, "yes: sent back, whatever the signs say", is_helper=True),
        Column("deal_key", Kind.ID, "the order or deal it belongs to"),
    ),
    ("account", "product", "purchased_on", "deal_key"),
    repeats=True,
)
SUBSCRIPTIONS = Table(
    "subscriptions",
    "Running contracts.",
    (
        row_id("subscription"),
        ACCOUNT,
        PRODUCT,
        whole("seats", "seats or licences paid for"),
        amount("monthly", "recurring revenue a month; or give ``amount`` or ``unit_price`` with ``period``"),
        Column("amount", Kind.AMOUNT, "the whole price of one period", is_helper=True),
        Column("unit_price", Kind.AMOUNT, "the price of one seat for one period", is_helper=True),
        Column("period", Kind.PERIOD, "month, quarter, year, P1M, P1Y …", is_helper=True),
        Column("period_count", Kind.WHOLE, "how many of them make one period; empty: 1", is_helper=True),
        CURRENCY,
        day("started_on", "first day", required=True),
        day("ended_on", "last day, once ended"),
        day("renews_on", "next renewal"),
        day("notice_by", "last day to cancel"),
        day("cancel_requested_on", "the customer asked to end it"),
    ),
    ("account", "product", "started_on"),
)
INVOICES = Table(
    "invoices",
    "Bills; those paid late are a warning.",
    (
        row_id("invoice"),
        ACCOUNT,
        day("due_on", "to be paid by", required=True),
        day("paid_on", "empty: not paid yet"),
        amount("amount", "the whole bill"),
        CURRENCY,
    ),
    ("account", "due_on"),
    repeats=True,
)
PROPOSALS = Table(
    "proposals",
    "Offers made before, and what became of them.",
    (
        row_id("proposal"),
        ACCOUNT,
        PRODUCT,
        refers("person", "people", "who made it"),
        choice("kind", terms.OfferKind, "what kind of offer"),
        day("proposed_on", "day of the offer", required=True),
        choice("outcome", terms.ProposalOutcome, "pitched: still open", "pitched"),
        day("outcome_on", "day of the answer"),
        day("later_until", "the customer asked to come back then", may_be_endless=True),
        text("reason", "one word: price, timing …"),
        text("reason_text", "in the customer's words"),
        amount("amount", "what was offered"),
        CURRENCY,
    ),
    ("account", "product", "proposed_on"),
)
CHURN_EVENTS = Table(
    "churn_events",
    "Customers lost, where a system tells that by itself: on which day, and why.",
    (
        row_id("event"),
        ACCOUNT,
        refers("product", "products", "empty: the customer as a whole"),
        day("lost_on", "last day", required=True),
        text("reason", "one word: price, support …"),
        text("reason_text", "in the customer's words"),
        day("back_on", "came back on"),
    ),
    ("account", "product", "lost_on"),
)
COMPETITOR_PRODUCTS = Table(
    "competitor_products",
    "What customers have of competitors.",
    (
        row_id("row"),
        ACCOUNT,
        text("name", "the competitor's product", required=True),
        text("competitor", "whose it is"),
        refers("product", "products", "ours that would take its place"),
        whole("quantity", "how many"),
        day("since_on", "in use since"),
        day("until_on", "until then"),
    ),
    ("account", "name"),
)
CONTRACT_CHANGES = Table(
    "contract_changes",
    "Running contracts that became larger, smaller or dearer.",
    (
        row_id("change"),
        ACCOUNT,
        refers("product", "products", "of which contract"),
        day("changed_on", "from this day", required=True),
        choice("kind", terms.ContractChangeKind, "what changed"),
        amount("monthly_before", "recurring revenue a month before"),
        amount("monthly_after", "and after"),
        CURRENCY,
        whole("seats_before", "seats before"),
        whole("seats_after", "and after"),
        text("reason", "why"),
    ),
    ("account", "product", "changed_on", "kind"),
    repeats=True,
)
