"""What is lent or came back is nobody's yet, or no more: attach rates do not count it."""

from collections.abc import Callable

import pytest

from knowledge.metrics.queries.ownership import load_owners
from tests.firms.firm import DAY, ImportedFirm

FILES = {
    "products.csv": "id,name,list_price,currency,billing_period\n"
    "kiln,Kiln Care,100,JPY,month\nglaze,Glaze Monitor,50,JPY,month\nnews,Kiln News,,JPY,month\nclay,Clay,10,JPY,",
    "accounts.csv": "id,name\np,Pine Pottery\nq,Quartz Ceramics\nr,Rose Tiles\ns,Sand Bricks",
    # Quartz tries the monitor until the end of the year, Rose reads the newsletter, which is free for all.
    "subscriptions.csv": "id,account,product,monthly,currency,started_on,ended_on\n"
    "1,p,kiln,100,JPY,2026-01-01,\n2,q,kiln,100,JPY,2026-01-01,\n3,q,glaze,0,JPY,2026-11-01,2027-01-01\n"
    "4,p,glaze,50,JPY,2026-02-01,\n5,r,kiln,100,JPY,2026-01-01,\n6,r,news,0,JPY,2026-01-01,2027-01-01",
    "purchases.csv": "id,account,product,purchased_on,quantity,amount,currency\n"
    "1,s,clay,2026-05-01,10,100,JPY\n2,r,clay,2026-05-01,10,100,JPY\n3,r,clay,2026-06-01,-10,-100,JPY",
}


@pytest.fixture
def pottery(written_firm: Callable[[dict[str, str]], ImportedFirm]) -> ImportedFirm:
    return written_firm(FILES)


def test_what_is_sold_once_is_looked_up_where_others_have_contracts(pottery: ImportedFirm) -> None:
    assert {choice.label for choice in pottery.ask("which customers have Clay?").listed} >= {"Sand Bricks"}
    assert "Sand Bricks" not in {choice.label for choice in pottery.ask("which customers have Kiln Care?").listed}


@pytest.mark.parametrize(
    ("product", "owners"),
    [("Kiln Care", {"p", "q", "r"}), ("Glaze Monitor", {"p"}), ("Kiln News", {"r"}), ("Clay", {"s"})],
)
def test_a_trial_is_not_had_yet_and_what_came_back_no_more(
    pottery: ImportedFirm, product: str, owners: set[str]
) -> None:
    names = {"p": "Pine Pottery", "q": "Quartz Ceramics", "r": "Rose Tiles", "s": "Sand Bricks"}
    with pottery.knowledge.access("operator", as_of=DAY) as access:
        found = load_owners(access, DAY)
    assert found.get(product, set()) == {pottery.account_id(names[each]) for each in owners}
    figure = pottery.run("show_metrics", metric="attach_rate", product=product).figure("attach_rate")
    assert figure.raw == len(owners) / 4
