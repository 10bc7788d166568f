"""Slips of the fingers: the word meant where one is likeliest, else the word as typed."""

from __future__ import annotations

import pytest

from bot.nlu.date_shorts import write_out
from bot.nlu.spelling import Speller

SPELLER = Speller(
    {"offer", "really", "ready", "which", "status", "customers", "price", "praise", "should", "mail", "main"}
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("offr", "offer"),  # a letter left out
        ("statsu", "status"),  # two exchanged
        ("shuold", "should"),
        ("custumers", "customers"),  # another one
        ("reallly", "really"),  # one too many
        ("realy", "really"),  # left out is likelier than another one (ready)
        ("maik", "maik"),  # as near to "mail" as to "main", and short
        ("Offr", "Offr"),  # a name
        ("price", "price"),
        ("zzz", "zzz"),
    ],
)
def test_a_word_is_mended_where_one_is_meant(typed: str, meant: str) -> None:
    assert SPELLER.mend(f"{typed} for Acme") == f"{meant} for Acme"


def test_what_is_written_out_stands_where_it_was_typed() -> None:
    typed = "renewals nxt mth, call thrusday"
    whole = write_out(typed)
    assert whole.text == "renewals next month, call thursday"
    start = whole.text.index("next month")
    assert typed[slice(*whole.at(start, start + len("next month")))] == "nxt mth"
    start = whole.text.index("thursday")
    assert typed[slice(*whole.at(start, len(whole.text)))] == "thrusday"
