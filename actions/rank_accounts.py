"""Who should I call this week? The book by what an offer may be worth, each with its one reason."""

from __future__ import annotations

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Choice, Figure, Line, Mood, Reply, Section, Table
from actions.telling.choosing_offer import is_called
from actions.telling.figures import offer_figures, tell_figure, unique
from actions.telling.offers import name_offer, tell_reason
from knowledge.analytics.shortlist import Call, HeldBack, Shortlist, rank_calls
from knowledge.catalogue import Catalogue
from knowledge.playbook.formats import Money, write_value
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.cases import load_cases
from knowledge.store.queries.catalogue import load_catalogue

_SHOWN = 7
_HELD_SHOWN = 5


class RankAccounts(QuestionAction):
    """The asker's own book: whom to call, for all products or for one, and whom not to call, with the reason."""

    stem = "rank_accounts"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:
        """Gather all cases, decide each as for one customer, say the best few."""
        product = question.word("product")
        wanted = _find_products(load_catalogue(book), product) if product else frozenset()
        shortlist = rank_calls(load_cases(book), book.rules, product_ids=wanted)
        shown = shortlist.calls[:_SHOWN]
        return Reply(
            stem=self.stem,
            language=say.language,
            headline=_headline(shortlist, product, say),
            sections=_sections(shortlist, book, say),
            tables=(_table(shown, say),) if shown else (),
            figures=_figures(shown, book, say),
            choices=tuple(_choice(call, say) for call in shown[:3]),
        )


def _headline(shortlist: Shortlist, product: str | None, say: Phrases) -> str:
    facts = {"calls": len(shortlist.calls), "held": len(shortlist.held_back), "product": product or ""}
    return say("rank_accounts.headline" if shortlist.calls else "rank_accounts.nobody", **facts)


def _sections(shortlist: Shortlist, book: Book, say: Phrases) -> tuple[Section, ...]:
    calls = tuple(
        Line(text=_tell_call(place, call, book, say), mood=Mood.GOOD)
        for place, call in enumerate(shortlist.calls[:_SHOWN], start=1)
    )
    held = [Line(text=_tell_held(one, say), mood=Mood.STOP) for one in shortlist.held_back[:_HELD_SHOWN]]
    more = len(shortlist.held_back) - _HELD_SHOWN
    if more > 0:
        held.append(Line(text=say("rank_accounts.held_more", count=more)))
    if shortlist.nothing_fits:
        held.append(Line(text=say("rank_accounts.nothing_fits", count=shortlist.nothing_fits)))
    sections = [("calls", calls), ("held_back", tuple(held))]
    return tuple(
        Section(key=key, title=say(f"rank_accounts.{key}_title"), lines=lines) for key, lines in sections if lines
    )


def _tell_call(place: int, call: Call, book: Book, say: Phrases) -> str:
    candidate = call.offer.candidate
    reason = tell_reason(call.case, candidate, book.rules, say)
    offer = name_offer(candidate, say)
    return say("rank_accounts.call", place=place, account=call.case.account.name, offer=offer, reason=reason)


def _tell_held(held: HeldBack, say: Phrases) -> str:
    advice, account = held.advice, held.case.account.name
    if advice.blocks:
        why = say(f"rank_accounts.because_{advice.blocks[0].reason}")
    else:
        why = say(f"rank_accounts.because_{advice.outcome}")
    if advice.until:
        return say("rank_accounts.held_until", account=account, why=why, day=advice.until)
    return say("rank_accounts.held", account=account, why=why)


def _table(calls: tuple[Call, ...], say: Phrases) -> Table:
    names = ("account", "offer", "score", "year", "owner")
    rows = tuple(
        (
            call.case.account.name,
            name_offer(call.offer.candidate, say),
            f"{call.offer.candidate.score:.2f}",
            _money(call, say),
            call.case.account.owner or "–",
        )
        for call in calls
    )
    return Table(key="calls", columns=tuple(say(f"rank_accounts.column_{name}") for name in names), rows=rows)


def _figures(calls: tuple[Call, ...], book: Book, say: Phrases) -> tuple[Figure, ...]:
    figures: list[Figure | None] = []
    for call in calls[:3]:
        figures += offer_figures(call.case, (call.offer,), book.rules, say)
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
        basis={"score": f"{call.offer.candidate.score:.2f}", "year": Money(call.year_minor or 0, currency)},
    )


def _money(call: Call, say: Phrases) -> str:
    currency = call.offer.candidate.product.currency
    if call.year_minor is None or currency is None:
        return "–"
    return str(write_value(Money(call.year_minor, currency), say.language))


def _choice(call: Call, say: Phrases) -> Choice:
    account = call.case.account
    label = say("rank_accounts.open", account=account.name)
    return Choice(label=label, stem="recommend_offer", slots={"account_id": account.id, "account": account.name})


def _find_products(catalogue: Catalogue, name: str) -> frozenset[int]:
    return frozenset(card.id for card in catalogue.products.values() if is_called(card, name))
