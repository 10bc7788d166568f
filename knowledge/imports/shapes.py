"""What one table's values need beyond reading: a domain from a website, a month's price from a year's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from knowledge.accounts.names.normal_form import normalise_name
from knowledge.imports.cells.unclear import CellUnclear
from knowledge.imports.domains import is_shared, read_domain
from knowledge.imports.telling import tell
from knowledge.terms import BillingPeriod, DealOutcome, SurveyKind

Values = dict[str, object]

_ADDRESS = re.compile(r"<([^<>@\s]+@[^<>\s]+)>")
_LARGEST_SCALE = 10  # points; a CSAT answer up to here is one of a scale and not so many percent
_PERIODS = {0: BillingPeriod.ONCE, 1: BillingPeriod.MONTH, 12: BillingPeriod.YEAR}
_TEST_NAME = re.compile(
    r"(zz+|xx+)?[\s_\-]*(test|testing|dummy|テスト|ダミー)"
    r"([\s_\-()]*(account|company|co|inc|corp|会社|株式会社|\(株\)|用|アカウント|取引先|\d+)\.?)*[\s)]*"
    r"([-–—:(]\s*(do not|don't|not for|please ignore|ignore|使用禁止|使わない|削除).*)?",
    re.IGNORECASE,
)


def _shape_product(values: Values) -> Values:
    values["family"] = values.get("family") or values["name"]
    if isinstance(months := values.get("billing_period"), int):
        if months not in _PERIODS:
            raise CellUnclear(tell("import_cells.billing_period"))
        values["billing_period"] = str(_PERIODS[months])
    return values


def _shape_account(values: Values) -> Values:
    if website := values.get("website"):
        domain = read_domain(str(website))
        values["website"] = None if domain is None or is_shared(domain) else domain
    name = str(values["name"])
    if not normalise_name(name):
        raise CellUnclear(tell("import_cells.no_letter", cell=name))
    if not values.get("is_test") and _TEST_NAME.fullmatch(re.sub(r"^(株式会社|\(株\))\s*", "", name)):
        values["is_test"] = True
    return values


def _shape_address(values: Values) -> Values:
    """``Cy Lee <cy@x.example>`` is the address inside."""
    if isinstance(email := values.get("email"), str):
        plain = unicodedata.normalize("NFKC", email)
        values["email"] = found[1] if (found := _ADDRESS.search(plain)) else plain
    return values


def _shape_deal(values: Values) -> Values:
    is_won, is_lost = values.pop("is_won", None), values.pop("is_lost", None)
    is_closed = values.pop("is_closed", None)
    if is_won:
        values["outcome"] = str(DealOutcome.WON)
    elif is_lost or (is_closed and is_won is False):
        values["outcome"] = str(DealOutcome.LOST)
    elif is_closed is False or (is_won is False and is_lost is False):
        values["outcome"] = str(DealOutcome.OPEN)
    if values.get("outcome") == DealOutcome.WON and "closed_on" in values and values["closed_on"] is None:
        raise CellUnclear(tell("import_cells.won_on_no_day"))
    return values


def _shape_line(values: Values) -> Values:
    """A line's amount from the price of one piece; what was sent back is below zero in quantity and amount."""
    is_return = values.pop("is_return", None)
    piece, discount = values.pop("unit_price", None), values.pop("discount", None)
    quantity = values.get("quantity")
    quantity = values["quantity"] = 1 if quantity is None else quantity
    if values.get("amount") is None and isinstance(piece, Decimal):
        share = discount if isinstance(discount, Decimal) else Decimal(0)
        whole = piece * (quantity if isinstance(quantity, int) else 1) * (1 - share)
        values["amount"] = int(whole.quantize(Decimal(1), ROUND_HALF_UP))
    amount = values.get("amount")
    if is_return or (isinstance(amount, int) and amount < 0):
        values["quantity"] = -abs(quantity) if isinstance(quantity, int) else -1
        values["amount"] = -abs(amount) if isinstance(amount, int) else None
    return values


def _shape_subscription(values: Values) -> Values:
    seats, months, count = values.get("seats"), values.pop("period", 1), values.pop("period_count", None)
    whole, piece = values.pop("amount", None), values.pop("unit_price", None)
    if whole is None and isinstance(piece, Decimal):
        whole = piece * (seats if isinstance(seats, int) else 1)
    if values.get("monthly") is None and isinstance(whole, Decimal):
        if not isinstance(months, int) or not months:
            raise CellUnclear(tell("import_cells.no_recurring_period"))
        months *= count if isinstance(count, int) and count else 1
        values["monthly"] = int((whole / months).quantize(Decimal(1), ROUND_HALF_UP))
    return values


def _shape_survey(values: Values) -> Values:
    _shape_address(values)
    score, low, high = values["score"], values.pop("scale_min", None), values.pop("scale_max", None)
    kind = values["kind"]
    if not isinstance(score, Decimal):
        raise CellUnclear(tell("import_cells.is_empty", column="score", cell=""))
    if kind == SurveyKind.CSAT and high is not None:
        bottom, top = Decimal(str(low or 0)), Decimal(str(high))
        score = (score - bottom) / (top - bottom) * 100
    elif kind == SurveyKind.CSAT and 0 < score <= _LARGEST_SCALE:
        raise CellUnclear(tell("import_cells.score_of_how_many", score=str(score)))
    most = 10 if kind == SurveyKind.NPS else 100
    if not 0 <= score <= most:
        raise CellUnclear(tell("import_cells.score_outside", score=str(values["score"]), most=most))
    if kind == SurveyKind.NPS and score != int(score):
        raise CellUnclear(tell("import_cells.score_not_whole", score=str(score)))
    return values | {"score": int(score.quantize(Decimal(1), ROUND_HALF_UP))}


def _shape_usage(values: Values) -> Values:
    values["feature"] = values.get("feature") or ""
    return values


SHAPES: dict[str, Callable[[Values], Values]] = {
    "people": _shape_address,
    "contacts": _shape_address,
    "products": _shape_product,
    "accounts": _shape_account,
    "deals": _shape_deal,
    "deal_lines": _shape_line,
    "purchases": _shape_line,
    "subscriptions": _shape_subscription,
    "surveys": _shape_survey,
    "usage": _shape_usage,
}
