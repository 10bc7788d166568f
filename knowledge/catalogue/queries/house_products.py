"""Whether the firm's own words for drafts can be used with its catalogue."""

from __future__ import annotations

from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.errors import SettingsBroken
from knowledge.kernel.access import AccessContext
from knowledge.playbook.house_style import FILE, find_unknown_products, load_house_style


def check_house_style(access: AccessContext) -> None:
    """SettingsBroken with the file, the line and the entry that is wrong, or that names no product of the catalogue."""
    style = load_house_style()
    if not (style.products or style.price_notes):
        return
    products = load_catalogue(access).products.values()
    names = [name for card in products for name in (card.key, card.called("en"), card.called("ja"))]
    if unknown := find_unknown_products(names):
        raise SettingsBroken(unknown[0], file=FILE, key="")
