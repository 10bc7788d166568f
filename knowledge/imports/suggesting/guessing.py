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
_BRACKETS = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")
_OF_THING = re.compile(r"(\w[\w ]*?) - (\S.*)$")  # Deal - Title
_MOSTLY = 0.6  # share of columns named so from which a file names its thing before each
_FIRM = re.compile("company|organi[sz]ation|firm|会社|企業")
_ABOUT = {
    "accounts": "customer|account|client|reseller|retailer|dealer|compan|organi|store|shop|household|"
    "顧客|取引先|得意先|会社|店舗",
    "people": "employee|staff|sales_?rep|sales_?person|sales_?team|社員|従業員|担当者一覧|スタッフ",
    "contacts": "contact|person|card|subscriber|subscribed|担当者|連絡先|名刺",
    "others": "shipper|supplier|vendor|carrier|categor|region|territor|(?<!re)seller|warehouse|仕入先|運送|分類|地域",
    "products": "product|item|article|catalog|商品|製品|品目|track",
    "subscriptions": "subscription|contract|契約",
    "tickets": "ticket|case|support|conversation|問い合わせ|チケット",
    "usage": "usage|activity|event|login|利用",
    "surveys": "survey|response|feedback|nps|csat|回答|アンケート",
    "sales_orders": "order(?!.*(detail|line|item))|注文|受注",
    "orders": "order|invoice|(?<![a-z])bills?(?![a-z])|sale|transaction|payment|charge|注文|受注|売上|請求|取引",
    "purchases": "purchase|order_?item|order_?detail|order_?line|line_?item|invoice_?line|明細",
    "lines": "detail|line|item|明細",
    "deals": "deal|opportunit|pipeline|案件|商談",
}
_DAYS = frozenset(
    ("order_date", "start_date", "end_date", "renews_on", "opened", "closed", "usage_date", "answered", "churn_date",
     "due", "paid", "signup_date", "close_on", "since")
)  # fmt: skip
_NUMBERS = frozenset(
    ("quantity", "amount", "unit_price", "discount", "list_price", "monthly", "seats", "events", "active_users",
     "score", "employees", "annual_revenue")
)  # fmt: skip

_NAMES = frozenset(("customer_name", "product_name", "contact_name", "person_name", "deal_name"))


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
    before, bare = _without_thing([profile.name for profile in profiles])
    things = about(stem) | about(before)
    found: list[tuple[tuple[int, bool, bool, int, int], str, Profile, str]] = []
    for place, (profile, name) in enumerate(zip(profiles, bare, strict=True)):
        for concept, names in _concepts().items():
            confidence, by = _match(name, profile, concept, names, things)
            if confidence >= _LOWEST and _fits(profile, concept):
                is_firm = concept == "customer_name" and profile.filled >= _OFTEN and _names_firm(profile)
                rank = list(names).index(squeeze(name)) if squeeze(name) in names else len(names)
                found.append(((confidence, is_firm, profile.filled >= _OFTEN, -rank, -place), concept, profile, by))
    guesses: dict[str, Guess] = {}
    taken: set[str] = set()
    for (confidence, *_), concept, profile, by in sorted(found, key=lambda each: each[0], reverse=True):
        if concept not in guesses and profile.name not in taken:
            guesses[concept] = Guess(profile.name, confidence, by)
            taken.add(profile.name)
    return guesses


def _without_thing(names: Sequence[str]) -> tuple[str, list[str]]:
    """What a file names before each column, as in ``Deal - Title``, and the names without it."""
    found = [_OF_THING.match(name) for name in names]
    told = [each[1] for each in found if each]
    if not told or max(map(told.count, told)) < _MOSTLY * len(names):
        return "", list(names)
    before = max(told, key=told.count)
    return before, [each[2] if each and each[1] == before else name for each, name in zip(found, names, strict=True)]


def _names_firm(profile: Profile) -> bool:
    """Whether a column holds firms, where another may hold who ordered."""
    return _FIRM.search(header_key(profile.name)) is not None


def _match(
    told: str, profile: Profile, concept: str, names: Mapping[str, frozenset[str]], things: set[str]
) -> tuple[int, str]:
    name = squeeze(told)
    if name not in names:  # a unit or remark behind it: 金額(円), Amount (USD)
        name = squeeze(_BRACKETS.sub("", told)) or name
    if name in names:
        only = names[name]
        if not only:
            return _SURE, "name"
        return (_SURE + 2, "such_a_file") if only & things else (0, "")
    if concept == "email" and profile.is_email:
        return _BY_CONTENT + 20, "content"
    endings = [known for known, only in names.items() if (not only or only & things) and _is_telling(known)]
    longest = max((len(known) for known in endings if name.endswith(known)), default=0)
    if longest and not (profile.is_number and concept in _NAMES):
        return _ENDS_SO + min(longest, 15), "end"
    return 0, ""


def is_called(name: str, concept: str) -> bool:
    """Whether a column's name is one of a concept's, in a file about anything."""
    return _concepts().get(concept, {}).get(squeeze(name), {"@"}) == frozenset()


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
    if concept in _NAMES:
        return not profile.is_day and not (profile.is_number and profile.distinct > 0.01 and not profile.is_whole)
    return not profile.is_day


@cache
def _concepts() -> dict[str, dict[str, frozenset[str]]]:
    """The names of each concept, with the things that a file must be about for them; empty: whatever it is about."""
    text = Path(__file__).with_name("concepts.yml").read_text(encoding="utf-8")
    found: dict[str, dict[str, frozenset[str]]] = {}
    for concept, names in yaml.safe_load(text).items():
        told = found.setdefault(concept, {})
        for name in map(str, names):
            only, _, rest = name[1:].partition(" ") if name.startswith("@") else ("", "", name)
            key, known = squeeze(rest), told.get(squeeze(rest))
            told[key] = frozenset() if not only or known == frozenset() else (known or frozenset()) | {only}
    return found
