"""Use by day on few days: from one month to the next it halves by chance, and nobody is kept from a call for it."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests.firms.firm import DAY, ImportedFirm, words_of

OFTEN = [DAY - dt.timedelta(days=back) for back in range(28, 112)]
SELDOM = OFTEN[::12]
ROWS = [
    *(f"u1,desk,{day},10,{feature}" for day in OFTEN for feature in ("mail", "")),
    *(f"u2,desk,{day},10,{feature}" for day in SELDOM for feature in ("mail",)),
    *(f"{who},desk,{DAY - dt.timedelta(days=back)},10,mail" for who in ("u1", "u2", "u3") for back in (2, 9)),
    *(f"u1,desk,{DAY - dt.timedelta(days=back)},10," for back in (2, 9)),
    *(f"u3,desk,{day},10,mail" for day in OFTEN),
]
FILES = {
    "people.csv": "id,name,email,role\nr1,Ken Abe,ken@lathe.example,rep",
    "products.csv": "id,name,family\ndesk,Desk,Desk",
    "accounts.csv": "id,name,owner\nu1,Daily Lathe,r1\nu2,Seldom Lathe,r1\nu3,Featured Lathe,r1",
    "subscriptions.csv": "id,account,product,started_on,monthly,currency\n"
    + "\n".join(f"s{who},{who},desk,2025-01-01,9000,JPY" for who in ("u1", "u2", "u3")),
    "usage.csv": "account,product,day,events,feature\n" + "\n".join(ROWS),
}


@pytest.mark.parametrize(
    ("account", "falls"), [("Daily Lathe", True), ("Featured Lathe", True), ("Seldom Lathe", False)]
)
@pytest.mark.parametrize(
    ("language", "fell", "unsaid"),
    [("en", "Use fell by", "too little use on record"), ("ja", "利用が", "比較できるだけの利用実績がありません")],
)
def test_only_who_used_it_often_can_have_stopped(
    written_firm: Callable[[dict[str, str]], ImportedFirm],
    account: str,
    language: str,
    fell: str,
    unsaid: str,
    *,
    falls: bool,
) -> None:
    firm = written_firm(FILES)
    assert (fell in words_of(firm.run("assess_churn", account, language=language))) is falls
    assert (unsaid in words_of(firm.run("check_usage", account, language=language))) is not falls
    assert any(section.key == "blocks" for section in firm.run("recommend_offer", account).sections) is falls
