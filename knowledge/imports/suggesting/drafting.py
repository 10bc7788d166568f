"""The draft of a mapping, as YAML to be edited, and what was found on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from knowledge.imports.canonical import TABLES, Kind
from knowledge.imports.cells.amounts import minor_digits
from knowledge.imports.files.lines import Source, header_key
from knowledge.imports.fitting import Near
from knowledge.imports.suggesting.continuing import Continuation
from knowledge.imports.suggesting.guessing import Guess
from knowledge.imports.suggesting.profiles import Profile
from knowledge.imports.suggesting.tables import Part, concepts_of
from knowledge.imports.telling import tell, told_here

_SALES = frozenset(("purchases", "deals", "deal_lines", "invoices"))
# Lines that are no sale: which column says so, by which words of words.yml, and why.
_NO_BUSINESS = (
    ("status", "deals.outcome:lost", "cancelled"),
    ("direction", "direction:out", "spent"),
)
_PARTS = re.compile(r"[\W_]+")
_FEWEST_LEFT_OUT = 0.999  # filled share below which lines without a customer are left out and told


@dataclass(frozen=True)
class Looked:
    """One foreign file: what its lines become. ``known_as``: told by a preset or our own names."""

    source: Source
    profiles: Sequence[Profile]
    concepts: dict[str, Guess]
    parts: list[Part]
    nearest: Near | None = None
    known_as: str | None = None
    continuation: Continuation | None = None
    totals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_named_by_us: bool = False  # a column of headings had no name

    def tables(self) -> set[str]:
        """The tables that it fills."""
        return {part.table for part in self.parts}


def draft_mapping(looked: Sequence[Looked], *, currency: str | None) -> str:
    """The YAML text; each guess with its confidence, each doubt as a comment."""
    files = [found for found in looked if found.parts and not found.known_as]
    lines = [f"# {tell('import_suggest.draft')}"]
    lines += [f"system: {_system(files)}   # {tell('import_suggest.before_ids')}", *_currency(files, currency)]
    if any("deal_lines" in found.tables() for found in looked):
        lines.append(f"purchases_from_won_deals: true   # {tell('import_suggest.from_won')}")
    lines.append("files:")
    _create_what_no_file_lists(looked)
    for found in files:
        lines += _file(found)
    return "\n".join(lines) + "\n"


def _create_what_no_file_lists(looked: Sequence[Looked]) -> None:
    """Customers and products that only orders name become rows by being named."""
    listed = {table for found in looked for table in found.tables()}
    for part in (part for found in looked for part in found.parts):
        for ours, table in (("account", "accounts"), ("product", "products")):
            is_named = part.table in _SALES or (part.table == "tickets" and part.columns.get(ours) == "customer_name")
            if ours in part.columns and table not in listed and table not in part.create and is_named:
                part.create.append(table)


def _currency(files: Sequence[Looked], currency: str | None) -> list[str]:
    has_money = any(
        column.kind is Kind.AMOUNT
        for found in files
        for part in found.parts
        for name in part.columns
        if (column := TABLES[part.table].column(name)) is not None
    )
    if not has_money or any("currency" in found.concepts for found in files):
        return []
    if named := next((code for found in files for code in _codes(found)), None):
        return [f"currency: {named}   # {tell('import_suggest.currency_by_name')}"]
    if currency is None or (not minor_digits(currency) and any(_has_decimals(found) for found in files)):
        return [f"# currency: USD   # {tell('import_suggest.currency_unknown', firm=currency or '')}"]
    return [f"currency: {currency}   # {tell('import_suggest.currency_firm')}"]


def _system(files: Sequence[Looked]) -> str:
    """A name for the system, after the files' folder or the file."""
    path = files[0].source.path if files else Path("other")
    name = path.resolve().parent.name if len(files) > 1 else path.stem
    return re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:30] or "other"


def _has_decimals(found: Looked) -> bool:
    money = {"amount", "unit_price", "list_price", "monthly"}
    columns = {found.concepts[c].column for part in found.parts for c in part.columns.values() if c in money}
    return any(profile.name in columns and not profile.is_whole for profile in found.profiles)


