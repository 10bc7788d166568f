"""What customers asked for that no product answers, and why offers were lost: for those who make the products."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.accounts.history import NeedSaid
from knowledge.catalogue.catalogue import ProductCard
from knowledge.offers.needs import find_need, says_the_same


@dataclass(frozen=True)
class NeedHeard:
    """A need and who said it. ``monthly_minor`` is that customer's recurring revenue a month."""

    said: NeedSaid
    account_id: int
    account: str
    monthly_minor: int


@dataclass(frozen=True)
class LossHeard:
    """An offer that was lost, and why."""

    product_id: int
    reason: str
    words: str | None
    account_id: int
    account: str
    monthly_minor: int


@dataclass
class Asked:
    """The same need of one or more customers, in the words of the first."""

    words: str
    times: int = 0
    revenue: dict[int, int] = field(default_factory=dict)
    accounts: list[str] = field(default_factory=list)


@dataclass
class Lost:
    """One reason for which offers of one product were lost."""

    product_id: int
    reason: str
    times: int = 0
    revenue: dict[int, int] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


def group_unanswered(needs: Iterable[NeedHeard], on_sale: Sequence[ProductCard]) -> list[Asked]:
    """Needs that no product on sale answers; those that say the same are one line, most customers' revenue first."""
    groups: list[Asked] = []
    for need in needs:
        if need.said.product_id is not None or any(find_need(card, [need.said]) for card in on_sale):
            continue
        group = next((g for g in groups if says_the_same(g.words, need.said.text)), None)
        if group is None:
            group = Asked(need.said.text)
            groups.append(group)
        group.times += 1
        if need.account_id not in group.revenue:
            group.accounts.append(need.account)
        group.revenue[need.account_id] = need.monthly_minor
    return sorted(groups, key=lambda g: (-len(g.revenue), -sum(g.revenue.values()), g.words))


def group_losses(losses: Iterable[LossHeard]) -> list[Lost]:
    """Lost offers by product and reason, the most frequent first."""
    groups: dict[tuple[int, str], Lost] = {}
    for loss in losses:
        group = groups.setdefault((loss.product_id, loss.reason), Lost(loss.product_id, loss.reason))
        group.times += 1
        group.revenue[loss.account_id] = loss.monthly_minor
        if loss.words and loss.words not in group.words:
            group.words.append(loss.words)
    return sorted(groups.values(), key=lambda g: (-g.times, -sum(g.revenue.values()), g.product_id, g.reason))
