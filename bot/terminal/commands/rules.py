"""`osusume rules`: what is behind alerts and offers: how it did, try it changed, set it aside, put it back."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.progress import Progress

from bot.adapters.rules import Alarm, TriedRule, show_offer_rules, show_signals, try_signal_rule
from bot.terminal.options import AsOf, AsPerson, Lang, Store, day
from bot.terminal.single_answer import answer_click

group = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
OfferRule = Annotated[str, typer.Argument(help="As `osusume rules show` names it, such as pair:3:7.")]


@group.command("test")
def try_out(
    rule: Annotated[str, typer.Argument(help="A signal of config.yml churn.signals, such as silence.")],
    days: Annotated[int, typer.Option(min=14, max=730, help="How far back, week by week.")] = 90,
    points: Annotated[float | None, typer.Option(min=0, max=100, help="The most points it gives.")] = None,
    starts_at: Annotated[float | None, typer.Option(help="No points up to here.")] = None,
    full_at: Annotated[float | None, typer.Option(help="All points from here.")] = None,
    store: Store = None,
    as_of: AsOf = None,
) -> None:
    """Whom a changed rule would have alerted, and whom it would have spared. Nothing is changed."""
    changes = {"points": points, "starts_at": starts_at, "full_at": full_at}
    with Progress(transient=True) as progress:
        task = progress.add_task("Looking at past weeks")
        tried = try_signal_rule(
            store,
            rule,
            changes,
            as_of=day(as_of),
            days=days,
            seen=lambda done, total: progress.update(task, completed=done, total=total),
        )
    _tell(rule, tried, days)


@group.command("show")
def show(
    days: Annotated[int, typer.Option(min=14, max=730, help="How far back.")] = 90,
    store: Store = None,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """How often each signal's alerts were acted on; what colleagues said of rules behind offers; their take-up."""
    for line in show_offer_rules(store, as_of=day(as_of), language=lang):
        typer.echo(line)
    records = show_signals(store, as_of=day(as_of), days=days)
    if not records:
        typer.echo(f"No alert of the last {days} days whose time to act is over.")
    for record, is_to_demote in records:
        proposal = (
            f" Proposal: fewer points, e.g. osusume rules test {record.signal} --points 0" if is_to_demote else ""
        )
        typer.echo(f"{record.signal}: {record.acted} of {record.alerts} alerts acted on.{proposal}")


@group.command("restore")
def restore(rule: OfferRule, as_person: AsPerson = None, lang: Lang = None, store: Store = None) -> None:
    """Let a rule behind offers justify offers again; what colleagues said of it so far counts no more."""
    _decide(rule, "restored", as_person, lang, store)


@group.command("set-aside")
def set_aside(rule: OfferRule, as_person: AsPerson = None, lang: Lang = None, store: Store = None) -> None:
    """Let a rule behind offers justify none, until it is restored."""
    _decide(rule, "set_aside", as_person, lang, store)


def _decide(rule: str, step: str, as_person: str | None, lang: str | None, store: str | None) -> None:
    slots = {"rule": rule, "step": step}
    answer_click("decide_rule", slots, person=as_person, language=lang, store=store, remembers=True)


def _tell(rule: str, tried: TriedRule, days: int) -> None:
    typer.echo(f"{rule} as it is:  {_told(tried.as_is.model_dump())}")
    typer.echo(f"{rule} as changed: {_told(tried.changed.model_dump())}")
    as_is, changed = (
        {(a.account_id, a.kind): a for a in alarms} for alarms in (tried.trial.as_is, tried.trial.changed)
    )
    for name, alarms in (("as it is", as_is), ("as changed", changed)):
        left = sum(alarm.left for alarm in alarms.values())
        typer.echo(f"{name}: {len(alarms)} alerts in {days} days, {left} of these customers left.")
    for title, keys in (("Also alerted", changed.keys() - as_is.keys()), ("Spared", as_is.keys() - changed.keys())):
        found = {**as_is, **changed}
        for alarm in sorted((found[key] for key in keys), key=lambda alarm: (alarm.day, alarm.account_id)):
            typer.echo(f"{title}: {_line(alarm, tried)}")
    if as_is.keys() == changed.keys():
        typer.echo("The same customers would have been alerted.")


def _told(rule: dict[str, float]) -> str:
    return f"{rule['points']:g} points, none up to {rule['starts_at']:g}, all from {rule['full_at']:g}"


def _line(alarm: Alarm, tried: TriedRule) -> str:
    left = ", left since" if alarm.left else ""
    name = tried.names.get(alarm.account_id, str(alarm.account_id))
    return f"{alarm.day.isoformat()} {name}, {alarm.kind}, {alarm.points:g} points{left}"
