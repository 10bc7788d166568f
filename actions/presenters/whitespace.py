"""Who owns which family and what could fill the gaps: as a matrix to see, and as rows for a spreadsheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from actions.presenters.held_back import tell_held
from actions.presenters.offers import name_offer, tell_first_reason
from actions.question import Question
from actions.reply import Chart, Choice, Line, Matrix, MatrixRow, Reply, Section, Sheet, Tone
from knowledge.catalogue.catalogue import Catalogue
from knowledge.offers.whitespace import AccountSpaces, Space, SpaceState
from knowledge.playbook.formats import Money
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules

VIEW = "whitespace"
COLUMNS = (
    "account", "owner", "family", "state", "owned_products", "offer", "reason", "chance", "score", "first_year_value",
    "currency", "held_back_because", "until", "as_of",
)  # fmt: skip
MOST_ROWS = 25  # more cannot be read on a phone
MOST_IN_SHEET = 2_000  # rows; more is kept with no answer, and is for `osusume whitespace --csv`
_FIRST = 3  # told in words, with a button each
_ASKED = re.compile(
    r"white[\s-]?space|\bmatrix\b|(?:n[o']t|n\u2019t)\s+(?:[\w']+\s+){0,3}(?:own|have|bought)\s+yet|products?\s+(?:[\w']+\s+){0,4}"
    r"(?:missing|lack)|ホワイトスペース|空白(?:マップ|領域|表)|マトリクス|マトリックス|未導入|未購入の製品|未契約の製品",
    re.IGNORECASE,
)


def asks_for_whitespace(question: Question) -> bool:
    """By a button or command, or by words for the matrix; "whitespace for Payroll" narrows it to that family."""
    return question.asks_view(VIEW, _ASKED)


def tell_whitespace(
    lines: Sequence[AccountSpaces], families: Sequence[str], scope: str, rules: Rules, say: Phrases
) -> Reply:
    """The matrix with the customers of most worth first; what does not fit the picture is counted."""
    counts = Counter(space.state for line in lines for space in line.spaces)
    facts = {"customers": len(lines), "families": len(families), "segments": scope}
    states = {str(state): counts[state] for state in SpaceState}
    gaps = [line for line in lines if any(space.state is not SpaceState.OWNED for space in line.spaces)]
    return Reply(
        intent="rank_accounts",
        language=say.language,
        headline=say("whitespace.headline" if lines else "whitespace.nobody", **facts, **states),
        sections=_sections(lines, gaps, say),
        sheets=_sheets(lines, rules, say),
        charts=(_chart(gaps[:MOST_ROWS], families, say),) if gaps and families else (),
        choices=tuple(_choice(line, say) for line in _open(gaps)[:_FIRST]),
    )


def _open(lines: Sequence[AccountSpaces]) -> list[AccountSpaces]:
    return [line for line in lines if any(space.offer for space in line.spaces)]


def _sections(lines: Sequence[AccountSpaces], gaps: Sequence[AccountSpaces], say: Phrases) -> tuple[Section, ...]:
    told = [Line(text=_tell_best(line, say), tone=Tone.GOOD) for line in _open(gaps)[:_FIRST]]
    rest = []
    if len(gaps) > MOST_ROWS:
        rest.append(Line(text=say("whitespace.more", shown=MOST_ROWS, count=len(gaps) - MOST_ROWS)))
    if complete := len(lines) - len(gaps):
        rest.append(Line(text=say("whitespace.complete", count=complete)))
    if lines:
        rest.append(Line(text=say("whitespace.csv" if _fits(lines) else "whitespace.csv_only")))
    sections = [("first", tuple(told)), ("rest", tuple(rest))]
    return tuple(Section(key=key, title=say(f"whitespace.{key}_title"), lines=each) for key, each in sections if each)


def _tell_best(line: AccountSpaces, say: Phrases) -> str:
    offers = [name_offer(space.offer, say) for space in line.spaces if space.offer]
    return say("whitespace.account", account=line.case.account.name, offers=say.join(offers))


def _chart(lines: Sequence[AccountSpaces], families: Sequence[str], say: Phrases) -> Chart:
    catalogue = lines[0].case.catalogue
    rows = tuple(
        MatrixRow(
            label=line.case.account.name,
            cells=tuple((str(space.state), _in_cell(space, say)) for space in line.spaces),
        )
        for line in lines
    )
    legend = tuple((str(state), say(f"whitespace.state_{state}")) for state in SpaceState)
    counts = Counter(state for row in rows for state, _ in row.cells)
    names = tuple(name_family(family, catalogue, say) for family in families)
    facts = {"families": say.join(list(names)), "rows": len(rows), **{str(s): counts[s] for s in SpaceState}}
    return Chart(
        key="whitespace",
        kind="matrix",
        title=say("whitespace.title"),
        matrix=Matrix(columns=names, rows=rows, legend=legend),
        alt=say("whitespace.alt", **facts),
    )


def _in_cell(space: Space, say: Phrases) -> str:
    """The offer without its family's name, which stands above it."""
    if space.offer is None:
        return ""
    product = space.offer.product
    name, family = product.called(say.language), _family(product.family, product.family_ja, say)
    for prefix in (family, *re.findall(r"（(.+?)）", family), re.sub(r"（.+?）", "", family)):
        if prefix and name.startswith(prefix) and len(name) > len(prefix):
            return name[len(prefix) :].strip()
    return name


