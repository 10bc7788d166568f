"""Who are our best customers, what do they share that others do not, and who else is like them?"""

from __future__ import annotations

from actions.base import QuestionAction
from actions.question import Question
from actions.reply import Figure, Line, Mood, Reply, Section, Table
from knowledge.analytics.traits import Likeness, Profile, Shared, Trait, find_alike, find_best, find_shared
from knowledge.errors import NotEnoughHistory
from knowledge.playbook.formats import Money, Share, write_value
from knowledge.playbook.phrases import Phrases
from knowledge.store.book import Book
from knowledge.store.profiles import load_profiles

_FEWEST = 20  # with fewer customers nothing can be told apart from chance
_MEASURED = {"rfm", "phase", "touch"}


class StudyBestCustomers(QuestionAction):
    """The best three by a stated measure, their traits against the base rate with counts, and lookalikes."""

    stem = "study_best_customers"

    def answer(self, question: Question, book: Book, say: Phrases) -> Reply:  # noqa: ARG002 - the signature of all actions
        """Gather, decide, say."""
        profiles = load_profiles(book)
        try:
            best = _choose(profiles)
        except NotEnoughHistory as few:
            headline = say("study_best_customers.too_few", found=few.found, needed=few.needed)
            return Reply(stem=self.stem, language=say.language, headline=headline, trouble=True)
        shared = find_shared(best, profiles)
        alike = find_alike(shared, best, profiles)
        return Reply(
            stem=self.stem,
            language=say.language,
            headline=say("study_best_customers.headline", names=say.join([each.name for each in best])),
            sections=_sections(shared, len(profiles), say),
            tables=(_best_table(best, book, say), *_alike_table(alike, book, say)),
            figures=tuple(_figure(each, place, book, say) for place, each in enumerate(shared)),
        )


def _choose(profiles: tuple[Profile, ...]) -> tuple[Profile, ...]:
    best = find_best(profiles)
    if len(profiles) < _FEWEST or len(best) < 3:
        raise NotEnoughHistory("best customers", found=len(profiles), needed=_FEWEST)
    return best


def _sections(shared: tuple[Shared, ...], customers: int, say: Phrases) -> tuple[Section, ...]:
    sure = [_line(each, say, place) for place, each in enumerate(shared) if each.certain]
    unsure = [_line(each, say, place) for place, each in enumerate(shared) if not each.certain]
    none = Line(text=say("study_best_customers.nothing_shared"))
    sections = [
        Section(key="shared", title=say("study_best_customers.shared_title"), lines=tuple(sure) or (none,)),
    ]
    if unsure:
        title = say("study_best_customers.unsure_title")
        sections.append(Section(key="too_few", title=title, lines=tuple(unsure)))
    notes = (say("study_best_customers.measure", customers=customers), say("study_best_customers.ask_why"))
    lines = tuple(Line(text=text, mood=Mood.CAUTION if at else Mood.PLAIN) for at, text in enumerate(notes))
    return (*sections, Section(key="notes", title=say("study_best_customers.notes_title"), lines=lines))


def _line(each: Shared, say: Phrases, place: int) -> Line:
    text = say("study_best_customers.shared", **_facts(each, say))
    return Line(text=text, mood=Mood.GOOD if each.certain else Mood.PLAIN, figures=(f"trait_{place}",))


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
    value = say(f"metrics.{trait.kind}_{trait.value}") if trait.kind in _MEASURED else trait.value
    return say(f"study_best_customers.trait_{trait.kind}", value=value)


def _figure(each: Shared, place: int, book: Book, say: Phrases) -> Figure:
    return Figure(
        key=f"trait_{place}",
        label=name_trait(each.trait, say),
        value=say("study_best_customers.lift", lift=each.lift),
        raw=round(each.lift, 4),
        unit="times",
        basis=say("study_best_customers.shared", **_facts(each, say)),
        as_of=book.as_of,
        formula=say("study_best_customers.lift_formula"),
    )


def _best_table(best: tuple[Profile, ...], book: Book, say: Phrases) -> Table:
    columns = tuple(say(f"study_best_customers.column_{name}") for name in ("account", "monthly", "traits"))
    rows = tuple((each.name, _money(each, book, say), _describe(each, say)) for each in best)
    return Table(key="best", title=say("study_best_customers.best_title"), columns=columns, rows=rows)


def _alike_table(alike: tuple[Likeness, ...], book: Book, say: Phrases) -> tuple[Table, ...]:
    if not alike:
        return ()
    columns = tuple(say(f"study_best_customers.column_{name}") for name in ("account", "monthly", "common"))
    rows = tuple(
        (each.profile.name, _money(each.profile, book, say), say.join([name_trait(t, say) for t in each.common]))
        for each in alike
    )
    return (Table(key="alike", title=say("study_best_customers.alike_title"), columns=columns, rows=rows),)


def _describe(each: Profile, say: Phrases) -> str:
    told = [trait for kind in ("industry", "size", "phase") for trait in sorted(each.traits) if trait.kind == kind]
    return say.join([name_trait(trait, say) for trait in told])


def _money(each: Profile, book: Book, say: Phrases) -> str:
    return str(write_value(Money(each.monthly_minor, book.rules.firm.currency), say.language))
