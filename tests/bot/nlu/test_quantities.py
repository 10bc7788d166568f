"""Amounts of money in whichever currency the firm counts, as many decimals as Babel says it has."""

import pytest
from babel.numbers import get_currency_precision

from bot.nlu.quantities import find_money, read_amount

CURRENCIES = ["JPY", "USD", "EUR", "GBP", "CHF", "KRW", "SGD", "INR", "CNY", "VND", "KWD", "AUD", "TWD", "TND"]


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("written", ["1,200", "1200", "1,200 {}", "{} 1,200", "{}1,200", "1.2k", "１，２００"])
def test_an_amount_in_a_form_is_read_in_the_firms_currency(currency: str, written: str) -> None:
    wanted = 1200 * 10 ** get_currency_precision(currency)
    assert read_amount(written.format(currency), currency=currency) == wanted


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("said", ["they pay 1,200 {} a month", "月額1,200{}です", "予算は{} 1,200くらい"])
def test_an_amount_in_a_sentence_is_found_beside_the_firms_code(currency: str, said: str) -> None:
    money = find_money(said.format(currency), currency=currency)
    assert money is not None
    assert (money.minor, money.currency) == (1200 * 10 ** get_currency_precision(currency), currency)


def test_a_shared_sign_means_the_firms_own_currency_and_a_named_one_what_it_names() -> None:
    for own in ("SGD", "AUD", "CAD"):
        assert read_amount("$1,200", currency=own) == 120000
        assert read_amount("USD 1,200", currency=own) is None
        assert read_amount("1,200 USD", currency=own) is None
    assert read_amount("¥300", currency="CNY") == 30000
    assert read_amount("300円", currency="CNY") is None
    assert read_amount("$1,200", currency="JPY") is None


@pytest.mark.parametrize("written", ["a lot", "", "CHF", "1,200 EUR", "twelve CHF"])
def test_what_is_no_amount_of_the_firms_currency_is_none(written: str) -> None:
    assert read_amount(written, currency="CHF") is None
