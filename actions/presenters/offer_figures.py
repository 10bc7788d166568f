"""The figures of an offer: past buying, take-up, chance and score, each with what it is made of."""

from __future__ import annotations

from actions.presenters.figures import seats_figure, tell_figure
from actions.reply import Figure, Lineage
from knowledge.accounts.account_360 import Account360
from knowledge.offers.advice import TimedOffer
from knowledge.offers.candidate import Candidate, FollowOn
from knowledge.offers.take_up import RuleRecord
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules


def follow_on_figure(case: Account360, pair: FollowOn, rules: Rules, say: Phrases) -> Figure:
    """ "18 of 29": what other accounts added after the product, against all accounts."""
    products = case.catalogue.products
    names = {
        "product": products[pair.product].called(say.language),
        "antecedent": products[pair.antecedent].called(say.language),
    }
    days = rules.offers.horizon_days
    return tell_figure(
        say,
        "follow_on",
        key=f"follow_on_{pair.antecedent}_{pair.product}",
        label={"product": names["product"]},
        raw=round(pair.share, 4),
        unit="share",
        as_of=case.as_of,
        value={"adopters": pair.adopters, "owners": pair.owners},
        basis={
            **names,
            "days": days,
            "base_adopters": pair.base_adopters,
            "base_owners": pair.base_owners,
            "base_share": Share(pair.base_share),
        },
        formula={
            **names,
            "days": days,
            "bound": Share(pair.lower_bound),
            "confidence": Share(rules.offers.confidence),
        },
        lineage=Lineage(table="follow_ons", product_ids=(pair.antecedent, pair.product), until=case.as_of),
    )


def score_figure(case: Account360, candidate: Candidate, say: Phrases) -> Figure:
    """What an offer was ranked on, part by part."""
    parts = [say(f"figures.part_{name}", points=f"{points:.2f}") for name, points in candidate.parts]
    times = say("figures.part_take_up", factor=f"{candidate.record.factor:.2f}") if candidate.record else ""
    return tell_figure(
        say,
        "score",
        key=f"score_{candidate.product.id}",
        label={"product": candidate.product.called(say.language)},
        raw=round(candidate.score, 4),
        as_of=case.as_of,
        value={"score": f"{candidate.score:.2f}"},
        basis={"parts": " + ".join(parts), "times": times},
    )


def take_up_figure(case: Account360, candidate: Candidate, rules: Rules, say: Phrases) -> Figure:
    """ "Of 14 proposals on this ground 1 was won", and how far that moves the score."""
    record = candidate.record
    if record is None:
        raise ValueError("an offer without a record has no take-up to tell")
    product, had = candidate.product.called(say.language), _had(record)
    return tell_figure(
        say,
        "take_up",
        key=f"take_up_{candidate.product.id}",
        label={"product": product},
        raw=record.taken_up.won,
        unit="proposals",
        as_of=case.as_of,
        value={"proposals": record.taken_up.proposals, "won": record.taken_up.won},
        basis={
            "product": product,
            "owned": case.catalogue.products[had].called(say.language) if had else "",
            "kind": say(f"recommend_offer.kind_{candidate.kind}"),
            "among": record.among.proposals,
            "among_won": record.among.won,
        },
        formula={
            "won": record.taken_up.won,
            "proposals": record.taken_up.proposals,
            "prior": rules.learning.prior_proposals,
            "usual": Share(record.among.won / record.among.proposals if record.among.proposals else 0.0),
            "factor": f"{record.factor:.2f}",
            "low": f"{1 - rules.learning.most_shift:.1f}",
            "high": f"{1 + rules.learning.most_shift:.1f}",
        },
        lineage=Lineage(
            table=f"take_up_{candidate.kind}",
            product_ids=(*([had] if had else []), candidate.product.id),
            until=case.as_of,
        ),
    )


def _had(record: RuleRecord) -> int | None:
    """The product that the rule ``pair:3:7`` rests on; None where no ownership is its ground."""
    kind, *products = record.rule.split(":")
    return int(products[0]) if kind == "pair" else None


def chance_figure(case: Account360, candidate: Candidate, say: Phrases) -> Figure | None:
    """The stated chance with how well such figures held; None where none may be stated."""
    scored, scorer = candidate.scored, case.scorer
    if scored is None or scorer is None or scored.chance is None:
        return None
    apart = max(abs(band.stated - band.observed) for band in scorer.bands)
    return tell_figure(
        say,
        "chance",
        key=f"chance_{candidate.product.id}",
        label={"product": candidate.product.called(say.language)},
        raw=scored.chance,
        unit="share",
        as_of=scorer.as_of,
        value={"share": Share(scored.chance)},
        basis={"points": f"{100 * apart:.1f}", "cases": sum(band.cases for band in scorer.bands)},
        lineage=Lineage(table="reliability", until=case.as_of),
    )


def first_two_figure(case: Account360, say: Phrases) -> Figure | None:
    """What came of the first two products of everybody last quarter; None where no window was stood on."""
    scorer = case.scorer
    if scorer is None or not scorer.offered:
        return None
    return tell_figure(
        say,
        "first_two",
        raw=round(scorer.bought / scorer.offered, 4),
        unit="share",
        as_of=scorer.as_of,
        value={"bought": scorer.bought, "offered": scorer.offered},
        basis={"scorer": scorer.name, "days": scorer.horizon_days, "day": scorer.as_of},
        formula={
            "advice": Share(scorer.advice_rate),
            "best_sellers": Share(scorer.best_sellers_rate),
            "cases": scorer.cases,
        },
        lineage=Lineage(table="reliability", until=case.as_of) if scorer.bands else None,
    )


def offer_figures(case: Account360, offers: tuple[TimedOffer, ...], rules: Rules, say: Phrases) -> list[Figure]:
    """The figures that stand behind the offers."""
    figures: list[Figure | None] = []
    for offer in offers:
        candidate = offer.candidate
        figures.append(score_figure(case, candidate, say))
        figures.append(chance_figure(case, candidate, say))
        if candidate.follow_on:
            figures.append(follow_on_figure(case, candidate.follow_on, rules, say))
        if candidate.record:
            figures.append(take_up_figure(case, candidate, rules, say))
        if candidate.seat_use:
            figures.append(seats_figure(case, candidate.seat_use.product_id, say))
    if any(offer.candidate.scored for offer in offers):
        figures.append(first_two_figure(case, say))
    return [figure for figure in figures if figure]
