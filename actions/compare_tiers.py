"""Three options side by side for a customer, or the tiers of a product family."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.question import Question
from actions.recommend_offer import next_steps, tell_headline
from actions.reply import AccountRef, Reply, Tier
from actions.telling.choosing_offer import choose_offer
from actions.telling.figures import unique
from actions.telling.gate import tell_blocks
from actions.telling.offer_figures import offer_figures
from actions.telling.products import find_product
from actions.telling.tiers import build_tiers, price_of
from knowledge.analytics.advice import advise
from knowledge.catalogue import Catalogue, ProductCard
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.case import load_case
from knowledge.store.queries.catalogue import load_catalogue


class CompareTiers(QuestionAction):
    """With a customer: what they have, what is recommended, more. Without one: the tiers of the product named."""

    stem = "compare_tiers"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """The customer's three options, or the family's tiers, or a question back."""
        if question.account_id is not None:
            return _for_account(question, book, say)
        catalogue = load_catalogue(book)
        product = find_product(catalogue, question.word("product") or "")
        if product is None:
            return Reply(stem=self.stem, language=say.language, headline=say("tiers.which_product"))
        return _for_family(catalogue, product, say)


def _for_account(question: Question, book: Book, say: Phrases) -> Reply:
    case = load_case(book, question.account_id or 0)
    advice = advise(case, book.rules)
    offer, note = choose_offer(case, advice, question.word("product"), say)
    account = case.account.name
    blocks, figures = tell_blocks(case, advice, book.rules, say)
    tiers = build_tiers(case, (offer,) if offer else (), say)
    headline = (
        say("tiers.title", account=account)
        if tiers
        else say("tiers.none", account=account, why=tell_headline(case, advice, say))
    )
    return Reply(
        stem=CompareTiers.stem,
        language=say.language,
        headline=headline,
        account=AccountRef(id=case.account.id, name=account),
        verdict=advice.verdict,
        verdict_until=advice.until,
        sections=(*note, *blocks),
        tiers=tiers,
        figures=unique([*(offer_figures(case, (offer,), book.rules, say) if offer else []), *figures]),
        choices=next_steps(case, ("why", "draft", "log") if tiers else ("why", "brief", "churn"), say),
    )


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
        stem=CompareTiers.stem, language=say.language, headline=say("tiers.family", family=family), tiers=tiers
    )
