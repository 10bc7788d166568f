"""Cases of customers at risk: how they ended, and what was done in between."""

import pandas as pd

from knowledge.churn.recoveries import Ending, add_recoveries, count_recoveries, like_group
from knowledge.terms import ChurnGroup


def assessed(**bands: str) -> pd.DataFrame:
    groups = {f"group_{group}": [20.0 if group is ChurnGroup.USAGE else 5.0] * len(bands) for group in ChurnGroup}
    ids = [int(name[1:]) for name in bands]
    return pd.DataFrame({"churn_band": list(bands.values()), **groups}, index=pd.Index(ids, name="account_id"))


def test_only_customers_in_danger_are_cases_and_each_deed_counts_once() -> None:
    before = assessed(a1="at_risk", a2="watch", a3="healthy", a4="watch")
    after = assessed(a1="healthy", a2="lost", a3="lost", a4="watch")
    deeds = pd.DataFrame({"account_id": [1, 1, 3], "deed": ["call", "call", "call"]})
    saves = like_group(add_recoveries([count_recoveries(before, after, deeds)]), ChurnGroup.USAGE)
    assert saves.cases == {Ending.SAVED: 1, Ending.LOST: 1, Ending.STILL: 1}
    assert saves.deeds == (("call", 1, 0),)


def test_another_group_is_another_story() -> None:
    table = count_recoveries(assessed(a1="watch"), assessed(a1="healthy"), pd.DataFrame(columns=["account_id", "deed"]))
    assert sum(like_group(table, ChurnGroup.SUPPORT).cases.values()) == 0


def test_an_account_that_is_gone_from_the_store_is_still_a_case() -> None:
    none = pd.DataFrame(columns=["account_id", "deed"])
    table = count_recoveries(assessed(a1="watch"), assessed(a2="healthy"), none)
    assert like_group(table, ChurnGroup.USAGE).cases[Ending.STILL] == 1
