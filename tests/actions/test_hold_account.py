import pytest

from tests.actions.conftest import Ask
from tests.actions.test_recommend_offer import said


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("someday", "I cannot read “someday” as a date"),
        ("2026-09-01", "1 Sep 2026 is not in the future"),
        ("2031-01-01", "at most 180 days"),
    ],
)
def test_a_day_that_does_not_do_is_asked_back_and_the_reason_kept(do: Ask, until: str, told: str) -> None:
    asked = do("hold_account", "Acme Corporation", until=until, reason="unhappy")
    assert told in asked.headline
    assert asked.pending_slot is not None
    assert asked.pending_slot.slots["reason"] == "unhappy"
    assert all(choice.slots["reason"] == "unhappy" for choice in asked.choices)


def test_a_hold_without_a_reason_asks_why(do: Ask) -> None:
    asked = do("hold_account", "Acme Corporation", until="2026-10-14")
    assert asked.pending_slot is not None
    assert asked.pending_slot.free
    assert len(asked.choices) == 4


def test_a_hold_says_who_until_when_and_can_be_shown(do: Ask) -> None:
    do("hold_account", "Acme Corporation", until="2026-10-14", reason="unhappy", asker="Hannah Reyes")
    shown = do("hold_account", "Acme Corporation", step="show", asker="Hannah Reyes")
    assert "free from 15 Oct 2026" in shown.headline
    assert "By Hannah Reyes" in said(shown)


def test_undoing_a_hold_brings_back_the_one_before(do: Ask) -> None:
    do("hold_account", "Acme Corporation", until="2026-10-14", reason="first")
    second = do("hold_account", "Acme Corporation", until="2026-11-14", reason="second")
    do("undo", change=second.choices[-1].slots["change"])
    assert "first" in said(do("hold_account", "Acme Corporation", step="show"))
