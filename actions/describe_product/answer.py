"""What a product does, costs, has and goes with."""

from __future__ import annotations

from actions.asking import ask_for
from actions.base import QuestionAction
from actions.presenters.figures import tell_unit
from actions.presenters.playbook import FOUND_FROM, tell_alone
from actions.presenters.products import ask_which_product, find_product
from actions.presenters.tiers import price_of
from actions.question import Question
from actions.reply import AccountRef, Line, Reply, Section
from knowledge.accounts.queries.accounts import load_account
from knowledge.accounts.queries.history import load_contracts
from knowledge.catalogue.catalogue import Catalogue, ProductCard
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.access import AccessContext
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases
from knowledge.terms import Relation

MONTHS = 12


class DescribeProduct(QuestionAction):
    """One product in the customer's terms: value first, then price, contents and neighbours."""

    intent = "describe_product"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """The product named, or the nearest names as choices."""
        catalogue = load_catalogue(access)
        account: AccountRef | None = None
        product: ProductCard | None
        asked, seats = question.word("product") or "", question.number("seats")
        if seats and not asked and question.account_id is not None:
            owner = load_account(access, question.account_id)
            account = AccountRef(id=owner.id, name=owner.name)
            product = _owned_by_seat(question, account, catalogue, access, say)
        else:
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
        if seats and product.is_per_seat and product.price:
            headline = _for_seats(product, product.price, seats, say)
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=headline,
            account=account,
            sections=_sections(catalogue, product, say),
        )


def _owned_by_seat(
    question: Question, account: AccountRef, catalogue: Catalogue, access: AccessContext, say: Phrases
) -> ProductCard:
    """The product that the customer pays by the seat. Asked: which one, where there are several or none."""
    contracts, seats = load_contracts(access, account.id), question.number("seats") or 0
    running = [each for each in contracts if each.ended_on is None or each.ended_on > access.as_of]
    cards = [catalogue.products[each.product_id] for each in running if each.product_id in catalogue.products]
    by_seat = {card.id: card for card in cards if card.is_per_seat and card.price}
    if len(by_seat) == 1:
        return next(iter(by_seat.values()))
    headline = say(f"describe_product.{'which_seats' if by_seat else 'no_seats'}", seats=seats, account=account.name)
    options = [
        (_for_seats(card, card.price, seats, say), {"product": card.called(say.language)})
        for card in by_seat.values()
        if card.price
    ]
    raise ask_for(question, "describe_product", "product", headline, say=say, options=options, account=account)


def _for_seats(product: ProductCard, one: Money, seats: int, say: Phrases) -> str:
    """What so many seats cost at list price."""
    period = product.billing_period or "once"
    price = say(f"tiers.price_{period}", money=Money(one.minor * seats, one.currency))
    if period == "month":
        year = say("tiers.price_year", money=Money(one.minor * seats * MONTHS, one.currency))
        price = say("describe_product.month_and_year", month=price, year=year)
    facts = {"product": product.called(say.language), "seats": seats, "price": price, "one": price_of(product, say)}
    return say("describe_product.for_seats", **facts)


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
