"""The best three customers of the demo company, what they share, and who else is like them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.reply import Reply

Ask = Callable[..., Reply]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_best_three_are_named_with_what_they_pay(ask: Ask, language: str) -> None:
    reply = ask("study_best_customers", language=language)
    assert len(reply.tables[0].rows) == 3
    assert all(name in reply.headline for name, *_ in reply.tables[0].rows)
    assert all(row[1].startswith("¥") for row in reply.tables[0].rows)


def test_every_shared_trait_stands_against_the_base_rate(ask: Ask) -> None:
    reply = ask("study_best_customers")
    assert reply.figures
    for figure in reply.figures:
        assert " of 125" in figure.basis
        assert isinstance(figure.raw, float)
        assert figure.raw > 1


def test_what_may_be_chance_is_told_apart(ask: Ask) -> None:
    keys = [section.key for section in ask("study_best_customers").sections]
    assert keys == ["shared", "too_few", "notes"]


def test_lookalikes_are_none_of_the_three(ask: Ask) -> None:
    best, alike = ask("study_best_customers").tables
    assert not {row[0] for row in best.rows} & {row[0] for row in alike.rows}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_who_sees_no_customer_is_told_that_there_is_too_little(ask: Ask, language: str) -> None:
    reply = ask("study_best_customers", language=language, asker="Tom Ellery")
    assert reply.trouble
    assert not reply.figures
