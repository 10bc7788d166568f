"""`osusume target`: whom we aim at, version by version, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import typer

from bot.terminal.options import AsOf, AsPerson, Store, day
from bot.wiring.targets import add_version, all_targets, figures_of, judge, new_target

group = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="The definition's name, which is its file's.")]
Industry = Annotated[list[str] | None, typer.Option(help="An industry it aims at; may be repeated.")]
Product = Annotated[list[str] | None, typer.Option(help="A product they have; may be repeated.")]
AtLeast = Annotated[int | None, typer.Option(help="Employees, at least.")]
AtMost = Annotated[int | None, typer.Option(help="Employees, at most.")]
_NAMES_SHOWN = 10


@group.command()
def new(
    name: Name,
    owner: Annotated[str, typer.Option(help="Whose it is, by e-mail.")],
    hypothesis: Annotated[str, typer.Option(help="Why these customers: one sentence that can prove wrong.")],
    industry: Industry = None,
    product: Product = None,
    employees_at_least: AtLeast = None,
    employees_at_most: AtMost = None,
) -> None:
    """Begin a definition. Persona, whom not to sell to and further criteria go into its file."""
    criteria = _criteria(industry, product, employees_at_least, employees_at_most)
    typer.echo(new_target(name, owner=owner, hypothesis=hypothesis, criteria=criteria, day=_today()))


@group.command()
def edit(
    name: Name,
    hypothesis: Annotated[str | None, typer.Option(help="What is now believed.")] = None,
    industry: Industry = None,
    product: Product = None,
    employees_at_least: AtLeast = None,
    employees_at_most: AtMost = None,
) -> None:
    """Add a version: the newest one with these changes. Older versions stay, so that results can be compared."""
    changed = {"hypothesis": hypothesis} if hypothesis else {}
    criteria = _criteria(industry, product, employees_at_least, employees_at_most)
    typer.echo(add_version(name, day=_today(), changed=changed, criteria=criteria))


@group.command("list")
def list_all() -> None:
    """Every definition with its newest version, owner and hypothesis."""
    for target in all_targets():
        now = target.current
        typer.echo(f"{target.name}  v{now.version} of {now.date}  {now.owner}\n  {now.hypothesis}")


@group.command()
def show(name: Name, as_of: AsOf = None, as_person: AsPerson = None, store: Store = None) -> None:
    """One definition: whom it aims at today, whom not, the persona, and the results of each version."""
    target, results, notes = judge(store, name, person=as_person, as_of=day(as_of))
    for result in results:
        version = result.version
        typer.echo(f"{target.name} v{version.version}, {result.period.start} to {result.period.end}, {version.owner}")
        typer.echo(f"  Hypothesis: {version.hypothesis}")
        typer.echo(f"  Criteria: {_told(version.criteria)}")
        typer.echo(f"  Not to sell to: {_told(version.not_to_sell)} ({result.excluded} customers today)")
        names = [each.name for each in result.aimed[:_NAMES_SHOWN]]
        more = f" and {len(result.aimed) - len(names)} more" if len(result.aimed) > len(names) else ""
        typer.echo(f"  Aims at {len(result.aimed)} customers today: {', '.join(names) or 'none'}{more}")
        typer.echo("  Results: " + "; ".join(f"{label} {value}" for label, value in figures_of(result, store).items()))
    persona = target.current.persona
    if persona:
        typer.echo(f"Persona: {persona.name} ({persona.role})")
        for title, lines in (("wants", persona.goals), ("worries", persona.worries), ("says", persona.words)):
            typer.echo(f"  {title}: {'; '.join(lines) or '–'}")
    for note in notes:
        typer.echo(f"Review ({note.trigger}): {note.text}")


@group.command()
def review(
    name: Annotated[str | None, typer.Argument(help="One definition; default: all.")] = None,
    as_of: AsOf = None,
    store: Store = None,
) -> None:
    """What has moved since each definition's newest version, for its owner."""
    for each in [name] if name else [target.name for target in all_targets()]:
        target, _, notes = judge(store, each, person=None, as_of=day(as_of))
        typer.echo(f"{target.name} v{target.current.version}, for {target.current.owner}:")
        for note in notes:
            typer.echo(f"  {note.trigger}: {note.text}")
        if not notes:
            typer.echo("  nothing has moved")


def _criteria(
    industry: list[str] | None, product: list[str] | None, at_least: int | None, at_most: int | None
) -> dict[str, Any]:
    given = {
        "industry": tuple(industry or ()),
        "product": tuple(product or ()),
        "employees_at_least": at_least,
        "employees_at_most": at_most,
    }
    return {key: value for key, value in given.items() if value not in (None, ())}


def _told(criteria: Any) -> str:
    held = criteria.model_dump(exclude_defaults=True)
    parts = (f"{key.replace('_', ' ')} {_listed(value)}" for key, value in held.items())
    return "; ".join(parts) or "nothing named"


def _listed(value: object) -> str:
    return " or ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()
