"""The figures behind the names in a draft: its reader, our own people, and the products they have or are offered."""

from __future__ import annotations

from actions.draft_talk_track.context import DraftContext
from actions.draft_talk_track.fact_figures import fact
from actions.reply import Figure, Lineage
from knowledge.accounts.history import ContactCard


def named_figures(d: DraftContext) -> tuple[Figure, ...]:
    """Reader, sender and colleagues, products; each once a draft."""
    names = {one.name for one in d.addressee.everybody}
    found = [contact_figure(d, contact) for contact in d.case.contacts if contact.name in names]
    return (*found, _ours(d), *_products(d))


def contact_figure(d: DraftContext, contact: ContactCard) -> Figure:
    """Somebody at the customer, as recorded."""
    return fact(
        d.say,
        "contact",
        key=f"contact_{contact.id}",
        raw=contact.name,
        as_of=d.case.as_of,
        value={"name": contact.name, "title": contact.title or ""},
        basis={"left": contact.left_on or ""},
        lineage=Lineage(table="contacts", account_id=d.case.account.id, ids=(contact.id,)),
    )


def _ours(d: DraftContext) -> Figure:
    account = d.case.account
    return fact(
        d.say,
        "ours",
        raw=d.sender,
        as_of=d.case.as_of,
        value={"sender": d.signed or d.sender},
        basis={"owner": account.owner or "", "csm": account.csm or ""},
    )


def _products(d: DraftContext) -> tuple[Figure, ...]:
    """What they have or had, and what is or was offered to them."""
    products = d.case.catalogue.products
    had = [contract.product_id for contract in d.case.contracts] + [line.product_id for line in d.case.purchases]
    told = [offer.candidate.product.id for offer in d.advice.offers] + [made.product_id for made in d.case.proposals]
    told += [rest.product_id for rest in d.advice.resting]
    names = [d.called(products[each]) for each in dict.fromkeys([*had, *told])]
    if not names:
        return ()
    return (
        fact(
            d.say,
            "products",
            raw=len(names),
            as_of=d.case.as_of,
            value={"products": d.say.join(names)},
            basis={"had": len(set(had)), "told": len(set(told) - set(had))},
        ),
    )
