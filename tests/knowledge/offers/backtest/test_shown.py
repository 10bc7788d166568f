"""What reps would have been shown on past days is counted after gate and timing, and leaves nothing behind."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import func, select

from knowledge.backtests import backtest_shown
from knowledge.tables import AccountOffers
from tests.firms.firm import DAY, ImportedFirm

# Twenty shops order chain, ten of them grease two months later; five of the other ten follow in October, two are held.
SHOPS = range(40)
LINES = [(shop, "chain" if shop < 20 else "bell", "2026-03-02") for shop in SHOPS]
LINES += [(shop, "grease", "2026-05-04") for shop in range(10)]
LINES += [(shop, "grease", "2026-10-05") for shop in range(10, 15)]
FILES = {
    "people.csv": "id,name,email,role,team\nr1,Ken Abe,ken@pedal.example,rep,East",
    "products.csv": "id,name,family,list_price,currency,billing_period,is_per_seat\n"
    + "\n".join(f"{name},{name.title()},{name},1000,JPY,once,no" for name in ("chain", "bell", "grease")),
    "accounts.csv": "id,name,owner\n" + "\n".join(f"a{shop},Shop Number {shop},r1" for shop in SHOPS),
    "purchases.csv": "id,account,product,purchased_on,quantity\n"
    + "\n".join(f"p{place},a{shop},{what},{day},1" for place, (shop, what, day) in enumerate(LINES)),
    "holds.csv": "id,account,reason,placed_on,expires_on\n"
    + "\n".join(f"h{shop},a{shop},quiet,2026-08-01,2026-12-01" for shop in (10, 11)),
}


def test_a_held_customer_is_not_spoken_to_and_so_missed(written_firm: Callable[[dict[str, str]], ImportedFirm]) -> None:
    firm = written_firm(FILES)
    shown = backtest_shown(firm.knowledge, as_of=DAY, horizon_days=90, windows=1)
    assert (shown.windows, shown.accounts, shown.buyers) == (1, 40, 5)
    assert (shown.buyers_spoken_to, shown.hits) == (3, 3)
    assert shown.hit_rate == 0.6
    assert shown.spoken_to <= 38
    with firm.knowledge.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(AccountOffers)).scalar_one() == 0


def test_days_before_anybody_bought_count_nothing(written_firm: Callable[[dict[str, str]], ImportedFirm]) -> None:
    shown = backtest_shown(written_firm(FILES).knowledge, as_of=dt.date(2024, 1, 1), horizon_days=90, windows=2)
    assert (shown.windows, shown.accounts, shown.hit_rate, shown.share_spoken_to) == (0, 0, 0.0, 0.0)
