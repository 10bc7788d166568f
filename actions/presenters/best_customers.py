"""The best customers in words: what they share with counts, who is like them."""

from __future__ import annotations

import datetime as dt

from actions.reply import Figure, Line, Section, Table, Tone
from knowledge.accounts.traits import BestBy, Likeness, Profile, Shared, Trait
from knowledge.playbook.formats import Money, Share, write_value
from knowledge.playbook.phrases import Phrases

_MEASURED = {"rfm", "phase", "touch"}


def tell_shared(shared: tuple[Shared, ...], customers: int, by: BestBy, say: Phrases) -> tuple[Section, ...]:
    sure = [_line(each, say, place) for place, each in enumerate(shared) if each.certain]
    unsure = [_line(each, say, place) for place, each in enumerate(shared) if not each.certain]
    none = Line(text=say("study_best_customers.nothing_shared"))
    sections = [
        Section(key="shared", title=say("study_best_customers.shared_title"), lines=tuple(sure) or (none,)),
    ]
    if unsure:
        title = say("study_best_customers.unsure_title")
        sections.append(Section(key="too_few", title=title, lines=tuple(unsure)))
    measure = say(f"study_best_customers.by_{by}")
    notes = (
        say("study_best_customers.measure", measure=measure, customers=customers),
        say("study_best_customers.ask_why"),
    )
    lines = tuple(Line(text=text, tone=Tone.CAUTION if at else Tone.PLAIN) for at, text in enumerate(notes))
    return (*sections, Section(key="notes", title=say("study_best_customers.notes_title"), lines=lines))


def _line(each: Shared, say: Phrases, place: int) -> Line:
    text = say("study_best_customers.shared", **_facts(each, say))
    return Line(text=text, tone=Tone.GOOD if each.certain else Tone.PLAIN, figures=(f"trait_{place}",))


def _facts(each: Shared, say: Phrases) -> dict[str, object]:
    return {
        "trait": name_trait(each.trait, say),
        "held": each.held,
        "best": each.best,
        "base": each.base,
        "customers": each.customers,
        "share": Share(each.base / each.customers),
        "lift": each.lift,
    }


def name_trait(trait: Trait, say: Phrases) -> str:
    """A trait in words: "industry IT Services"."""
    if trait.kind == "size":
        return say(f"study_best_customers.size_{trait.value.rstrip('+').replace('-', '_')}")
    value = say(f"metrics.{trait.kind}_{trait.value}") if trait.kind in _MEASURED else trait.value
    return say(f"study_best_customers.trait_{trait.kind}", value=value)


def trait_figure(each: Shared, place: int, as_of: dt.date, say: Phrases) -> Figure:
    return Figure(
        key=f"trait_{place}",
        label=name_trait(each.trait, say),
        value=say("study_best_customers.lift", lift=each.lift),
        raw=round(each.lift, 4),
        unit="times",
        basis=say("study_best_customers.shared", **_facts(each, say)),
        as_of=as_of,
        formula=say("study_best_customers.lift_formula"),
    )


def best_table(best: tuple[Profile, ...], by: BestBy, currency: str, say: Phrases) -> Table:
    columns = tuple(say(f"study_best_customers.column_{name}") for name in ("account", "monthly", "traits"))
    rows: list[tuple[str, ...]] = [(each.name, _money(each, currency, say), _describe(each, say)) for each in best]
    if by is not BestBy.REVENUE:
        columns = (*columns, say(f"study_best_customers.column_{by}"))
        rows = [(*row, _worth(each, by, currency, say)) for row, each in zip(rows, best, strict=True)]
    title = say("study_best_customers.best_title")
    return Table(key="best", title=title, columns=columns, rows=tuple(rows))


def _worth(each: Profile, by: BestBy, currency: str, say: Phrases) -> str:
    if by is BestBy.NPS:
        return str(each.nps)
    grown = Money(each.grown_minor or 0, currency)
    return say("study_best_customers.grown", grown=grown)


def alike_table(alike: tuple[Likeness, ...], currency: str, say: Phrases) -> tuple[Table, ...]:
    if not alike:
        return ()
    columns = tuple(say(f"study_best_customers.column_{name}") for name in ("account", "monthly", "common"))
    rows = tuple(
        (each.profile.name, _money(each.profile, currency, say), say.join([name_trait(t, say) for t in each.common]))
        for each in alike
    )
    return (Table(key="alike", title=say("study_best_customers.alike_title"), columns=columns, rows=rows),)


def _describe(each: Profile, say: Phrases) -> str:
    told = [trait for kind in ("industry", "size", "phase") for trait in sorted(each.traits) if trait.kind == kind]
    return say.join([name_trait(trait, say) for trait in told])


def _money(each: Profile, currency: str, say: Phrases) -> str:
    return str(write_value(Money(each.monthly_minor, currency), say.language))
