"""A product sold by the seat is priced for the people who would use it, not for the largest contract."""

from collections.abc import Callable

import pytest

from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.offers.advice import find_offers
from knowledge.offers.call_list import value_first_year
from knowledge.offers.seats_needed import find_seats_needed
from tests.firms.firm import DAY, ImportedFirm

WEEKS = ("2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23")


@pytest.fixture
def depot(written_firm: Callable[[dict[str, str]], ImportedFirm]) -> ImportedFirm:
    return written_firm(
        {
            "products.csv": "id,name,family,list_price,currency,billing_period,is_per_seat,solves\n"
            "office,Office Mail,Mail,500,JPY,month,yes,\nfield,Field Visits,Field,3000,JPY,month,yes,\n"
            "phone,Field Phone,Phone,800,JPY,month,yes,phones\nsign,Signer,Sign,900,JPY,month,yes,signatures\n"
            "hub,Data Hub,Hub,50000,JPY,month,no,data",
            "product_relations.csv": "product,related,kind\nfield,phone,accessory",
            "accounts.csv": "id,name,created_on,onboarded_on\na,Alder Freight,2024-01-01,2024-02-01\n"
            "b,Birch Freight,2024-01-01,2024-02-01",
            "subscriptions.csv": "id,account,product,seats,monthly,currency,started_on\n"
            "1,a,office,418,209000,JPY,2024-01-01\n2,a,field,80,240000,JPY,2024-01-01\n"
            "3,b,hub,12,50000,JPY,2024-01-01",
            "usage.csv": "account,product,day,active_users,events,seats_used\n"
            + "\n".join(f"a,field,{day},50,900,60" for day in WEEKS),
            "needs.csv": "id,account,text,said_on\n1,a,We want phones,2026-11-01\n"
            "2,a,We want signatures,2026-11-02\n3,b,We want signatures,2026-11-02",
        }
    )


def test_an_option_is_priced_for_the_people_who_use_what_it_belongs_to(depot: ImportedFirm) -> None:
    with depot.knowledge.access("operator", as_of=DAY) as access:
        case = load_account_360(access, depot.account_id("Alder Freight"))
        offers = {each.product.name: each for each in find_offers(case, access.rules)}
        base, seats = find_seats_needed(case, offers["Field Phone"].product) or (None, 0)
        assert (base and base.name, seats) == ("Field Visits", 60)
        assert value_first_year(case, offers["Field Phone"]) == 800 * 12 * 60
        assert value_first_year(case, offers["Signer"]) == 900 * 12 * 60  # nothing ties it to the 418


def test_a_flat_price_tells_of_no_seats(depot: ImportedFirm) -> None:
    with depot.knowledge.access("operator", as_of=DAY) as access:
        case = load_account_360(access, depot.account_id("Birch Freight"))
        (signer,) = find_offers(case, access.rules)
        assert find_seats_needed(case, signer.product) is None
        assert value_first_year(case, signer) == 900 * 12
