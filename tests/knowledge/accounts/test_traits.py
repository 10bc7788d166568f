"""What the best customers share, against the base rate, with counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.accounts.traits import Profile, Trait, chance_of, find_alike, find_best, find_shared, size_of

WHOLESALE, RETAIL, BIG = Trait("industry", "Wholesale"), Trait("industry", "Retail"), Trait("size", "1000+")


def profile(number: int, monthly: int, *traits: Trait, eligible: bool = True) -> Profile:
    return Profile(number, f"Firm {number:03}", monthly, None, eligible, frozenset(traits))


# A hundred customers; the three that pay most are big, as one other is. Half of all are in wholesale.
MANY = tuple(
    profile(number, number, *([WHOLESALE] if number % 2 else [RETAIL]), *([BIG] if number in {10, 98, 99, 100} else []))
    for number in range(1, 101)
)


def test_the_best_pay_most_and_are_neither_at_risk_nor_dissatisfied() -> None:
    rich_but_unhappy = profile(101, 999, eligible=False)
    assert [each.account_id for each in find_best((*MANY, rich_but_unhappy))] == [100, 99, 98]


def test_what_sets_them_apart_comes_with_counts_and_lift() -> None:
    first, *others = find_shared(find_best(MANY), MANY)
    assert (first.trait, first.held, first.best, first.base, first.customers) == (BIG, 3, 3, 4, 100)
    assert first.lift == pytest.approx(25)
    assert first.certain
    assert all(not each.certain for each in others)  # two of three in retail, as half of all: chance


def test_lookalikes_are_others_that_have_it() -> None:
    best = find_best(MANY)
    alike = find_alike(find_shared(best, MANY), best, MANY)
    assert alike[0].profile.account_id == 10
    assert not {each.profile.account_id for each in alike} & {each.account_id for each in best}


def test_three_of_three_is_worth_what_chance_says() -> None:
    assert chance_of(3, 3, 50, 100) == pytest.approx(50 * 49 * 48 / (100 * 99 * 98))
    assert chance_of(0, 3, 50, 100) == pytest.approx(1)


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(0, 60))
def test_chance_lies_between_nought_and_one_and_falls_with_more(customers: int, base: int) -> None:
    base, drawn = min(base, customers), min(3, customers)
    chances = [chance_of(held, drawn, base, customers) for held in range(drawn + 1)]
    assert all(0 <= each <= 1 + 1e-9 for each in chances)
    assert chances == sorted(chances, reverse=True)


def test_sizes_have_no_gap() -> None:
    assert [size_of(number) for number in (1, 49, 50, 199, 200, 999, 1000)] == [
        "1-49", "1-49", "50-199", "50-199", "200-999", "200-999", "1000+",
    ]  # fmt: skip
