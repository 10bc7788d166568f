import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.accounts.names.normal_form import normalise_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Boeing Company", "BOEING"),
        ("Coca-Cola Co., Ltd.", "coca cola"),
        ("S.A.P. SE", "SAP"),
        ("Nestlé S.A.", "nestle"),
        ("AT & T Inc", "AT&T"),
        ("Procter and Gamble", "Procter & Gamble"),
        ("McDonald’s Corp.", "McDonald's"),
        ("Novo Nordisk A/S", "Novo Nordisk"),
        ("Carl Zeiss GmbH & Co. KG", "Carl Zeiss"),
        ("Allegro sp. z o.o.", "Allegro"),
        ("Toyota Motor Kabushiki Kaisha", "Toyota Motor K.K."),
        ("株式会社さくら商事", "さくら商事㈱"),
        ("（株）さくら商事", "さくら 商事"),
        ("カ）サクラ", "ｻｸﾗ"),
        ("コカ・コーラ", "コカコ－ラ"),
        ("キヤノン株式会社", "キャノン"),
        ("齋藤商店", "斉藤商店"),
        ("髙島屋", "高島屋"),
        ("カブシキガイシャサクラ", "サクラ"),
        ("ＡＣＭＥ　ジャパン合同会社", "acme ジャパン"),
    ],
)
def test_two_spellings_of_one_firm_are_equal(one: str, other: str) -> None:
    assert normalise_name(one) == normalise_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Holdings", "Acme"),  # groups and holdings are firms of their own
        ("Coast", "ast"),  # "co" inside a word is no legal form
        ("日立", "日立製作所"),
        ("ハス", "バス"),  # voicing tells words apart
        ("San Diego Zoo", "San Diego"),
    ],
)
def test_different_firms_stay_different(one: str, other: str) -> None:
    assert normalise_name(one) != normalise_name(other)


@pytest.mark.parametrize("name", ["Co", "株式会社", "AG", "The"])
def test_a_name_that_is_only_a_legal_form_stays(name: str) -> None:
    assert normalise_name(name) == name.casefold()


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_has_a_normal_form_whatever_its_width(name: str) -> None:
    assert normalise_name(name) == normalise_name(unicodedata.normalize("NFKC", name))
