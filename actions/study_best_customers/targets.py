"""Target definitions in words: whom they aim at and whom not, the persona, and what each version has brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from actions.mending import tell_mending
from actions.presenters.metrics import Telling
from actions.presenters.target_reviews import INTENT, review_lines
from actions.reply import Choice, Line, Reply, Section, Table, Tone
from knowledge.accounts.traits import Profile
from knowledge.errors import OsusumeError, PersonUnknown, RateMissing, RatesBroken
from knowledge.kernel.access import AccessContext
from knowledge.metrics.metric import COUNTED, LEDGER, Metric
from knowledge.people.queries.people import find_viewer
from knowledge.playbook.phrases import Phrases
from knowledge.targets.definitions import Criteria, Persona, Target
from knowledge.targets.queries.targets import KPIS, Population, Result, find_reviews, judge_versions, load_population
from knowledge.targets.review_notes import Note

_NAMES_SHOWN = 10
_MEASURED = {"rfm", "phase", "touch"}


def tell_target(
    target: Target, results: Sequence[Result], notes: tuple[Note, ...], access: AccessContext, say: Phrases
) -> Reply:
    """The newest version with the customers it means today, the results of all versions, and what asks for a review."""
    now, aimed = target.current, results[-1].aimed if results else ()
    sections = [_whom(target, results, access, say), *_persona(now.persona, say)]
    sections.append(
        Section(
            key="review", title=say("targets.review_title"), lines=review_lines(notes, access.rules.firm.currency, say)
        )
    )
    facts = {"target": target.name, "version": now.version, "count": len(aimed)}
    return Reply(
        intent=INTENT,
        language=say.language,
        headline=say("targets.headline", **facts),
        sections=tuple(sections),
        tables=(_results(results, Telling(say, access.rules), say),) if results else (),
    )


def tell_list(targets: Sequence[Target], say: Phrases) -> Reply:
    """Every definition with version, owner and hypothesis."""
    if not targets:
        return Reply(intent=INTENT, language=say.language, headline=say("targets.none"), trouble=True)
    columns = tuple(say(f"targets.column_{name}") for name in ("name", "version", "owner", "hypothesis"))
    rows = tuple((each.name, _version(each, say), each.current.owner, each.current.hypothesis) for each in targets)
    table = Table(key="targets", columns=columns, rows=rows)
    shown = tuple(
        Choice(label=each.name, intent=INTENT, slots={"target": each.name}) for each in targets[:_NAMES_SHOWN]
    )
    headline = say("targets.list_headline", count=len(targets))
    return Reply(intent=INTENT, language=say.language, headline=headline, tables=(table,), choices=shown)


@dataclass(frozen=True)
class Reviewed:
    """What has moved for one definition; ``trouble``: why its figures could not be looked at."""

    target: Target
    notes: tuple[Note, ...]
    trouble: OsusumeError | None = None


def review_targets(targets: Sequence[Target], access: AccessContext) -> list[Reviewed]:
    """What has moved for each; where its figures lack a rate, what has moved otherwise. Everybody is assessed once."""
    population = load_population(access, targets)
    return [_review(each, population, access) for each in targets]


def _review(target: Target, population: Population, access: AccessContext) -> Reviewed:
    try:
        results = judge_versions(access, target, population)
    except (RateMissing, RatesBroken) as error:
        return Reviewed(target, find_reviews(access, target, ()), error)
    return Reviewed(target, find_reviews(access, target, results))


def tell_reviews(found: Sequence[Reviewed], access: AccessContext, say: Phrases) -> Reply:
    """What has moved for each definition since its newest version."""
    sections = tuple(
        Section(
            key=each.target.name,
            title=say(
                "targets.review_of",
                target=each.target.name,
                version=each.target.current.version,
                owner=_name_of(each.target.current.owner, access),
            ),
            lines=_reviewed(each, access, say),
        )
        for each in found
    )
    moved = sum(bool(each.notes or each.trouble) for each in found)
    headline = say("targets.reviews_headline", moved=moved, count=len(found))
    return Reply(intent=INTENT, language=say.language, headline=headline, sections=sections)


def _reviewed(each: Reviewed, access: AccessContext, say: Phrases) -> tuple[Line, ...]:
    mend = (tell_mending(each.trouble, say),) if each.trouble else ()
    return (*(review_lines(each.notes, access.rules.firm.currency, say) if each.notes or not mend else ()), *mend)


def tell_criteria(criteria: Criteria, say: Phrases) -> str:
    """Criteria in words: "industry Wholesale; 50 employees or more"."""
    held = criteria.model_dump(exclude_defaults=True)
    parts = []
    for name, value in held.items():
        values = value if isinstance(value, tuple | list) else [value]
        words = [say(f"metrics.{name}_{each}") if name in _MEASURED else str(each) for each in values]
        either = reduce(lambda one, other: say("targets.either", one=one, other=other), words)
        parts.append(say(f"targets.criterion_{name}", value=either))
    return reduce(lambda one, other: say("targets.both", one=one, other=other), parts or [say("targets.anybody")])


def _name_of(owner: str, access: AccessContext) -> str:
    """The owner as people call them; what the file says of whom nobody knows."""
    try:
        return find_viewer(access.connection, owner).name
    except PersonUnknown:
        return owner


def _whom(target: Target, results: Sequence[Result], access: AccessContext, say: Phrases) -> Section:
    now, result = target.current, results[-1] if results else None
    lines = [
        Line(text=say("targets.hypothesis", text=now.hypothesis), tone=Tone.QUOTE),
        Line(text=say("targets.owner", owner=_name_of(now.owner, access), day=now.date)),
        Line(text=say("targets.criteria", criteria=tell_criteria(now.criteria, say))),
    ]
    if not now.not_to_sell.is_empty:
        facts = {"criteria": tell_criteria(now.not_to_sell, say), "count": result.excluded if result else 0}
        lines.append(Line(text=say("targets.not_to_sell", **facts), tone=Tone.STOP))
    if result:
        lines.append(Line(text=say("targets.aims_at", count=len(result.aimed), names=_names(result.aimed, say))))
    return Section(key="whom", title=say("targets.whom_title"), lines=tuple(lines))


def _names(aimed: Sequence[Profile], say: Phrases) -> str:
    names = [each.name for each in aimed[:_NAMES_SHOWN]]
    if len(aimed) > _NAMES_SHOWN:
        names.append(say("risks.and_others", count=len(aimed) - _NAMES_SHOWN))
    return say.join(names) if names else say("targets.nobody_today")


def _persona(persona: Persona | None, say: Phrases) -> list[Section]:
    if persona is None:
        return []
    lines = [Line(text=say("targets.persona_who", name=persona.name, role=persona.role))]
    for part in ("goals", "worries", "words"):
        if told := getattr(persona, part):
            tone = Tone.QUOTE if part == "words" else Tone.PLAIN
            lines.append(Line(text=say(f"targets.persona_{part}", values=say.join(list(told))), tone=tone))
    return [Section(key="persona", title=say("targets.persona_title"), lines=tuple(lines))]


def _results(results: Sequence[Result], telling: Telling, say: Phrases) -> Table:
    columns = (say("targets.column_version"), say("targets.column_days"), say("targets.column_aimed"))
    rows = tuple(
        (
            str(each.version.version),
            say("metrics.span", start=each.period.start, end=each.period.end),
            str(len(each.aimed)),
            *(_figure(metric, each, telling) for metric in KPIS),
        )
        for each in results
    )
    labels = tuple(telling.label(metric) for metric in KPIS)
    return Table(key="versions", title=say("targets.results_title"), columns=(*columns, *labels), rows=rows)


def _figure(metric: Metric, result: Result, telling: Telling) -> str:
    """The value with what was counted, for a share of few says little."""
    tally = result.figures.get(metric)
    shown = telling.value(metric, tally)
    if tally is None or not tally.known:
        return shown
    if metric is Metric.NPS:
        return f"{shown} (n={tally.denominator:.0f})"
    if metric in LEDGER - COUNTED or metric is Metric.CAC:
        return shown
    return f"{shown} ({tally.numerator:.0f}/{tally.denominator:.0f})"


def _version(target: Target, say: Phrases) -> str:
    return say("targets.version_of", version=target.current.version, day=target.current.date)
