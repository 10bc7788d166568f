"""What customers have of competitors, as a system exports it: a sales call is prepared for the objection it brings."""

from collections.abc import Callable

import pytest

from tests.firms.firm import ImportedFirm

BUYERS = range(8)
FILES = {
    "people.csv": "id,name,email,role\nada,Ada Moss,ada@firm.example,rep",
    "products.csv": "id,name,family\ndesk,Desk,Desk\ncrm,Contacts,Contacts",
    "accounts.csv": "id,name,owner\n" + "\n".join(f"a{n},Harbour {n} Ltd,ada" for n in range(12)),
    "purchases.csv": "id,account,product,purchased_on,amount,currency\n"
    + "\n".join(f"d{n},a{n},desk,2026-1{n % 2}-0{n % 9 + 1},100,JPY" for n in range(12))
    + "\n"
    + "\n".join(f"c{n},a{n},crm,2026-1{n % 2}-1{n},100,JPY" for n in BUYERS),
    "needs.csv": "account,text,said_on,product\n"
    + "\n".join(f"a{n},one place for all our contacts,2026-11-20,crm" for n in (10, 11)),
    "competitor_products.csv": "account,name,competitor,product,since_on\na10,RivalDesk Pro,Rival,crm,2026-01-01",
}


@pytest.mark.parametrize(("account", "expected"), [("Harbour 10 Ltd", True), ("Harbour 11 Ltd", False)])
def test_a_call_is_ready_for_what_they_use_of_competitors(
    written_firm: Callable[[dict[str, str]], ImportedFirm], account: str, *, expected: bool
) -> None:
    reply = written_firm(FILES).run("draft_talk_track", account)
    told = [line.text for section in reply.sections if section.key == "talk_objections" for line in section.lines]
    assert told
    assert any("We use somebody else" in line for line in told) is expected