def _codes(found: Looked) -> Iterator[str]:
    for profile in found.profiles:
        words = header_key(profile.name).replace("(", " ").replace(")", " ").replace("_", " ").split()
        yield from (code.upper() for code in ("usd", "eur", "gbp", "jpy") if code in words)
        if "円" in profile.name:
            yield "JPY"


def _file(found: Looked) -> Iterator[str]:
    yield f"  - match: {_quoted(found.source.stem)}"
    by_name = {profile.name: profile for profile in found.profiles}
    formats = {name: by_name[guess.column].date_formats for name, guess in found.concepts.items()}
    used = {concept for part in found.parts for concept in concepts_of(part)}
    told = [form for name in used for form in formats.get(name, ())[:1]]
    if found.is_named_by_us:
        yield f"    skip_lines: {found.source.read_as.header_line}"
        yield f"    header: [{', '.join(map(_quoted, found.source.header))}]"
    if told:
        doubt = any(len(formats.get(name, ())) > 1 for name in used)
        remark = f"   # {tell('import_suggest.day_or_month')}" if doubt else ""
        yield f"    date_format: {_quoted(told[0])}{remark}"
    if any(by_name[found.concepts[name].column].has_decimal_comma for name in used):
        yield '    decimal_mark: ","'
    yield from _fill_down(found)
    yield from _left_out(found, by_name)
    for part in found.parts:
        if len(found.parts) > 1:
            yield from ["    rows:"] if part is found.parts[0] else []
        yield from _part(found, part, by_name, "      " if len(found.parts) > 1 else "    ")


def _fill_down(found: Looked) -> Iterator[str]:
    """Lines that go on with the one above."""
    if (goes_on := found.continuation) and goes_on.columns:
        used = {found.concepts[concept].column for part in found.parts for concept in concepts_of(part)}
        used |= {found.concepts[concept].column for concept, *_ in _NO_BUSINESS if concept in found.concepts}
        columns = f"[{', '.join(_quoted(column) for column in goes_on.columns if column in used)}]"
        within = f"{{columns: {columns}, within: {_quoted(goes_on.within)}}}" if goes_on.within else columns
        yield f"    fill_down: {within}   # {tell('import_suggest.goes_on')}"


def _left_out(found: Looked, by_name: dict[str, Profile]) -> Iterator[str]:
    rules = list(_reasons_to_leave_out(found, by_name))
    if rules:
        yield "    leave_out:"
    for column, words, because in rules:
        yield f"      - when: {{{_quoted(column)}: {words}}}"
        yield f"        because: {_quoted(tell(f'import_suggest.because_{because}'))}"


def _reasons_to_leave_out(found: Looked, by_name: dict[str, Profile]) -> Iterator[tuple[str, str, str]]:
    part = found.parts[-1]
    for column, totals in found.totals.items():
        yield column, f"[{', '.join(map(_quoted, totals))}]", "totals"
    customer = part.columns.get("account")
    if customer and by_name[found.concepts[customer].column].filled < _FEWEST_LEFT_OUT and not found.continuation:
        yield found.concepts[customer].column, "{empty: true}", "no_customer"
    if found.continuation and found.continuation.product:
        yield found.continuation.product, "{empty: true}", "head"
    for concept, key, because in _NO_BUSINESS:
        if concept in found.concepts and concept not in concepts_of(part) and part.table in _SALES:
            column = found.concepts[concept].column
            known = {header_key(word) for word in _words()[key.partition(":")[0]][key.partition(":")[2]]}
            if words := [word for word in by_name[column].words if header_key(word) in known]:
                yield column, f"[{', '.join(map(_quoted, words))}]", because


