"""`osusume target`: whom we aim at, version by version, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

import typer

from bot.adapters import targets
from bot.clock import utc_now
from bot.terminal.options import AsOf, AsPerson, Lang, Store, day

group = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="The definition's name, which is its file's.")]
Industry = Annotated[list[str] | None, typer.Option(help="An industry it aims at; may be repeated.")]
Product = Annotated[list[str] | None, typer.Option(help="A product they have; may be repeated.")]
AtLeast = Annotated[int | None, typer.Option(help="Employees, at least.")]
AtMost = Annotated[int | None, typer.Option(help="Employees, at most.")]


@group.command()
def new(  # noqa: PLR0913, PLR0917 - the options of a command
    name: Name,
    owner: Annotated[str, typer.Option(help="Whose it is, by e-mail: they are told when it asks for a review.")],
    hypothesis: Annotated[str, typer.Option(help="Why these customers: one sentence that can prove wrong.")],
    industry: Industry = None,
    product: Product = None,
    employees_at_least: AtLeast = None,
    employees_at_most: AtMost = None,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """Begin a definition. Persona, whom not to sell to and further criteria go into its file."""
    criteria = _criteria(industry, product, employees_at_least, employees_at_most)
    given: dict[str, Any] = {"owner": owner, "hypothesis": hypothesis, "criteria": criteria}
    typer.echo(targets.new_target(name, **given, day=day(as_of) or _today(), language=lang))


@group.command()
def edit(  # noqa: PLR0913, PLR0917 - the options of a command
    name: Name,
    hypothesis: Annotated[str | None, typer.Option(help="What is now believed.")] = None,
    industry: Industry = None,
    product: Product = None,
    employees_at_least: AtLeast = None,
    employees_at_most: AtMost = None,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """Add a version: the newest one with these changes. Older versions stay, so that results can be compared."""
    changed = {"hypothesis": hypothesis} if hypothesis else {}
    criteria = _criteria(industry, product, employees_at_least, employees_at_most)
    typer.echo(targets.add_version(name, day=day(as_of) or _today(), changed=changed, criteria=criteria, language=lang))


@group.command("list")
def list_all(lang: Lang = None) -> None:
    """Every definition with its newest version, owner and hypothesis."""
    _draw(targets.show_list(lang))


@group.command()
def show(name: Name, as_of: AsOf = None, as_person: AsPerson = None, lang: Lang = None, store: Store = None) -> None:
    """One definition: whom it aims at today, whom not, the persona, and the results of each version."""
    _draw(targets.show_target(store, name, person=as_person, as_of=day(as_of), language=lang))


@group.command()
def review(
    name: Annotated[str | None, typer.Argument(help="One definition; default: all.")] = None,
    note: Annotated[str | None, typer.Option(help="Note what has moved outside; its owner is told once.")] = None,
    kind: Annotated[
        Literal["competitor", "law", "technology", "market"], typer.Option(help="What kind of move.")
    ] = "competitor",
    as_of: AsOf = None,
    lang: Lang = None,
    store: Store = None,
) -> None:
    """What has moved since each definition's newest version. With --note: write down what moved outside."""
    if note and not name:
        raise typer.BadParameter("name the definition that the note is for.")
    if note and name:
        typer.echo(targets.note_event(store, name, kind=kind, note=note, as_of=day(as_of), language=lang))
    _draw(targets.show_reviews(store, [name] if name else [], as_of=day(as_of), language=lang))


def _draw(reply: Any) -> None:
    from bot.terminal.draw import draw_replies

    draw_replies([reply])


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


def _today() -> dt.date:
    return utc_now().date()
