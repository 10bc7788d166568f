"""`osusume backtest`: what the advice would have been worth on the firm's own past."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from bot.adapters.backtest import backtest
from bot.terminal.options import AsJson, AsOf, Store, day

group = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
Horizon = Annotated[int, typer.Option("--horizon", help="Days after each window in which something counts.")]
Windows = Annotated[int, typer.Option("--windows", help="How many past days to stand on.")]
Rivals = Annotated[bool, typer.Option("--all", help="Also the libraries (ALS, BPR, item KNN, rules, LightGBM).")]

_OFFERS = ("name", "hit_rate_2", "low", "high", "hit_rate_1", "mrr", "recall", "coverage")
_CHURN = ("name", "customers", "losses", "auc", "precision_top", "recall_top", "lift_top", "brier", "ece", "warning")
_DIRECTIONS = ("signal", "direction", "auc", "known", "losses")
# Short enough for a terminal of 80 columns; the accounts counted stand in the verdict, all columns in --json.
_SHORT = {
    "hit_rate_1": "in 1",
    "hit_rate_2": "in 2",
    "coverage": "cover",
    "customers": "cases",
    "precision_top": "top",
    "recall_top": "found",
    "lift_top": "lift",
    "losses": "lost",
    "warning": "days",
}
_LONGEST_WORD = 13  # a name is broken between words only: "renewal date only"
_BANDS = ("window", "low", "high", "cases", "stated", "observed", "holds")


@group.command()
def offers(
    horizon: Horizon = 90,
    windows: Windows = 4,
    with_rivals: Rivals = False,
    as_of: AsOf = None,
    store: Store = None,
    as_json: AsJson = False,
) -> None:
    """Hit rate in one and two offers against best-sellers and chance; nothing known after each window is used."""
    figures, verdict = backtest(
        "offers", store=store, as_of=day(as_of), horizon_days=horizon, windows=windows, with_rivals=with_rivals
    )
    _show(figures, verdict, as_json, {"scores": _OFFERS, "bands": _BANDS})


@group.command()
def churn(
    horizon: Horizon = 90, windows: Windows = 4, as_of: AsOf = None, store: Store = None, as_json: AsJson = False
) -> None:
    """How well the churn points told who left, against "renewal date only" and "recency only"; each signal's direction.

    top (precision), found (recall) and lift are of the tenth scored highest; ece: how far stated chances stood from
    what followed; days: median days from the first warning to the loss.
    """
    figures, verdict = backtest("churn", store=store, as_of=day(as_of), horizon_days=horizon, windows=windows)
    if not as_json:
        for score in figures["scores"]:
            days, lift = score["warning_days"], score["lift_top"]
            score |= {"ece": score["calibration_error"], "warning": None if days is None else f"{days:.0f}"}
            score |= {"lift_top": None if lift is None else f"{lift:.1f}"}
    _show(figures, verdict, as_json, {"scores": _CHURN, "directions": _DIRECTIONS})


def _show(figures: dict[str, Any], verdict: str, as_json: bool, tables: dict[str, tuple[str, ...]]) -> None:
    if as_json:
        typer.echo(json.dumps({**figures, "in_words": verdict}, ensure_ascii=False, default=str))
        return
    console = Console(highlight=False)
    console.print(verdict)
    for name, columns in tables.items():
        rows = figures.get(name) or figures.get("reliability", {}).get(name) or []
        if rows:
            console.print(_table(rows, columns))


def _table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for column in columns:
        least = _LONGEST_WORD if column == "name" else None
        table.add_column(_SHORT.get(column, column.replace("_", " ")), no_wrap=column != "name", min_width=least)
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    return table


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
