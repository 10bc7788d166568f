"""One offer an account could be made, and what may speak for it: counts, needs, seats, orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.accounts.history import NeedSaid
from knowledge.catalogue.catalogue import ProductCard
from knowledge.offers.article_rhythm import ArticleRhythm
from knowledge.offers.rules import OfferRules
from knowledge.offers.scored import ScoredOffer
from knowledge.offers.take_up import RuleRecord
from knowledge.terms import OfferKind
from knowledge.usage.policy import UseState


@dataclass(frozen=True)
class FollowOn:
    """Of ``owners`` accounts that owned the antecedent, ``adopters`` added the product within the horizon.

    ``base_*`` counts the same among accounts in general; ``lower_bound`` is what small samples are discounted to.
    """

    antecedent: int
    product: int
    owners: int
    adopters: int
    share: float
    lower_bound: float
    base_owners: int
    base_adopters: int
    base_share: float
    median_days: float


@dataclass(frozen=True)
class SeatUse:
    """How full a plan is: ``used`` of ``bought`` seats, or of what the plan allows a month where ``unit`` names it.

    by_people: people active at once, where nobody told how many seats are assigned.
    heading: whether use of this product (or of its family) rises or falls, whatever becomes of other products.
    """

    product_id: int
    used: int
    bought: int
    share: float
    unit: str = ""
    heading: UseState = UseState.UNKNOWN
    by_people: bool = False

    @property
    def is_wanted_more(self) -> bool:
        """Whether more of it may make sense: seats that empty are not wanted, however many are paid for."""
        return self.heading is not UseState.FALLING


@dataclass(frozen=True)
class Together:
    """Of ``buyers`` customers that ordered the antecedent in the last year, ``together`` had the product with it.

    base_together of base_buyers: customers that ordered the product at all.
    """

    antecedent: int
    product: int
    buyers: int
    together: int
    lower_bound: float
    base_buyers: int
    base_together: int


@dataclass(frozen=True)
class Carried:
    """Of ``accounts`` customers of an industry that ordered in the last year, ``carriers`` ordered the product."""

    industry: str
    product: int
    accounts: int
    carriers: int
    lower_bound: float


@dataclass(frozen=True)
class Candidate:
    """One possible offer. ``score`` 0-1 is the sum of ``parts``, capped at 1, times the factor of its ``record``."""

    kind: OfferKind
    product: ProductCard
    parts: tuple[tuple[str, float], ...]
    owned: ProductCard | None = None
    follow_on: FollowOn | None = None
    need: NeedSaid | None = None
    seat_use: SeatUse | None = None
    scored: ScoredOffer | None = None
    is_related: bool = False
    is_addon: bool = False
    record: RuleRecord | None = None
    together: Together | None = None
    carried: Carried | None = None
    rhythm: ArticleRhythm | None = None

    @property
    def score(self) -> float:
        """What the offer is ranked on."""
        factor = self.record.factor if self.record else 1.0
        return min(1.0, min(1.0, sum(points for _, points in self.parts)) * factor)

    @property
    def by_history_alone(self) -> ScoredOffer | None:
        """What the scorer says, where nothing else speaks: its counts and chances know no need and no full plan."""
        others = (self.need, self.seat_use, self.together, self.carried, self.rhythm)
        return self.scored if not any(others) else None

    @property
    def stated_chance(self) -> float | None:
        """The chance, 0 to 1, that may be told; None where none holds or more than past buying speaks."""
        return self.by_history_alone.chance if self.by_history_alone else None

    def rests_on_few(self, rules: OfferRules) -> bool:
        """Whether nothing speaks for it but past buying of fewer customers than offers.fewest_cases."""
        past = self.follow_on or self.scored
        others = (self.need, self.seat_use, self.together, self.carried, self.rhythm)
        return not any(others) and past is not None and past.adopters < rules.fewest_cases


@dataclass(frozen=True)
class Standing:
    """What one account has and wants, as far as offers go.

    ``together``, ``carried``: what is ordered in one order, and what alike customers carry; ``rhythms``: how they order
    each article. All three are empty where they do not order again and again.

    ``scored``: what the chosen scorer ranks for it, by product; None where nothing was scored, so that the lower bound
    of the follow-ons has to do. ``is_proven``: whether that scorer was held against enough of the firm's past.
    """

    owned: frozenset[int]
    needs: Sequence[NeedSaid]
    seat_uses: Mapping[int, SeatUse]
    scored: Mapping[int, ScoredOffer] | None = None
    is_proven: bool = False
    together: Sequence[Together] = ()
    carried: Sequence[Carried] = ()
    rhythms: Mapping[int, ArticleRhythm] = field(default_factory=dict)
