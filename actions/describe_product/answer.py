"""What a product does, costs, has and goes with."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.presenters.figures import tell_unit
from actions.presenters.playbook import FOUND_FROM, tell_alone
from actions.presenters.products import ask_which_product, find_product
from actions.presenters.tiers import price_of
from actions.question import Question
from actions.reply import Line, Reply, Section
from knowledge.catalogue.catalogue import Catalogue, ProductCard
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.access import AccessContext
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases
from knowledge.terms import Relation


class DescribeProduct(QuestionAction):
    """One product in the customer's terms: value first, then price, contents and neighbours."""

    intent = "describe_product"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """The product named, or the nearest names as choices."""
        catalogue = load_catalogue(access)
        asked = question.word("product") or ""
        product = find_product(catalogue, asked)
        if product is None:
            found = self.knowledge.articles.find(question.text) if question.text else ()
            if found and found[0].likeness >= FOUND_FROM:
                return tell_alone(found[0].key, access.rules, say)
            return ask_which_product(catalogue, asked, say)
        value = product.value(say.language)
        headline = (
            say("describe_product.headline", product=product.called(say.language), value=value)
            if value
            else say("describe_product.headline_plain", product=product.called(say.language))
        )
        if (seats := question.number("seats")) and product.is_per_seat and product.price:
            headline = _for_seats(product, product.price, seats, say)
        return Reply(
            intent=self.intent, language=say.language, headline=headline, sections=_sections(catalogue, product, say)
        )


def _for_seats(product: ProductCard, one: Money, seats: int, say: Phrases) -> str:
    """What so many seats cost at list price."""
    period = product.billing_period or "once"
    return say(
        "describe_product.for_seats",
        product=product.called(say.language),
        seats=seats,
        price=say(f"tiers.price_{period}", money=Money(one.minor * seats, one.currency)),
        one=price_of(product, say),
    )


def _sections(catalogue: Catalogue, product: ProductCard, say: Phrases) -> tuple[Section, ...]:
    family = (product.family_ja if say.language == "ja" else None) or product.family
    facts = [say("describe_product.family", family=family), say("describe_product.price", price=price_of(product, say))]
    if product.usage_limit:
        facts.append(
            say(
                "describe_product.limit", limit=product.usage_limit, unit=tell_unit(product.usage_limit_unit or "", say)
            )
        )
    if product.retired_on:
        key = "retired" if product.retired_on < catalogue.on else "until"
        facts.append(say(f"describe_product.{key}", day=product.retired_on))
    gives = [Line(text=line) for line in product.gives(say.language)]
    beside = [
        Line(text=say(f"describe_product.{relation}", product=catalogue.products[other].called(say.language)))
        for relation in Relation
        for other in sorted(catalogue.related(product.id, relation))
        if other in catalogue.products
    ]
    groups = [("facts", [Line(text=text) for text in facts]), ("gives", gives), ("beside", beside)]
    return tuple(
        Section(key=key, title=say(f"describe_product.{key}_title"), lines=tuple(lines))
        for key, lines in groups
        if lines
    )
