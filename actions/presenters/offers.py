"""Offers in words: the name, the reason from this customer's own facts, the value, the moment."""

from __future__ import annotations

from actions.presenters.figures import tell_unit
from actions.presenters.left_out import tell_remarks
from actions.presenters.offer_figures import offer_figures
from actions.presenters.timing import tell_moment
from actions.reply import Line, Offer, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.catalogue.catalogue import ProductCard
from knowledge.offers.advice import Advice, TimedOffer
from knowledge.offers.article_rhythm import ArticleRhythm, ArticleState
from knowledge.offers.backtest.verdicts import Verdict
from knowledge.offers.candidate import Candidate, FollowOn, Together
from knowledge.offers.scored import LEAST_CASES, PROVEN, QUARTER_DAYS, Ground, ScoredOffer
from knowledge.offers.take_up import RuleRecord
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules
from knowledge.terms import OfferKind

_VALUE_OF_KIND = {OfferKind.SEATS, OfferKind.REFILL, OfferKind.REGAIN}
_POOR_FACTOR = 0.8  # the score loses a fifth


def name_offer(candidate: Candidate, say: Phrases) -> str:
    """How a colleague would call the offer: "more seats of CRM", "CRM Pro (up from CRM)"."""
    product = candidate.product.called(say.language)
    if candidate.kind is OfferKind.UPSELL and candidate.owned:
        return say("recommend_offer.upsell_named", product=product, owned=candidate.owned.called(say.language))
    return say(f"recommend_offer.{candidate.kind}_named", product=product)


def tell_reason(case: Account360, candidate: Candidate, rules: Rules, say: Phrases) -> str:
    """Why this product for this customer: their need, their limit, what others did; each with its counts."""
    reasons = _reasons(case, candidate, rules, say)
    return " ".join(reasons) if say.language == "en" else "".join(reasons)


def tell_first_reason(case: Account360, candidate: Candidate, rules: Rules, say: Phrases) -> str:
    """The one that weighs most in a seller's mouth: what they asked for, then their limit, then what others did."""
    return next(iter(_reasons(case, candidate, rules, say)), "")


def _reasons(case: Account360, candidate: Candidate, rules: Rules, say: Phrases) -> list[str]:
    reasons = []
    if need := candidate.need:
        reasons.append(say("recommend_offer.reason_need", need=need.text, day=need.said_on))
    if use := candidate.seat_use:
        facts = {"used": use.used, "seats": use.bought, "share": Share(use.share)}
        reasons.append(
            say("recommend_offer.reason_quota", unit=tell_unit(use.unit, say), **facts)
            if use.unit
            else say("recommend_offer.reason_people" if use.by_people else "recommend_offer.reason_limit", **facts)
        )
    if rhythm := candidate.rhythm:
        reasons.append(_tell_rhythm(rhythm, say))
    if together := candidate.together:
        reasons.append(_tell_together(case, together, say))
    if carried := candidate.carried:
        own = sum(1 for line in case.rhythms)
        facts = {"carriers": carried.carriers, "accounts": carried.accounts, "industry": carried.industry}
        reasons.append(say("recommend_offer.reason_range", own=own, **facts))
    if candidate.together or candidate.carried:
        return reasons  # the strongest count is told; a weaker one beside it only confuses
    if pair := candidate.follow_on:
        told = say(
            "recommend_offer.reason_history",
            adopters=pair.adopters,
            owners=pair.owners,
            antecedent=case.catalogue.products[pair.antecedent].called(say.language),
            days=rules.offers.horizon_days,
            base_adopters=pair.base_adopters,
            base_owners=pair.base_owners,
        )
        reasons.append(_with_few(told, pair.adopters, rules, say))
    elif scored := candidate.scored:
        reasons.append(_tell_scored(case, scored, rules, say))
    if (candidate.is_related or candidate.is_addon) and not (candidate.follow_on or candidate.scored):
        reasons.append(say("recommend_offer.reason_related"))
    if any(name == "growing" for name, _ in candidate.parts):
        reasons.append(say("recommend_offer.reason_growing"))
    if (record := candidate.record) and _is_poor(record, rules):
        reasons.append(
            say("recommend_offer.reason_take_up", won=record.taken_up.won, proposals=record.taken_up.proposals)
        )
    return reasons


def _tell_rhythm(rhythm: ArticleRhythm, say: Phrases) -> str:
    """That an article is due again, or was dropped, with their own rhythm."""
    key = "due" if rhythm.state is ArticleState.DUE else "dropped"
    return say(
        f"recommend_offer.reason_{key}",
        gap=rhythm.gap_days,
        last=rhythm.last_on,
        due=rhythm.due_on,
        quantity=rhythm.quantity,
        days=rhythm.days,
        since=rhythm.ordered_since,
    )