def _part(found: Looked, part: Part, by_name: dict[str, Profile], indent: str) -> Iterator[str]:
    dash = "- " if len(found.parts) > 1 else ""
    inner = indent + " " * len(dash)
    yield f"{indent}{dash}table: {part.table}"
    yield f"{inner}columns:"
    for ours, concept in part.columns.items():
        guess = found.concepts[concept]
        yield f"{inner}  {ours}: {_quoted(guess.column)}   # {_how_sure(guess)}"
    yield from (f"{inner}  is_return: {_quoted(column)}" for column in _returns(found, part, by_name))
    for ours, concepts in part.compose.items():
        names = " ".join(f"{{{found.concepts[concept].column}}}" for concept in concepts)
        also = f"   # {tell('import_suggest.where_empty')}" if ours in part.columns else ""
        yield f'{inner}compose: {{{ours}: "{names}"}}{also}'
    if part.constants:
        yield f"{inner}constants:"
        yield from (f"{inner}  {name}: {value}" for name, value in part.constants.items())
    if part.when:
        words = ", ".join(map(_quoted, part.when[1]))
        doubt = "" if words else f"   # {tell('import_suggest.which_words')}"
        yield f"{inner}when: {{{_quoted(found.concepts[part.when[0]].column)}: [{words}]}}{doubt}"
    if part.create:
        yield f"{inner}create: [{', '.join(part.create)}]   # {tell('import_suggest.creates')}"
    yield from _values(found, part, by_name, inner)


def _returns(found: Looked, part: Part, by_name: dict[str, Profile]) -> dict[str, list[str]]:
    """The column that says which lines give back what was sold, and its words for that."""
    if part.table != "purchases" or "direction" not in found.concepts:
        return {}
    column = found.concepts["direction"].column
    back = {header_key(word) for word in known_words("direction")["back"]}
    words = [word for word in by_name[column].words if header_key(word) in back]
    return {column: words} if words else {}


def _values(found: Looked, part: Part, by_name: dict[str, Profile], inner: str) -> Iterator[str]:
    told: list[str] = []
    for back in _returns(found, part, by_name).values():
        meanings = [*(f"{_quoted(word)}: true" for word in back), '"*": false']
        told.append(f"{inner}  is_return: {{{', '.join(meanings)}}}")
    for ours, concept in part.columns.items():
        column = TABLES[part.table].column(ours)
        known = _words().get(f"{part.table}.{ours}")
        if column is None or column.kind is not Kind.CHOICE or known is None:
            continue
        meant = {header_key(word): target for target, words in known.items() for word in words}
        words = {word: _meant(word, meant) for word in by_name[found.concepts[concept].column].words}
        pairs = [f"{_quoted(word)}: {target}" for word, target in words.items() if target]
        unknown = [word for word, target in words.items() if not target]
        doubt = f"   # {tell('import_suggest.unknown_words', words=', '.join(unknown)[:100])}" if unknown else ""
        default = part.otherwise.get(ours) or column.default or next(iter(known))  # an order is one until cancelled
        pairs.append(f'"*": {default}')
        told.append(f"{inner}  {ours}: {{{', '.join(pairs)}}}{doubt}")
    if told:
        yield f"{inner}values:"
        yield from told


def _meant(word: str, known: Mapping[str, str]) -> str | None:
    """Which of our words a foreign one is; ``Closed-Lost to Competition`` holds one alone that is known."""
    plain = header_key(word)
    if plain in known:
        return known[plain]
    held = {known[part] for part in _PARTS.split(plain) if part in known}
    return held.pop() if len(held) == 1 else None


def _quoted(text: str) -> str:
    plain = text.replace("_", "").replace(" ", "")
    if plain.isalnum() and not plain[:1].isdigit() and text == text.strip():
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _how_sure(guess: Guess) -> str:
    return f"{guess.confidence} %: {tell(f'import_suggest.by_{guess.by}')}"


def known_words(place: str) -> dict[str, list[str]]:
    """Words of other systems for one of our closed sets, by what they mean."""
    return _words()[place]


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text("utf-8"))
    return {place: {to: [str(word) for word in words] for to, words in sets.items()} for place, sets in found.items()}


def tell_missing(looked: Sequence[Looked]) -> list[str]:
    """What the files do not hold, and what each missing thing costs."""
    there = {table for found in looked for table in found.tables()}
    rules = yaml.safe_load(Path(__file__).with_name("missing.yml").read_text(encoding="utf-8"))
    return [told_here(rule["costs"]) for rule in rules if not there & set(rule["without"])]
