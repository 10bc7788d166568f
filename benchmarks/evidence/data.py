"""The kinds of data that ``make evidence`` knows, each in a folder of its name; any firm's files in the same layout.

Read once and checked before anything is computed; ``look_through(folder)`` tells what was read and what was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from benchmarks.evidence.tables import Table, read_table, to_numbers
from knowledge.errors import OsusumeError

BASKETS = {
    "account_id": ("Member_number", "Member", "Customer", "CustomerID"),
    "purchased_on": ("Date", "Purchase date", "Order date"),
    "product": ("itemDescription", "Item", "Product"),
}
INVOICES = {
    "account_id": ("CustomerID", "Customer ID", "Customer", "Account"),
    "product": ("StockCode", "Stock Code", "Product", "ProductID", "SKU"),
    "purchased_on": ("InvoiceDate", "Invoice Date", "OrderDate", "Date"),
    "quantity": ("Quantity", "Qty"),
    "price": ("UnitPrice", "Price", "Unit Price"),
    "segment": ("Country", "Region"),
    "words": ("Description", "Product name"),
}
DEALS = {
    "account": ("account", "customer", "company"),
    "product": ("product",),
    "stage": ("deal_stage", "stage", "StageName"),
    "purchased_on": ("close_date", "CloseDate", "closed"),
}
SERVICES = ("PhoneService", "MultipleLines", "InternetService", "OnlineSecurity", "OnlineBackup")
SERVICES += ("DeviceProtection", "TechSupport", "StreamingTV", "StreamingMovies")
CUSTOMERS = {
    name: (name,) for name in ("customerID", "tenure", "Contract", "PaymentMethod", "TotalCharges", *SERVICES, "Churn")
}
# Where nearly all goods are numbered so, the other lines are postage, fees and corrections.
NUMBERED, NEARLY_ALL = r"\d{5}", 0.95


@cache
def groceries(folder: Path) -> Table:
    """Household baskets: account_id, product_id, purchased_on; nothing is known of the households."""
    table = read_table(folder, BASKETS)
    table.ids("account_id")
    table.days("purchased_on")
    return _with_products(table)


@cache
def online_retail(folder: Path) -> Table:
    """Invoice lines with a customer: account_id, product_id, purchased_on, amount_minor, segment, code, word, is_goods.

    Cancelled and unpriced lines are left out. is_goods: False for postage and fees, where codes tell them apart.
    """
    table = read_table(folder, INVOICES, optional=("quantity", "price", "segment", "words"))
    for column, absent in (("quantity", 1), ("price", 1), ("segment", ""), ("words", "")):
        if column not in table.rows:
            table.rows = table.rows.assign(**{column: absent})
    table.numbers("quantity")
    table.numbers("price")
    table.ids("account_id")
    table.keep((table.rows["quantity"] > 0) & (table.rows["price"] > 0), "cancelled or without a price")
    table.days("purchased_on", month_first=True)
    code = table.rows["product"].astype(str).str.strip()
    numbered = code.str.match(NUMBERED)
    amount = (table.rows["quantity"] * table.rows["price"] * 100).round()
    words = table.rows["words"].fillna("").astype(str).str.split().str[-1]
    goods = numbered if numbered.mean() >= NEARLY_ALL else ~code.isin(["", "nan", "None"])
    table.rows = table.rows.assign(code=code, amount_minor=amount, word=words, is_goods=goods)
    return table


@cache
def cdnow(folder: Path) -> Table:
    """Purchases without a header: account_id, purchased_on, amount_minor; the sample has one more column in front."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise OsusumeError(f"{folder}: holds no .txt file; put CDNOW_sample.txt there, or remove the folder")
    name = f"{folder.name}/{files[0].name}"
    lines = [line.split() for line in files[0].read_text(encoding="utf-8-sig", errors="replace").splitlines()]
    lines = [line for line in lines if line and not line[-1][:1].isalpha()]
    whole = [line[-4:] for line in lines if len(line) in {4, 5}]
    if 2 * len(whole) <= len(lines) or not whole:
        raise OsusumeError(
            f"{name}: needs customer, day (YYYYMMDD), number and amount on each line, with blanks between"
        )
    table = Table(name, pd.DataFrame(whole, columns=["account_id", "purchased_on", "count", "amount"]), len(lines))
    if len(whole) < len(lines):
        table.left_out["broken lines"] = len(lines) - len(whole)
    table.ids("account_id")
    table.days("purchased_on")
    table.rows = table.rows.assign(amount_minor=(to_numbers(table.rows["amount"]) * 100).round())
    return table


@cache
def telco(folder: Path) -> Table:
    """One line a customer, with what they have and whether they left (Churn); other columns become features."""
    table = read_table(folder, CUSTOMERS)
    table.keep(table.rows["Churn"].isin(["Yes", "No"]), "Churn is neither Yes nor No")
    table.keep(to_numbers(table.rows["tenure"]).notna(), "no tenure")
    table.keep(~table.rows["customerID"].duplicated(), "a customer twice")
    for column in table.rows.columns.difference(["customerID"]):
        found = to_numbers(table.rows[column])
        if column in {"tenure", "TotalCharges"} or found.notna().all():
            table.rows = table.rows.assign(**{column: found})
    table.rows = table.rows.reset_index(drop=True)
    return table


@cache
def maven_crm(folder: Path) -> Table:
    """Won deals as purchases: account_id, product_id, purchased_on; deals without an account are left out."""
    table = read_table(folder, DEALS)
    table.rows = table.rows[table.rows["stage"].astype(str).str.strip().str.casefold().isin(["won", "closed won"])]
    if table.rows.empty:
        raise OsusumeError(f"{table.name}: no deal is won; the column {DEALS['stage'][0]} must say Won")
    table.ids("account")
    table.days("purchased_on", month_first=True)
    table.rows = table.rows.rename(columns={"account": "account_id"})
    return _with_products(table)


KINDS: Mapping[str, Callable[[Path], Table]] = {
    "groceries": groceries,
    "online_retail": online_retail,
    "telco": telco,
    "cdnow": cdnow,
    "maven_crm": maven_crm,
}


def look_through(folder: Path) -> list[dict[str, object]]:
    """Read all that is there: one row a file. Raises OsusumeError with a line for everything that must be mended."""
    if not folder.is_dir():
        raise OsusumeError(f"{folder}: there is no such folder; name the one with the data: make evidence DATA=FOLDER")
    there = [kind for kind in KINDS if (folder / kind).is_dir()]
    if not there:
        raise OsusumeError(f"{folder}: holds none of the folders {', '.join(KINDS)}; put each data set into its folder")
    rows, wrong = [], []
    for kind in there:
        try:
            table = KINDS[kind](folder / kind)
        except OsusumeError as error:
            wrong.append(str(error))
            continue
        left_out = "; ".join(f"{count:,} {reason}" for reason, count in table.left_out.items())
        used = table.rows["customerID" if kind == "telco" else "account_id"].nunique()
        rows.append({"file": table.name, "lines": table.lines, "customers": used, "left_out": left_out or "nothing"})
    if wrong:
        raise OsusumeError("\n".join(wrong))
    return rows


def _with_products(table: Table) -> Table:
    product = table.rows["product"].astype(str).str.strip()
    table.keep(~product.isin(["", "nan", "None"]), "no product")
    product = product[table.rows.index]
    table.rows = table.rows.assign(product_id=pd.factorize(product, sort=True)[0])
    return table