def _tell_together(case: Account360, pair: Together, say: Phrases) -> str:
    return say(
        "recommend_offer.reason_together",
        antecedent=case.catalogue.products[pair.antecedent].called(say.language),
        together=pair.together,
        buyers=pair.buyers,
        base_together=pair.base_together,
        base_buyers=pair.base_buyers,
    )


def _is_poor(record: RuleRecord, rules: Rules) -> bool:
    """Enough proposals on this ground, and clearly fewer taken up than usual: a rep should hear that unasked."""
    return record.taken_up.proposals >= rules.offers.fewest_cases and record.factor <= _POOR_FACTOR


def _tell_scored(case: Account360, scored: ScoredOffer, rules: Rules, say: Phrases) -> str:
    """Whose past buying speaks for it, with counts, where no follow-on does."""
    facts: dict[str, object] = {"adopters": scored.adopters, "owners": scored.owners, "days": rules.offers.horizon_days}
    if scored.ground is not Ground.EVERYBODY:
        facts |= {"base_adopters": scored.base_adopters, "base_owners": scored.base_owners}
    if scored.ground is Ground.OWNERS and scored.antecedent is not None:
        facts["antecedent"] = case.catalogue.products[scored.antecedent].called(say.language)
    if scored.ground is Ground.SEGMENT:
        facts["days"] = QUARTER_DAYS
    return _with_few(say(f"recommend_offer.reason_{scored.ground}", **facts), scored.adopters, rules, say)


def _with_few(told: str, adopters: int, rules: Rules, say: Phrases) -> str:
    """Few cases are told in the same breath as their counts."""
    if adopters >= rules.offers.fewest_cases:
        return told
    return f"{told}{' ' if say.language == 'en' else ''}{say('recommend_offer.reason_few')}"


def tell_offers(case: Account360, offers: tuple[TimedOffer, ...], rules: Rules, say: Phrases) -> tuple[Section, ...]:
    """One section: each offer with reason, value and moment."""
    lines: list[Line] = []
    for place, offer in enumerate(offers, start=1):
        candidate = offer.candidate
        named = {"kind": say(f"recommend_offer.kind_{candidate.kind}"), "offer": name_offer(candidate, say)}
        text, brief = (
            say("recommend_offer.offer_line", place=place, reason=tell(case, candidate, rules, say), **named)
            for tell in (tell_reason, tell_first_reason)
        )
        keys = [f"score_{candidate.product.id}"]
        if pair := candidate.follow_on:
            keys.append(f"follow_on_{pair.antecedent}_{pair.product}")
        lines.append(Line(text=text, brief=brief, tone=Tone.GOOD, figures=tuple(keys)))
        if value := tell_value(candidate, say):
            lines.append(Line(text=value))
        if chance := _tell_chance(case, candidate, say):
            lines.append(chance)
        moment = tell_moment(case, offer, say)
        lines.append(Line(text=moment, brief=moment))
        lines += tell_remarks(offer, say)
    if len({offer.candidate.kind is OfferKind.CROSS_SELL for offer in offers}) > 1:
        lines.append(Line(text=say("recommend_offer.both")))
    lines += _tell_proof(case, offers, say)
    return (Section(key="offers", title=say("recommend_offer.offers_title"), lines=tuple(lines)),) if lines else ()


def _tell_chance(case: Account360, candidate: Candidate, say: Phrases) -> Line | None:
    """The chance, only where such chances came true in two quarters and past buying alone speaks: it knows no needs."""
    chance = candidate.stated_chance
    if chance is None or case.scorer is None:
        return None
    share = Share(chance)
    text = say("recommend_offer.chance", days=case.scorer.horizon_days, share=share)
    return Line(text=text, figures=(f"chance_{candidate.product.id}",))


def _tell_proof(case: Account360, offers: tuple[TimedOffer, ...], say: Phrases) -> list[Line]:
    """What came of such offers where no chance is stated, and that what they own tells nothing where that is so."""
    scorer = case.scorer
    scored = [alone for offer in offers if (alone := offer.candidate.by_history_alone)]
    if scorer is None or not scored:
        return []
    lines = []
    if scorer.verdict is Verdict.NO_PERSONAL_SIGNAL:
        lines.append(Line(text=say("recommend_offer.no_personal_signal", cases=scorer.cases)))
    if scorer.offered and any(offer.chance is None for offer in scored):
        few = scorer.offered < LEAST_CASES or scorer.verdict not in PROVEN
        facts = {"days": scorer.horizon_days, "bought": scorer.bought, "offered": scorer.offered}
        why = "_few" if few else "_outside" if scorer.states_chances else ""
        text = say(f"recommend_offer.first_two{why}", **facts)
        lines.append(Line(text=text, figures=("first_two",)))
    return lines


