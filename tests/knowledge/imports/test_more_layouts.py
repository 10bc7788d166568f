"""Exports of more systems come in by the mapping that is drafted for them; fictional lines in their layouts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from knowledge.imports.suggesting.suggest import suggest_mapping
from tests.knowledge.imports.conftest import Importer, rows_of

Write = Callable[..., Path]
CARDS = """会社名,部署,役職,氏名,e-mail,URL,名刺交換日
株式会社凧,営業部,部長,凧 太郎,taro@tako.example,http://tako.example,2026/01/15
株式会社凧,購買部,,凧 次郎,jiro@tako.example,http://tako.example,2026/02/15
"""
MEMBERS = """Email Address,First Name,Last Name,Company,MEMBER_RATING,OPTIN_TIME,LEID
jo@kite.example,Jo,Lee,Kite Co,4,2025-01-01 10:00:00,1
al@lark.example,Al,Ray,Lark Co,2,2025-02-01 10:00:00,2
"""
CONVERSATIONS = """Conversation ID,Conversation started at,Conversation state,User email,Company name,Subject,Priority,\
Last closed at
1001,2026-01-05 10:00:00,closed,jo@kite.example,Kite Co,Cannot log in,priority,2026-01-06 10:00:00
1002,2026-02-05 10:00:00,open,al@lark.example,Lark Co,Crash,not_priority,
1003,2026-02-06 10:00:00,snoozed,al@lark.example,Lark Co,Slow,not_priority,
"""
ITEMS = """Date,Time,Category,Item,Qty,SKU,Net Sales,Transaction ID,Event Type,Customer ID,Customer Name
2026-01-05,10:01:22,Coffee,Latte,2,L1,US$8.00,tx1,Payment,C1,Kite Cafe
2026-01-06,10:01:22,Coffee,Latte,-1,L1,-US$4.50,tx2,Refund,C1,Kite Cafe
2026-01-07,11:01:22,Tea,Chai,1,T1,US$4.00,tx3,Payment,,
"""
DEALS = """Record Id,Deal Name,Amount,Stage,Closing Date,Account Name,Deal Owner,Reason For Loss
zcrm_1,Renewal,1200,Closed Won,2026-01-31,Kite Co,Ann,
zcrm_2,New,800,Closed-Lost to Competition,2026-02-28,Lark Co,Ann,Price
"""
FIRMS = """Record Id,Account Name,Website,Industry,Employees,Annual Revenue,Billing Country,Parent Account.id
zcrm_a,Kite Co,kite.example,Food,10,1000000,Japan,
zcrm_b,Lark Co,lark.example,Retail,20,2000000,Japan,zcrm_a
"""


@pytest.mark.parametrize(
    ("files", "table", "columns", "held"),
    [
        (
            {"sansan_cards.csv": CARDS},
            "contacts",
            ("account_id", "name", "title", "email"),
            [(1, "凧 太郎", "部長", "taro@tako.example"), (1, "凧 次郎", None, "jiro@tako.example")],
        ),
        (
            {"subscribed_members_export.csv": MEMBERS},
            "contacts",
            ("account_id", "name", "email"),
            [(1, "Jo Lee", "jo@kite.example"), (2, "Al Ray", "al@lark.example")],
        ),
        (
            {"conversations.csv": CONVERSATIONS},
            "tickets",
            ("account_id", "severity", "status"),
            [(1, "high", "solved"), (2, "normal", "open"), (2, "normal", "pending")],
        ),
        (
            {"items-2026-01-01.csv": ITEMS},
            "purchases",
            ("account_id", "quantity", "amount_minor"),
            [(1, 2, 800), (1, -1, -450)],
        ),
        (
            {"Deals_001.csv": DEALS, "Accounts_001.csv": FIRMS},
            "deals",
            ("account_id", "outcome", "amount_minor"),
            [(1, "won", 1200), (2, "lost", 800)],
        ),
    ],
)
def test_a_drafted_mapping_brings_the_files_in(
    engine: Engine,
    run_import: Importer,
    write: Write,
    files: dict[str, str],
    table: str,
    columns: tuple[str, ...],
    held: list[tuple[object, ...]],
) -> None:
    folder = next(write(name, text) for name, text in files.items()).parent
    for name, text in files.items():
        write(name, text)
    found = suggest_mapping([folder], currency="JPY")
    assert found.mapping is not None
    report = run_import(folder, mapping=write("mapping.yml", found.mapping))  # the draft lies in the folder itself
    assert (report.exit_code, report.rejected, report.skipped) == (0, 0, ())
    assert rows_of(engine, table, *columns) == held
