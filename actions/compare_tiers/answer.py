"""Three options side by side for a customer, or the tiers of a product family."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.presenters.choosing_offer import choose_offer
from actions.presenters.figures import unique
from actions.presenters.gate import tell_blocks
from actions.presenters.offer_figures import offer_figures
from actions.presenters.products import find_product
from actions.presenters.tiers import build_tiers, price_of
from actions.question import Question
from actions.recommend_offer.answer import next_steps, tell_headline
from actions.reply import AccountRef, Reply, Tier
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.catalogue.catalogue import Catalogue, ProductCard
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.access import AccessContext
from knowledge.offers.advice import Advice, advise
from knowledge.playbook.phrases import Phrases

_TWO = 2


class CompareTiers(QuestionAction):
    """With a customer: what they have, what is recommended, more. Without one: the tiers of the product named."""

    intent = "compare_tiers"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """The customer's three options, or the family's tiers, or a question back."""
        if question.account_id is not None:
            return _for_account(question, access, say)
        catalogue = load_catalogue(access)
        product = find_product(catalogue, question.word("product") or "")
        if product is None:
            return Reply(intent=self.intent, language=say.language, headline=say("tiers.which_product"))
        return _for_family(catalogue, product, say)


def _for_account(question: Question, access: AccessContext, say: Phrases) -> Reply:
    case = load_account_360(access, question.account_id or 0)
    advice = advise(case, access.rules)
    offer, note = choose_offer(case, advice, question.word("product"), say)
    account = case.account.name
    blocks, figures = tell_blocks(case, advice, access.rules, say)
    others = tuple(other for other in advice.offers if other is not offer)
    tiers = build_tiers(case, (offer, *others) if offer else (), say, rules=access.rules)
    headline = (
        say("tiers.title" if len(tiers) > _TWO else "tiers.title_two", account=account)
        if tiers
        else say("tiers.none", account=account, why=_why_none(case, advice, say))
    )
    return Reply(
        intent=CompareTiers.intent,
        language=say.language,
        headline=headline,
        account=AccountRef(id=case.account.id, name=account),
        verdict=advice.verdict,
        verdict_until=advice.until,
        sections=(*note, *blocks),
        tiers=tiers,
        figures=unique([*(offer_figures(case, (offer,), access.rules, say) if offer else []), *figures]),
        choices=next_steps(case, ("why", "draft", "log") if tiers else ("why", "brief", "churn"), say),
    )


def _why_none(case: Account360, advice: Advice, say: Phrases) -> str:
    """That an article has no plans, where one is offered; else what the advice says."""
    return say("tiers.none_of_articles") if advice.offers else tell_headline(case, advice, say)


def _for_family(catalogue: Catalogue, product: ProductCard, say: Phrases) -> Reply:
    cards = catalogue.tiers_of(product.id)
    family = (product.family_ja if say.language == "ja" else None) or product.family
    tiers = tuple(
        Tier(
            key=card.key,
            name=card.called(say.language),
            price=price_of(card, say),
            gives=card.gives(say.language),
            lacks=(),
            recommended=len(cards) > 2 and place == 1,
        )
        for place, card in enumerate(cards)
    )
    return Reply(
        intent=CompareTiers.intent, language=say.language, headline=say("tiers.family", family=family), tiers=tiers
    )