def name_family(family: str, catalogue: Catalogue, say: Phrases) -> str:
    """The family as this language's reader knows it."""
    card = next(card for card in catalogue.products.values() if card.family == family)
    return _family(family, card.family_ja, say)


def _family(family: str, family_ja: str | None, say: Phrases) -> str:
    return (family_ja if say.language == "ja" else None) or family


def _choice(line: AccountSpaces, say: Phrases) -> Choice:
    account = line.case.account
    label = say("rank_accounts.open", account=account.name)
    return Choice(label=label, intent="recommend_offer", slots={"account_id": account.id, "account": account.name})


def _fits(lines: Sequence[AccountSpaces]) -> bool:
    return sum(len(line.spaces) for line in lines) <= MOST_IN_SHEET


def _sheets(lines: Sequence[AccountSpaces], rules: Rules, say: Phrases) -> tuple[Sheet, ...]:
    if not lines or not _fits(lines):
        return ()
    rows = whitespace_rows(lines, rules, say)
    return (Sheet.of("whitespace", "whitespace.csv", say("whitespace.title"), COLUMNS, rows),)


def whitespace_rows(lines: Sequence[AccountSpaces], rules: Rules, say: Phrases) -> list[tuple[Any, ...]]:
    """One row of ``COLUMNS`` for each customer and family; values in main units, empty where nothing is to be said."""
    return [_row(line, space, rules, say) for line in lines for space in line.spaces]


def _row(line: AccountSpaces, space: Space, rules: Rules, say: Phrases) -> tuple[Any, ...]:
    case, offer = line.case, space.offer
    products = case.catalogue.products
    owned = ", ".join(products[product_id].called(say.language) for product_id in space.owned)
    family = name_family(space.family, case.catalogue, say)
    told: tuple[Any, ...] = ("",) * 6
    if offer:
        currency = offer.product.currency
        year = Money(space.year_minor, currency).main if space.year_minor is not None and currency else ""
        reason = tell_first_reason(case, offer, rules, say)
        told = (name_offer(offer, say), reason, offer.stated_chance, round(offer.score, 4), year, currency)
    held = tell_held_space(line, say) if space.state is SpaceState.HELD else ""
    state = say(f"whitespace.state_{space.state}")
    return (case.account.name, case.account.owner, family, state, owned, *told, held, space.until, case.as_of)


def tell_held_space(line: AccountSpaces, say: Phrases) -> str:
    """What holds the whole customer back; else that of this product it is not the time."""
    known = line.advice.blocks or say.has(f"rank_accounts.because_{line.advice.outcome}")
    return tell_held(line.advice, say) if known else say("whitespace.not_now")
