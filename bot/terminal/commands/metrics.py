"""`osusume metrics`: the firm's figures, to read or as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.terminal.as_csv import write_csv
from bot.terminal.options import AsOf, AsPerson, Lang, Store, day
from bot.terminal.single_answer import answer_click

_SPLITS = "team, owner, industry, region, country, rfm, phase, touch or product"


def run(  # noqa: PLR0913, PLR0917 - the options of a command
    figures: Annotated[list[str] | None, typer.Argument(help="Such as nrr or cross_sell_rate. Default: all.")] = None,
    per: Annotated[str | None, typer.Option(help="A trend by month, quarter or year (the firm's own).")] = None,
    split: Annotated[str | None, typer.Option(help=f"By {_SPLITS}.")] = None,
    product: Annotated[str | None, typer.Option(help="Only of this product, by its name.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="First day of the period, 2026-07-01.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day of the period.")] = None,
    to_csv: Annotated[Path | None, typer.Option("--csv", help="Write rows to this file, or - for the screen.")] = None,
    as_person: AsPerson = None,
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
) -> None:
    """NRR, churn, ARPA, LTV, cross-sell and win rate and the rest, each with its definition and what was counted."""
    from bot.adapters.metrics import COLUMNS, FIGURES, SPLITS, read_metrics

    given: dict[str, Any] = {
        "metric": _known(figures or [], FIGURES),
        "split": _known([split] if split else [], SPLITS),
    }
    given |= {
        "per": _known([per] if per else [], ("month", "quarter", "year")),
        "product": product,
        "date": since,
        "date_end": until,
    }
    slots: dict[str, Any] = {name: value for name, value in given.items() if value}
    if to_csv:
        rows = read_metrics(store, person=as_person, as_of=day(as_of), language=lang, slots=slots)
        write_csv(to_csv, [COLUMNS, *rows])
        return
    answer_click("show_metrics", slots, person=as_person, as_of=day(as_of), language=lang, store=store)


def _known(said: list[str], choices: Sequence[str]) -> str:
    """The names joined; one line with the valid ones where a name is none of them."""
    named = [name.casefold().replace("-", "_") for name in said]
    unknown = next((name for name in named if name not in choices), None)
    if unknown:
        raise typer.BadParameter(f"{unknown} is not known. Choose from {', '.join(choices)}.")
    return ",".join(named)
