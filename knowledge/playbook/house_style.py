"""The firm's own words for drafts: ``drafts/house.yml`` of its folder, which comes before ours.

Tone where nobody asks for another, signature, words that never leave the house, sentences on its products, notes on
prices, and whole templates by purpose. What is wrong is named with its line, and nothing is drafted with half of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import TemplateSyntaxError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.errors import SettingsBroken
from knowledge.firm_folder import firm_part
from knowledge.playbook.phrases import find_variables
from knowledge.terms import DraftPurpose, Voice

FILE = "house.yml"
_SIGNATURE = frozenset({"rep", "firm"})
_NOTE = frozenset({"product", "account", "firm"})
_TEMPLATE = frozenset(
    {"subject", "greeting", "body", "close", "signature", "account", "contact", "product", "rep", "firm"}
)
_WORKING_PAGES = frozenset({DraftPurpose.BRIEF, DraftPurpose.APPROVAL, DraftPurpose.MINUTES})

Where = tuple[str | int, ...]


class HouseText(BaseModel):
    """A text in one language or both; in the other one ours stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    en: str = ""
    ja: str = ""

    @model_validator(mode="after")
    def _is_there(self) -> HouseText:
        if not (self.en.strip() or self.ja.strip()):
            raise ValueError("write a text under en, ja or both")
        return self

    def of(self, language: str) -> str:
        """The text in this language; empty where there is none."""
        return (self.ja if language == "ja" else self.en).strip()


class HouseStyle(BaseModel):
    """How this firm writes. ``forbidden``: each word with what stands instead; nothing instead: its sentence goes.

    ``products`` and ``price_notes`` are by a product's key or name; ``price_notes`` also by ``all``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    tone: Voice | None = None
    signature: HouseText | None = None
    forbidden: dict[str, str] = Field(default_factory=dict)
    products: dict[str, HouseText] = Field(default_factory=dict)
    price_notes: dict[str, HouseText] = Field(default_factory=dict)
    templates: dict[DraftPurpose, HouseText] = Field(default_factory=dict)

    def product_sentence(self, names: Iterable[str], language: str) -> str:
        """The firm's sentence on the product of one of these names."""
        return _named(self.products, names, language)

    def price_note(self, names: Iterable[str], language: str) -> str:
        """What stands behind a price of this product: its own note, else the one for all."""
        return _named(self.price_notes, (*names, "all"), language)


def load_house_style() -> HouseStyle:
    """The firm's own style; an empty one where it has none. SettingsBroken with the file and line to mend."""
    style, broken = read_house_style()
    if broken:
        raise SettingsBroken(broken[0], file=FILE, key="")
    return style


def read_house_style() -> tuple[HouseStyle, tuple[str, ...]]:
    """The style as far as it can be used, and a line for each entry that is wrong."""
    folder = firm_part("drafts")
    path = folder / FILE if folder else None
    if path is None or not path.is_file():
        return HouseStyle(), ()
    return _read(path, path.stat().st_mtime_ns)


def find_unknown_products(products: Iterable[str]) -> tuple[str, ...]:
    """A line for each product of the firm's style that the catalogue does not know by key or name."""
    folder = firm_part("drafts")
    style, known = read_house_style()[0], {name.casefold() for name in products} | {"all"}
    lines = _lines(folder / FILE) if folder and (folder / FILE).is_file() else {}
    return tuple(
        _broken(lines, (section, name), "no product of the catalogue is called so")
        for section, told in (("products", style.products), ("price_notes", style.price_notes))
        for name in told
        if name.casefold() not in known
    )


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> tuple[HouseStyle, tuple[str, ...]]:
    del changed  # part of the key: what is written anew is read anew
    try:
        lines = _lines(path)
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or {}  # noqa: S506 - safe, in C
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return HouseStyle(), (f"{FILE}, line {mark.line + 1 if mark else 1}: not valid YAML",)
    try:
        style = HouseStyle.model_validate(told)
    except ValidationError as error:
        return HouseStyle(), tuple(_broken(lines, each["loc"], _reason(each)) for each in error.errors())
    return style, tuple(_broken(lines, where, wrong) for where, wrong in _check(style))


def _reason(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "there is no such entry"
    return str(error["msg"]).removeprefix("Value error, ")


def _check(style: HouseStyle) -> Iterator[tuple[Where, str]]:
    """Variables that nothing fills, and purposes that are no letter."""
    if style.signature:
        yield from _check_text(style.signature, ("signature",), _SIGNATURE)
    for section, told in (("products", style.products), ("price_notes", style.price_notes)):
        for name, text in told.items():
            yield from _check_text(text, (section, name), _NOTE)
    for purpose, text in style.templates.items():
        where: Where = ("templates", str(purpose))
        if purpose in _WORKING_PAGES:
            yield where, "a page of headings takes no template"
        yield from _check_text(text, where, _TEMPLATE)


def _check_text(text: HouseText, where: Where, known: frozenset[str]) -> Iterator[tuple[Where, str]]:
    for language in ("en", "ja"):
        here = (*where, language)
        try:
            unknown = sorted(find_variables(text.of(language)) - known)
        except TemplateSyntaxError as error:
            yield here, f"not a template: {error.message}"
            continue
        for name in unknown:
            yield here, f"there is no {{{{ {name} }}}}; known are {', '.join(sorted(known))}"


def _broken(lines: dict[Where, int], where: Where, wrong: str) -> str:
    """File, line, entry, what to mend; the line of the nearest entry above where a part is missing."""
    nearest = next((where[:depth] for depth in range(len(where), 0, -1) if where[:depth] in lines), ())
    return f"{FILE}, line {lines.get(nearest, 1)}: {'.'.join(map(str, where)) or 'the file'}: {wrong}"


def _lines(path: Path) -> dict[Where, int]:
    """The line of each entry, counted from one."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    return dict(_walk(root, ())) if root else {}


def _walk(node: yaml.Node, above: Where) -> Iterator[tuple[Where, int]]:
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        where = (*above, str(key.value))
        yield where, key.start_mark.line + 1
        yield from _walk(value, where)


def _named(told: dict[str, HouseText], names: Iterable[str], language: str) -> str:
    plain = {name.casefold(): text for name, text in told.items()}
    found = (plain[name.casefold()].of(language) for name in names if name.casefold() in plain)
    return next((text for text in found if text), "")


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
