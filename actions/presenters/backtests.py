"""What a backtest came to, in words: the verdict, what it rests on, and whether chances may be stated."""

from __future__ import annotations

from collections.abc import Mapping

from actions.presenters.churn import tell_definition
from knowledge.churn.backtest.backtest import ChurnBacktest
from knowledge.churn.lost_by import ChurnDefinition
from knowledge.offers.backtest.offers import OfferBacktest
from knowledge.offers.backtest.shown import Shown
from knowledge.offers.scored import PROVEN
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules


def tell_churn_backtest(found: ChurnBacktest, rules: Rules, say: Phrases, *, horizon_days: int) -> list[str]:
    """The verdict, what counts as lost, and whether chances held."""
    told = [say(f"backtest.churn_{found.verdict}", customers=found.customers, losses=found.losses)]
    if found.definition is None:
        return told
    definition = tell_definition(str(found.definition), rules, say, horizon_days=horizon_days)
    told.append(say("backtest.churn_definition", definition=definition))
    if found.told_by:
        counts = {way: found.told_by.get(way, 0) for way in ChurnDefinition}
        told.append(say("backtest.churn_told_by", parts=say.join(_tell_apart(counts, say))))
    return [*told, say(f"backtest.churn_chances_{found.chances}")] if found.chances else told


def _tell_apart(counts: Mapping[ChurnDefinition, int], say: Phrases) -> list[str]:
    return [say(f"backtest.churn_by_{way}", count=count) for way, count in counts.items() if count]


def tell_offer_backtest(offers: OfferBacktest, shown: Shown, say: Phrases) -> list[str]:
    """The verdict, which scorer ranks from now on, whether chances may be stated, and what reps were shown."""
    found = offers.finding
    rates = {"advice": Share(found.advice_hit_rate), "best_sellers": Share(found.best_sellers_hit_rate)}
    told = [say(f"backtest.offers_{found.verdict}", accounts=found.accounts, **rates)]
    told.append(say("backtest.offers_scorer", scorer=offers.next_scorer.name))
    held = offers.reliability
    if held.stated:
        told.append(say("backtest.offers_chances_held" if found.verdict in PROVEN else "backtest.offers_chances_wait"))
    elif held.last_offered:
        told.append(say("backtest.offers_chances_back", bought=held.last_bought, offered=held.last_offered))
    if shown.accounts:
        facts = {"spoken": shown.spoken_to, "accounts": shown.accounts, "share": Share(shown.share_spoken_to)}
        counts = {"hits": shown.hits, "buyers": shown.buyers, "rate": Share(shown.hit_rate)}
        among = Share(shown.hits / shown.buyers_spoken_to if shown.buyers_spoken_to else 0.0)
        ranked = {"ranked": shown.ranked_hits, "ranked_rate": Share(shown.ranked_rate)}
        told.append(say("backtest.offers_shown", among=among, **facts, **counts, **ranked))
    if shown.in_the_works:
        told.append(say("backtest.offers_in_the_works", count=shown.in_the_works))
    if kept := shown.kept_back:
        reasons = [say(f"backtest.kept_{why}", count=count) for why, count in kept.items()]
        told.append(say("backtest.offers_kept_back", reasons=say.join(reasons)))
    return told