def tell_looked_at(case: Account360, advice: Advice, rules: Rules, say: Phrases) -> tuple[Section, ...]:
    """What they do not have and why it is not offered, when nothing fits."""
    lines = tuple(tell_looked_at_one(case, product, pair, rules, say) for product, pair in advice.looked_at)
    title = say("recommend_offer.looked_at_title")
    return (Section(key="looked_at", title=title, lines=lines),) if lines else ()


def tell_looked_at_one(
    case: Account360, product: ProductCard, pair: FollowOn | None, rules: Rules, say: Phrases
) -> Line:
    """Why a product that they do not have is not offered: what others did, and what that falls short of."""
    name = product.called(say.language)
    if pair is None:
        return Line(text=say("recommend_offer.looked_at_none", product=name, days=rules.offers.horizon_days))
    antecedent = case.catalogue.products[pair.antecedent].called(say.language)
    facts = {"adopters": pair.adopters, "owners": pair.owners, "days": rules.offers.horizon_days}
    base = {"base_adopters": pair.base_adopters, "base_owners": pair.base_owners}
    why = say(f"recommend_offer.why_{_why_not(pair, rules)}")
    text = say("recommend_offer.looked_at", product=name, antecedent=antecedent, why=why, **facts, **base)
    return Line(text=text, figures=(f"follow_on_{pair.antecedent}_{pair.product}",))


def _why_not(pair: FollowOn, rules: Rules) -> str:
    """Why a count does not speak for an offer: too few cases, no more than usual, or not clearly more."""
    if pair.owners < rules.offers.fewest_cases or pair.adopters < rules.offers.fewest_adopters:
        return "few"
    return "unclear" if pair.share > pair.base_share else "usual"


def tell_value(candidate: Candidate, say: Phrases) -> str:
    """What the customer gains, in their terms; empty when nobody wrote it."""
    if candidate.kind in _VALUE_OF_KIND:
        return say(f"recommend_offer.value_{candidate.kind}")
    value = candidate.product.value(say.language)
    return say("recommend_offer.value", value=value) if value else ""


def build_offers(case: Account360, offers: tuple[TimedOffer, ...], rules: Rules, say: Phrases) -> tuple[Offer, ...]:
    """The offers as data: kind, product, reason, counts, score."""
    return tuple(
        Offer(
            kind=offer.candidate.kind,
            product=offer.candidate.product.called(say.language),
            product_id=offer.candidate.product.id,
            reason=tell_reason(case, offer.candidate, rules, say),
            value=tell_value(offer.candidate, say),
            evidence=count_evidence(offer.candidate),
            score=round(offer.candidate.score, 4),
            figures=tuple(figure.key for figure in offer_figures(case, (offer,), rules, say)),
        )
        for offer in offers
    )


def count_evidence(candidate: Candidate) -> dict[str, float | int | str | None]:
    """The counts behind an offer, by name; the parts of its score as points_<part>."""
    evidence: dict[str, float | int | str | None] = {f"points_{name}": round(p, 4) for name, p in candidate.parts}
    if pair := candidate.follow_on:
        evidence |= {
            "owners": pair.owners,
            "adopters": pair.adopters,
            "share": round(pair.share, 4),
            "lower_bound": round(pair.lower_bound, 4),
            "base_owners": pair.base_owners,
            "base_adopters": pair.base_adopters,
            "base_share": round(pair.base_share, 4),
            "antecedent_id": pair.antecedent,
        }
    elif scored := candidate.scored:
        evidence |= {name: getattr(scored, name) for name in ("owners", "adopters", "base_owners", "base_adopters")}
        evidence |= {"ground": str(scored.ground), "antecedent_id": scored.antecedent}
    if candidate.scored:
        evidence["chance"] = candidate.scored.chance
    if record := candidate.record:
        evidence |= {"rule": record.rule, "take_up_factor": round(record.factor, 4)}
        evidence |= {"proposals": record.taken_up.proposals, "won": record.taken_up.won}
    if together := candidate.together:
        evidence |= {"together": together.together, "buyers": together.buyers, "beside_id": together.antecedent}
    if carried := candidate.carried:
        evidence |= {"carriers": carried.carriers, "carrying_accounts": carried.accounts}
    if rhythm := candidate.rhythm:
        evidence |= {"gap_days": rhythm.gap_days, "due_on": rhythm.due_on.isoformat(), "order_days": rhythm.days}
    if use := candidate.seat_use:
        evidence |= {"seats_used": use.used, "seats": use.bought, "seat_share": round(use.share, 4)}
    if need := candidate.need:
        evidence |= {"need": need.text, "need_said_on": need.said_on.isoformat()}
    return evidence
