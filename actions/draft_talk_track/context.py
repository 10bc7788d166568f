"""All that a draft may say: one customer's facts, the request, and the words; each sentence is made here."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from actions.draft_talk_track.addressee import Addressee
from actions.draft_talk_track.request import DraftRequest
from actions.presenters.figures import number, whole
from actions.reply import Figure
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.columns import day_or_none
from knowledge.accounts.history import Contract, NeedSaid
from knowledge.accounts.queries.around import Around
from knowledge.catalogue.catalogue import ProductCard
from knowledge.kernel.business_time import BusinessTime
from knowledge.language import load_words
from knowledge.offers.advice import Advice, TimedOffer
from knowledge.offers.candidate import SeatUse
from knowledge.playbook.formats import ShortDay
from knowledge.playbook.house_style import HouseStyle
from knowledge.playbook.note_signals import Plan, Signal, find_plans
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.reported_speech import is_japanese
from knowledge.playbook.romaji import name_of_address
from knowledge.playbook.rules import Rules
from knowledge.terms import Voice

_LONG_SILENCE_DAYS = 60
_NEED_FRESH_DAYS = 90


@dataclass(frozen=True)
class Part:
    """One sentence or line. ``weight``: 0 stays to the last, 3 goes first; ``topic``: by which it is left out."""

    key: str
    text: str
    weight: int = 1
    topic: str = ""
    figures: tuple[Figure, ...] = ()


Paragraph = list[Part | None]


@dataclass(frozen=True)
class DraftContext:
    """``offers`` are those to be drafted, at most two; ``sender`` as signed; ``notes`` collects what must be said;
    ``style`` is the firm's own."""

    case: Account360
    advice: Advice
    around: Around
    request: DraftRequest
    rules: Rules
    say: Phrases
    sender: str
    addressee: Addressee
    time: BusinessTime
    offers: tuple[TimedOffer, ...] = ()
    notes: list[str] = field(default_factory=list)
    style: HouseStyle = field(default_factory=HouseStyle)

    # ------------------------------------------------------------------------------------------- sentences

    def part(
        self,
        name: str,
        /,
        *,
        weight: int = 1,
        topic: str = "",
        figures: tuple[Figure | None, ...] = (),
        **facts: Any,
    ) -> Part:
        """The sentence ``family.phrase`` in the tone asked for, where it has one in that tone."""
        kept = tuple(figure for figure in figures if figure)
        return Part(name, self.say(self.toned(name), **facts), weight, topic, kept)

    def toned(self, name: str) -> str:
        """The phrase in the tone asked for, of orders where they order; the plain one where nobody wrote it so."""
        if self.case.orders_again and self.say.has(of_orders := f"{name}_order"):
            name = of_orders
        return next((toned for tone in self.request.tones if self.say.has(toned := f"{name}_{tone}")), name)

    def has_tone(self, tone: Voice) -> bool:
        """Whether this tone was asked for."""
        return tone in self.request.tones

    def day(self, day: dt.date, *, weekday: bool = False) -> ShortDay:
        """A day as one writes it in this letter."""
        return ShortDay(day, self.case.as_of, weekday)

    def called(self, product: ProductCard) -> str:
        """The product's name in the letter's language."""
        return product.called(self.language)

    def our(self, person: str) -> str:
        """One of our own, as a customer is told of them: the family name in Japanese, in English in letters or not."""
        return person.split(maxsplit=1)[0] if self.language == "ja" and is_japanese(person) else self.spelt(person)

    def spelt(self, person: str) -> str:
        """One of our own by the whole name, in signs that the letter's reader can read; empty where none are known."""
        if self.language == "ja" or not is_japanese(person):
            return person
        return name_of_address(self.around.addresses.get(person, ""))

    # ----------------------------------------------------------------------------------------------- facts

    @property
    def language(self) -> str:
        """The letter's language."""
        return self.say.language

    @property
    def account(self) -> str:
        """The customer's name."""
        return self.case.account.name

    @property
    def customer(self) -> str:
        """The customer as a sentence speaks of them: in Japanese without the legal form, which the address has."""
        if self.language != "ja":
            return self.addressed
        forms = "|".join(map(re.escape, load_words("ja", "letter")["legal_forms"]))
        return re.sub(rf"^(?:{forms})|(?:{forms})$", "", self.account).strip() or self.account

    @property
    def addressed(self) -> str:
        """The customer as an address names them: in an English letter by a name in letters, where one is recorded."""
        if self.language == "ja" or not is_japanese(self.account):
            return self.account
        return next((name for name in self.around.spellings if name.isascii()), self.account)

    @property
    def firm(self) -> str:
        """Our own name."""
        return self.rules.firm.name

    @property
    def rep(self) -> str:
        """The sender as one introduces oneself."""
        return self.our(self.sender) or self.sender

    @property
    def signed(self) -> str:
        """The sender as signed; empty where the firm alone signs, because nobody could read the name."""
        return self.spelt(self.sender)

    @property
    def csm(self) -> str:
        """Who of customer success looks after them, where that is not the sender."""
        csm = self.case.account.csm
        return self.our(csm) if csm and csm != self.sender else ""

    @property
    def owner(self) -> str:
        """The account's owner, where that is not the sender."""
        owner = self.case.account.owner
        return self.our(owner) if owner and owner != self.sender else ""

    @property
    def offer(self) -> TimedOffer | None:
        """The offer the letter is about."""
        return self.offers[0] if self.offers else None

    @cached_property
    def main_contract(self) -> Contract | None:
        """The running contract that matters most: of the product named, else the one with the most revenue."""
        running = list(self.case.running)
        if self.request.product and (named := [c for c in running if self._is_named(c)]):
            running = named
        return max(running, key=lambda c: (c.monthly_minor or 0, c.started_on), default=None)

    @cached_property
    def main(self) -> ProductCard | None:
        """The product the relation rests on; after the last contract has ended, the one that ended last."""
        products = self.case.catalogue.products
        if self.main_contract:
            return products[self.main_contract.product_id]
        if self.case.contracts:
            return products[max(self.case.contracts, key=lambda c: (c.ended_on or c.started_on, c.id)).product_id]
        return products[self.case.purchases[-1].product_id] if self.case.purchases else None

    def _is_named(self, contract: Contract) -> bool:
        from actions.presenters.choosing_offer import is_called

        return is_called(self.case.catalogue.products[contract.product_id], self.request.product or "")

    @property
    def in_use(self) -> ProductCard | None:
        """The same while they still have it: of what somebody left nobody asks how it is used."""
        return None if self.is_lost else self.main

    @cached_property
    def main_since(self) -> dt.date | None:
        """Since when they have it."""
        if self.main_contract:
            return self.main_contract.started_on
        return self.case.purchases[-1].purchased_on if self.case.purchases and not self.case.contracts else None

    def use_of(self, product: ProductCard | None) -> SeatUse | None:
        """How full a product's plan is, in seats; None where it is not known or not sold by the seat."""
        use = self.case.seat_uses.get(product.id) if product else None
        return use if use and not use.unit else None

    @cached_property
    def plans(self) -> dict[Signal, Plan]:
        """What our notes tell of their plans."""
        return {plan.signal: plan for plan in find_plans(self.case.notes, as_of=self.case.as_of)}

    @cached_property
    def newest_need(self) -> NeedSaid | None:
        """The newest need still open, not older than 90 days."""
        need = self.case.needs[0] if self.case.needs else None
        return need if need and (self.case.as_of - need.said_on).days <= _NEED_FRESH_DAYS else None

    @property
    def is_lost(self) -> bool:
        """Whether their last contract has ended."""
        return bool(self.case.contracts) and not self.case.running

    @property
    def is_long_silent(self) -> bool:
        """Whether our last contact lies two months back or more."""
        last = day_or_none(self.case.row["last_touch_on"])
        return last is not None and (self.case.as_of - last).days >= _LONG_SILENCE_DAYS

    @property
    def rising(self) -> float | None:
        """By how much use has risen, where it has."""
        trend = number(self.case.row, "use_trend")
        return trend if trend is not None and trend >= self.rules.usage.rising_share else None

    @property
    def is_falling(self) -> bool:
        """Whether use is falling."""
        trend = number(self.case.row, "use_trend")
        return trend is not None and trend <= -self.rules.usage.falling_share

    @property
    def nps(self) -> tuple[int, dt.date] | None:
        """The latest NPS that still counts, and its day."""
        score, day = whole(self.case.row, "nps_fresh"), day_or_none(self.case.row["nps_on"])
        return (score, day) if score is not None and day else None

    def business_day(self, count: int) -> dt.date:
        """The ``count``-th business day after the day asked about."""
        day, left = self.case.as_of, count
        while left:
            day += dt.timedelta(days=1)
            left -= self.time.is_business_day(day)
        return day
