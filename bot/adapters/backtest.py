"""Backtests for the terminal: figures, and the verdict as a sentence."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from actions.presenters.churn import tell_definition
from bot.adapters.clock import firm_clock
from bot.adapters.open_store import open_filled
from knowledge import backtests as backtesting
from knowledge.offers.scored import PROVEN
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases


def backtest(
    kind: Literal["offers", "churn"],
    *,
    store: str | None,
    as_of: dt.date | None,
    horizon_days: int,
    windows: int,
    with_rivals: bool = False,
) -> tuple[dict[str, Any], str]:
    """The backtest's figures, and its verdict in the firm's language."""
    knowledge = open_filled(store)
    given: dict[str, Any] = {"as_of": as_of or firm_clock(knowledge).today(), "horizon_days": horizon_days}
    say = Phrases(knowledge.rules.firm.language)
    if kind == "churn":
        churn = backtesting.backtest_churn(knowledge, windows=windows, **given)
        told = [say(f"backtest.churn_{churn.verdict}", customers=churn.customers, losses=churn.losses)]
        definition = tell_definition(str(churn.definition), knowledge.rules, say, horizon_days=horizon_days)
        told.append(say("backtest.churn_definition", definition=definition))
        if churn.chances:
            told.append(say(f"backtest.churn_chances_{churn.chances}"))
        return churn.to_dict(), "\n".join(told)
    offers = backtesting.backtest_offers(knowledge, windows=windows, with_rivals=with_rivals, **given)
    found = offers.finding
    rates = {"advice": Share(found.advice_hit_rate), "best_sellers": Share(found.best_sellers_hit_rate)}
    told = [say(f"backtest.offers_{found.verdict}", accounts=found.accounts, **rates)]
    told.append(say("backtest.offers_scorer", scorer=offers.next_scorer.name))
    held = offers.reliability
    if held.stated:
        told.append(say("backtest.offers_chances_held" if found.verdict in PROVEN else "backtest.offers_chances_wait"))
    elif held.last_offered:
        told.append(say("backtest.offers_chances_back", bought=held.last_bought, offered=held.last_offered))
    shown = backtesting.backtest_shown(knowledge, windows=windows, **given)
    if shown.accounts:
        facts = {"spoken": shown.spoken_to, "accounts": shown.accounts, "share": Share(shown.share_spoken_to)}
        counts = {"hits": shown.hits, "buyers": shown.buyers, "rate": Share(shown.hit_rate)}
        among = Share(shown.hits / shown.buyers_spoken_to if shown.buyers_spoken_to else 0.0)
        told.append(say("backtest.offers_shown", among=among, **facts, **counts))
    return offers.to_dict() | {"shown": shown.to_dict()}, "\n".join(told)
