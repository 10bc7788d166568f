"""The page with sliders: what other weights of the churn score would change."""

from __future__ import annotations

import re

import pytest

from tests.bot.web.conftest import TwoTeams
from tests.bot.web.reading import Browser

PAGE = "/account/1/weights"


def test_the_customers_page_leads_to_the_sliders(maya: Browser) -> None:
    assert f'href="{PAGE}"' in maya.open("/account/1")
    shown = maya.open(PAGE)
    assert "usage: 40 (now 40)" in shown
    assert len(re.findall('type="range"', shown)) == 5
    assert "These are the weights that hold" in shown
    assert "config.yml" not in shown


def test_other_weights_tell_who_would_be_in_another_band(maya: Browser) -> None:
    shown = maya.open(f"{PAGE}?usage=0&support=60")
    assert maya.status == 200
    assert "usage: 0 (now 40)" in shown
    assert 'value="60"' in shown
    assert "3 would be in another band: 1 nearer to leaving" not in shown
    assert "would be in another band: 0 nearer to leaving, 2 further from it, 1 known only under one of them" in shown
    assert re.search(
        r'<a href="/account/\d+">Jasperpoint Warehousing Inc.</a></th><td>at risk, 72.4 points</td>', shown
    )
    assert "These are the weights that hold" in maya.open(PAGE)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("usage=-1", "A weight is a whole number from 0 to 100."),
        ("usage=101", "A weight is a whole number from 0 to 100."),
        ("usage=4%C2%B2", "A weight is a whole number from 0 to 100."),
        ("usage=many", "A weight is a whole number from 0 to 100."),
        ("usage=0&support=0&sentiment=0&engagement=0&commercial=0", "With all weights at 0 there is no score."),
    ],
)
def test_what_is_no_weight_is_told_above_the_sliders(maya: Browser, query: str, told: str) -> None:
    shown = maya.open(f"{PAGE}?{query}")
    assert maya.status == 422
    assert told in shown
    assert "usage: 40 (now 40)" in shown


def test_operations_see_how_to_keep_them(two_teams: TwoTeams) -> None:
    rei = two_teams.browser("rei@us.example")
    number = two_teams.firm.account_id("Vexillum Optics")
    assert "config.yml" not in rei.open(f"/account/{number}/weights?usage=90")
    assert "Harrow" not in rei.text
    hidden = two_teams.firm.account_id("Harrow Mills")
    rei.open(f"/account/{hidden}/weights?usage=90")
    assert rei.status == 404
    assert "Harrow" not in rei.text
    rei.open("/account/99999999999999999999999/weights")
    assert rei.status == 404
