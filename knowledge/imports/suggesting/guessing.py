"""Which of our columns a foreign file's columns are: by name, by content, by what the file is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.imports.files.lines import header_key
from knowledge.imports.suggesting.profiles import Profile

_SURE, _ENDS_SO, _BY_CONTENT = 95, 70, 50  # percent of confidence
_LOWEST = 45
_OFTEN = 0.3  # share of lines that name a firm from which its customers are firms; items below an order name nobody
_SPACING = re.compile(r"[\s_\-./():：（）#*\[\]]+")
_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")
_FIRM = re.compile("company|organi[sz]ation|firm|会社|企業")
_ABOUT = {
    "accounts": "customer|account|client|compan|organi|store|shop|顧客|取引先|得意先|会社|店舗|household",
    "people": "employee|staff|sales_?rep|sales_?person|sales_?team|社員|従業員|担当者一覧|スタッフ",
    "contacts": "contact|person|担当者|連絡先",
    "others": "shipper|supplier|vendor|carrier|categor|region|territor|seller|warehouse|仕入先|運送|分類|地域",
    "products": "product|item|article|catalog|商品|製品|品目|track",
    "subscriptions": "subscription|contract|契約",
    "tickets": "ticket|case|support|問い合わせ|チケット",
    "usage": "usage|activity|event|login|利用",
    "surveys": "survey|response|feedback|nps|csat|回答|アンケート",
    "sales_orders": "order(?!.*(detail|line|item))|注文|受注",
    "orders": "order|invoice|sale|transaction|payment|charge|注文|受注|売上|請求|取引",
    "purchases": "purchase|order_?item|order_?detail|order_?line|line_?item|invoice_?line|明細",
    "lines": "detail|line|item|明細",
    "deals": "deal|opportunit|pipeline|案件|商談",
}
_DAYS = frozenset(
    ("order_date", "start_date", "end_date", "renews_on", "opened", "closed", "usage_date", "answered", "churn_date",
     "due", "paid", "signup_date", "close_on")
)  # fmt: skip
_NUMBERS = frozenset(
    ("quantity", "amount", "unit_price", "discount", "list_price", "monthly", "seats", "events", "active_users",
     "score", "employees", "annual_revenue")
)  # fmt: skip


@dataclass(frozen=True)
class Guess:
    """A column that may mean something: how sure in percent, and by what."""

    column: str
    confidence: int
    by: str


def squeeze(name: str) -> str:
    """A column's name without case and signs between its words."""
    return _SPACING.sub("", header_key(name))


def about(stem: str) -> set[str]:
    """What a file is about by its name."""
    return {thing for thing, words in _ABOUT.items() if re.search(words, stem.casefold())}


def guess_concepts(stem: str, profiles: Sequence[Profile]) -> dict[str, Guess]:
    """For each concept the column that fits best; each column means one thing."""
    things = about(stem)
    found: list[tuple[tuple[int, bool, int], str, Profile, str]] = []
    for place, profile in enumerate(profiles):
        for concept, names in _concepts().items():
            confidence, by = _match(profile, concept, names, things)
            if confidence >= _LOWEST and _fits(profile, concept):
                is_firm = concept == "customer_name" and profile.filled >= _OFTEN and _names_firm(profile)
                found.append(((confidence, is_firm, -place), concept, profile, by))
    guesses: dict[str, Guess] = {}
    taken: set[str] = set()
    for (confidence, *_), concept, profile, by in sorted(found, key=lambda each: each[0], reverse=True):
        if concept not in guesses and profile.name not in taken:
            guesses[concept] = Guess(profile.name, confidence, by)
            taken.add(profile.name)
    return guesses


def _names_firm(profile: Profile) -> bool:
    """Whether a column holds firms, where another may hold who ordered."""
    return _FIRM.search(header_key(profile.name)) is not None


def _match(profile: Profile, concept: str, names: Mapping[str, str | None], things: set[str]) -> tuple[int, str]:
    name = squeeze(profile.name)
    if name not in names:  # a unit or remark behind it: 金額(円), Amount (USD)
        name = squeeze(_BRACKETS.sub("", profile.name)) or name
    if name in names:
        only = names[name]
        if only is None:
            return _SURE, "name"
        return (_SURE + 2, "name in such a file") if only in things else (0, "")
    if concept == "email" and profile.is_email:
        return _BY_CONTENT + 20, "content"
    endings = [known for known, only in names.items() if (only is None or only in things) and _is_telling(known)]
    longest = max((len(known) for known in endings if name.endswith(known)), default=0)
    if longest:
        return _ENDS_SO + min(longest, 15), "end of its name"
    return 0, ""


def _is_telling(known: str) -> bool:
    """Whether a name says enough as the end of a longer one: two letters do in Japanese."""
    return len(known) > 3 or (len(known) > 1 and not known.isascii())


def _fits(profile: Profile, concept: str) -> bool:
    """Whether the content does not contradict the meaning."""
    if not profile.filled:
        return concept not in _DAYS | _NUMBERS
    if concept == "line_id" and profile.distinct < 1:
        return False  # counts the lines of each order
    if concept in _DAYS:
        return profile.is_day
    if concept in _NUMBERS:
        return profile.is_number
    if concept in {"customer_name", "product_name", "contact_name", "person_name", "deal_name"}:
        return not profile.is_day and not (profile.is_number and profile.distinct > 0.01 and not profile.is_whole)
    return not profile.is_day


@cache
def _concepts() -> dict[str, dict[str, str | None]]:
    text = Path(__file__).with_name("concepts.yml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str | None]] = {}
    for concept, names in yaml.safe_load(text).items():
        told = found.setdefault(concept, {})
        for name in map(str, names):
            only, _, rest = name[1:].partition(" ") if name.startswith("@") else ("", "", name)
            told.setdefault(squeeze(rest), only or None)
    return found
