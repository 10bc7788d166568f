"""What reps would have been shown on past days is counted after gate and timing, and leaves nothing behind."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import func, select

from knowledge.accounts.queries.accounts_360 import load_accounts_360
from knowledge.accounts.queries.history import load_proposals
from knowledge.backtests import backtest_shown
from knowledge.kernel.visibility import OPERATOR
from knowledge.offers.backtest.shown import KeptBack
from knowledge.tables import AccountOffers
from knowledge.terms import ProposalOutcome
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


DEALS = {
    "deals.csv": "id,account,name,opened_on,closed_on,outcome\n"
    "d12,a12,Grease for the summer,2026-08-20,2026-10-05,won\n"  # open on 1 September, the day looked back to
    "d13,a13,Grease,,2026-10-05,won\n"  # nobody knows when it was opened
    "d14,a14,Grease again,2026-09-20,2026-10-05,won",
    "deal_lines.csv": "id,deal,product\nl12,d12,grease\nl13,d13,grease\nl14,d14,grease",
}


def test_what_was_in_a_deal_on_the_day_is_told_and_no_offer_missed(
    written_firm: Callable[[dict[str, str]], ImportedFirm],
) -> None:
    shown = backtest_shown(written_firm(FILES | DEALS).knowledge, as_of=DAY, horizon_days=90, windows=1)
    assert (shown.buyers, shown.in_the_works, shown.hits) == (4, 1, 2)
    assert shown.kept_back == {KeptBack.GATE: 2}
    assert shown.ranked_rate == 1.0


def test_what_they_answered_later_was_not_known_on_the_day(
    written_firm: Callable[[dict[str, str]], ImportedFirm],
) -> None:
    made = {
        "proposals.csv": "id,account,product,kind,proposed_on,outcome,outcome_on\n"
        "p,a12,grease,cross_sell,2026-08-20,won,2026-10-05"
    }
    firm = written_firm(FILES | made)
    with firm.knowledge.access(OPERATOR.key, as_of=dt.date(2026, 9, 1)) as access:
        (one,) = load_proposals(access, firm.account_id("Shop Number 12"))
        (same,) = next(case for case in load_accounts_360(access) if case.account.name == "Shop Number 12").proposals
    assert one == same
    assert (one.outcome, one.outcome_on) == (ProposalOutcome.PITCHED, None)
    shown = backtest_shown(firm.knowledge, as_of=DAY, horizon_days=90, windows=1)
    assert (shown.buyers, shown.in_the_works) == (4, 1)
