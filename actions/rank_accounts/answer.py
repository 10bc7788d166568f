"""Who should I call this week? The book by what an offer may be worth, each with its one reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from actions.base import QuestionAction
from actions.presenters.figures import tell_figure, unique
from actions.presenters.held_back import find_held_day, tell_held, tell_more_held
from actions.presenters.leaving_alone import asks_whom_to_leave, tell_whom_to_leave
from actions.presenters.offer_figures import offer_figures
from actions.presenters.offers import name_offer, tell_first_reason
from actions.presenters.products import ask_which_product, products_called
from actions.presenters.whitespace import asks_for_whitespace, tell_whitespace
from actions.question import Question
from actions.reply import Choice, Figure, Line, Reply, Section, Table, Tone
from actions.segments_asked import Scope, read_own_book
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.queries.accounts_360 import load_accounts_360
from knowledge.catalogue.catalogue import Catalogue
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.access import AccessContext
from knowledge.kernel.exchange_rates import compare_in
from knowledge.offers.call_list import Call, HeldBack, Shortlist, rank_calls
from knowledge.offers.whitespace import AccountSpaces, list_families, map_whitespace
from knowledge.playbook.formats import Money, Share, write_value
from knowledge.playbook.phrases import Phrases

_SHOWN = 7
_HELD_SHOWN = 5


class RankAccounts(QuestionAction):
    """The asker's own book: whom to call, for all products or for one, and whom not to call, with the reason."""

    intent = "rank_accounts"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather all cases, decide each as for one customer, say the best few."""
        if asks_for_whitespace(question):
            lines, families, scope = find_whitespace(question, access)
            return tell_whitespace(lines, families, scope.names(say), access.rules, say)
        product = question.word("product")
        catalogue = load_catalogue(access)
        wanted = _find_products(catalogue, product)
        if product and not wanted:
            return ask_which_product(catalogue, product, say)
        scope = Scope(read_own_book(question, access, RankAccounts.intent))
        cases = _among(scope, access)
        shortlist = rank_calls(cases, access.rules, product_ids=wanted, compare=compare_in(access.rules, access.as_of))
        if asks_whom_to_leave(question):
            return tell_whom_to_leave(shortlist, scope.names(say), say)
        shown = shortlist.calls[:_SHOWN]
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=_headline(shortlist, _called(product, wanted, catalogue, say), scope.names(say), say),
            sections=_sections(shortlist, access, say),
            tables=(_table(shown, say),) if shown else (),
            figures=_figures(shown, access, say),
            choices=tuple(_choice(call, say) for call in shown[:3]),
            listed=tuple(_choice(call, say) for call in shown),
        )


def find_whitespace(question: Question, access: AccessContext) -> tuple[list[AccountSpaces], list[str], Scope]:
    """The lines of the matrix, its families, and which customers it is about."""
    scope, product, catalogue = (
        Scope(read_own_book(question, access, RankAccounts.intent)),
        question.word("product"),
        load_catalogue(access),
    )
    wanted = _find_products(catalogue, product)
    families = list_families(catalogue, as_of=access.as_of, product_ids=wanted)
    compare = compare_in(access.rules, access.as_of)
    return map_whitespace(_among(scope, access), access.rules, families, compare=compare), families, scope


def _among(scope: Scope, access: AccessContext) -> Iterator[Account360]:
    among = scope.find(access)
    return (case for case in load_accounts_360(access) if among is None or case.account.id in among)


def _headline(shortlist: Shortlist, product: str | None, segments: str, say: Phrases) -> str:
    facts = {
        "calls": len(shortlist.calls),
        "held": len(shortlist.held_back),
        "product": product or "",
        "segments": segments,
    }
    return say("rank_accounts.headline" if shortlist.calls else "rank_accounts.nobody", **facts)


def _sections(shortlist: Shortlist, access: AccessContext, say: Phrases) -> tuple[Section, ...]:
    calls = tuple(
        Line(text=_tell_call(place, call, access, say), tone=Tone.GOOD)
        for place, call in enumerate(shortlist.calls[:_SHOWN], start=1)
    )
    held = [Line(text=_tell_held(one, say), tone=Tone.STOP) for one in shortlist.held_back[:_HELD_SHOWN]]
    if more := shortlist.held_back[_HELD_SHOWN:]:
        held.append(Line(text=tell_more_held(more, say)))
    if shortlist.nothing_fits:
        held.append(Line(text=say("rank_accounts.nothing_fits", count=shortlist.nothing_fits)))
    order = _tell_order(shortlist.calls, say)
    sections = [("calls", (*calls, *order)), ("held_back", tuple(held))]
    return tuple(
        Section(key=key, title=say(f"rank_accounts.{key}_title"), lines=lines) for key, lines in sections if lines
    )


def _tell_call(place: int, call: Call, access: AccessContext, say: Phrases) -> str:
    candidate = call.offer.candidate
    reason = tell_first_reason(call.case, candidate, access.rules, say)
    offer = name_offer(candidate, say)
    told = say("rank_accounts.call", place=place, account=call.case.account.name, offer=offer, reason=reason)
    if call.chance is None or call.year_minor is None:
        return told
    currency = candidate.product.currency or ""
    money = {"year": Money(call.year_minor, currency), "worth": Money(round(call.worth_minor), currency)}
    return told + say("rank_accounts.expected", share=Share(call.chance), **money)


def _tell_order(calls: tuple[Call, ...], say: Phrases) -> tuple[Line, ...]:
    """What the order means: an expected value, a rank, or some of both."""
    if not calls:
        return ()
    stated = sum(call.chance is not None for call in calls)
    kind = "rank" if not stated else "expected" if stated == len(calls) else "both"
    few = (Line(text=say("rank_accounts.order_few")),) if any(call.rests_on_few for call in calls) else ()
    why = Line(text=say("rank_accounts.why", place=min(len(calls), 2)))
    return (Line(text=say(f"rank_accounts.order_{kind}")), *few, *_tell_incomparable(calls, say), why)


def _tell_incomparable(calls: tuple[Call, ...], say: Phrases) -> list[Line]:
    """What comes last only because its value is not known here: no price, or a currency without a rate."""
    lines = []
    if unpriced := sum(call.year_minor is None for call in calls):
        lines.append(Line(text=say("rank_accounts.order_unpriced", count=unpriced)))
    foreign = Counter(call.offer.candidate.product.currency for call in calls if call.worth_minor and not call.compared)
    for currency, count in foreign.items():
        lines.append(Line(text=say("rank_accounts.order_foreign", currency=currency, count=count)))
    return lines


def _tell_held(held: HeldBack, say: Phrases) -> str:
    advice, account, why = held.advice, held.case.account.name, tell_held(held.advice, say)
    if day := find_held_day(advice):
        return say("rank_accounts.held_until", account=account, why=why, day=day)
    return say("rank_accounts.held", account=account, why=why)


def _table(calls: tuple[Call, ...], say: Phrases) -> Table:
    names = ("account", "offer", "score", "year", "owner")
    rows = tuple(
        (
            call.case.account.name,
            name_offer(call.offer.candidate, say),
            _tell_weight(call, say),
            _money(call, say),
            call.case.account.owner or "–",
        )
        for call in calls
    )
    return Table(key="calls", columns=tuple(say(f"rank_accounts.column_{name}") for name in names), rows=rows)


def _figures(calls: tuple[Call, ...], access: AccessContext, say: Phrases) -> tuple[Figure, ...]:
    figures: list[Figure | None] = []
    for call in calls[:3]:
        figures += offer_figures(call.case, (call.offer,), access.rules, say)
        if call.year_minor is not None:
            figures.append(_worth(call, say))
    return unique(figures)


def _worth(call: Call, say: Phrases) -> Figure:
    currency = call.offer.candidate.product.currency or ""
    return tell_figure(
        say,
        "worth",
        key=f"worth_{call.case.account.id}",
        label={"account": call.case.account.name},
        raw=round(call.worth_minor),
        unit=f"{currency} minor",
        as_of=call.case.as_of,
        value={"money": Money(round(call.worth_minor), currency)},
        basis={
            "score": f"{call.offer.candidate.score:.2f}",
            "scale": None if call.scale == 1 else f"{call.scale:.3g}",
            "chance": None if call.chance is None else Share(call.chance),
            "year": Money(call.year_minor or 0, currency),
        },
    )


def _tell_weight(call: Call, say: Phrases) -> str:
    score = f"{call.offer.candidate.score:.2f}"
    return score if call.chance is None else str(write_value(Share(call.chance), say.language))


def _money(call: Call, say: Phrases) -> str:
    currency = call.offer.candidate.product.currency
    if call.year_minor is None or currency is None:
        return "–"
    return str(write_value(Money(call.year_minor, currency), say.language))


def _choice(call: Call, say: Phrases) -> Choice:
    account = call.case.account
    label = say("rank_accounts.open", account=account.name)
    return Choice(label=label, intent="recommend_offer", slots={"account_id": account.id, "account": account.name})


def _called(product: str | None, wanted: frozenset[int], catalogue: Catalogue, say: Phrases) -> str | None:
    """The one product meant as this language's reader knows it; a family as it was said."""
    return catalogue.products[next(iter(wanted))].called(say.language) if len(wanted) == 1 else product


def _find_products(catalogue: Catalogue, name: str | None) -> frozenset[int]:
    return frozenset(card.id for card in products_called(catalogue, name)) if name else frozenset()
