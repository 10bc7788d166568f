"""How customers use, like and struggle with what they have."""

from __future__ import annotations

from knowledge import terms
from knowledge.imports.canonical.columns import (
    ACCOUNT,
    Column,
    Kind,
    Table,
    choice,
    day,
    refers,
    row_id,
    text,
    whole,
)

USAGE = Table(
    "usage",
    "Use by day, or by the week or month that begins on it.",
    (
        row_id("row"),
        ACCOUNT,
        refers("product", "products", "empty: use of everything together"),
        Column("feature", Kind.TEXT, "empty: the product as a whole", default=""),
        day("day", "the day", required=True),
        whole("active_users", "people who used it"),
        whole("events", "how often"),
        whole("seats_used", "seats taken"),
    ),
    ("account", "product", "feature", "day"),
)
TICKETS = Table(
    "tickets",
    "Support requests.",
    (
        row_id("ticket"),
        ACCOUNT,
        refers("product", "products", "what it is about"),
        text("subject", "in one line"),
        choice("severity", terms.Severity, "severe closes the gate while open", "normal"),
        choice("status", terms.TicketStatus, "open, pending or solved", "open"),
        day("opened_on", "first day", required=True),
        day("closed_on", "solved on"),
        whole("reopened", "how often it came back", 0),
        Column("satisfied", Kind.FLAG, "the customer's word on how it was handled"),
    ),
    ("account", "opened_on", "subject"),
    repeats=True,
)
SURVEYS = Table(
    "surveys",
    "Answers to NPS and CSAT surveys.",
    (
        row_id("answer"),
        Column("account", Kind.REFERENCE, "the customer; empty: found by e-mail, contact or ticket", refers="accounts"),
        refers("contact", "contacts", "who answered: id, e-mail or name"),
        Column("email", Kind.TEXT, "of who answered; its domain finds the account", is_helper=True),
        Column("ticket", Kind.REFERENCE, "the ticket asked about", refers="tickets", is_helper=True),
        choice("kind", terms.SurveyKind, "nps or csat"),
        Column("score", Kind.SCORE, "NPS 0-10; CSAT in percent, or on its scale", required=True),
        Column("scale_min", Kind.SCORE, "CSAT: the worst answer", is_helper=True),
        Column("scale_max", Kind.SCORE, "CSAT: the best answer; empty: percent, 1 to 10 refused", is_helper=True),
        text("comment", "in the customer's words"),
        day("answered_on", "day of the answer", required=True),
    ),
    ("account", "kind", "answered_on", "email"),
    repeats=True,
)
NEEDS = Table(
    "needs",
    "Goals and problems in the customer's words.",
    (
        row_id("need"),
        ACCOUNT,
        refers("contact", "contacts", "who said it: id, e-mail or name"),
        refers("recorded_by", "people", "who of us wrote it down"),
        refers("product", "products", "what would solve it"),
        text("text", "in their words", required=True),
        text("said_by", "name or role at the customer"),
        day("said_on", "day", required=True),
        choice("status", terms.NeedStatus, "open, solved or dropped", "open"),
        day("closed_on", "solved or dropped on"),
    ),
    ("account", "said_on", "text"),
)
HOLDS = Table(
    "holds",
    "CS asks that nobody pitches.",
    (
        row_id("hold"),
        ACCOUNT,
        refers("placed_by", "people", "who asks"),
        text("reason", "why", required=True),
        day("placed_on", "from", required=True),
        day("expires_on", "until", required=True),
        day("lifted_on", "ended earlier"),
    ),
    ("account", "placed_on"),
)
