"""What the firm's own losses say of one customer: a chance where it holds, an order, or how much is missing."""

from __future__ import annotations

from collections.abc import Sequence

from actions.presenters.churn import tell_definition
from actions.reply import Figure, Line, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.churn.explained import RaisedSignal
from knowledge.churn.lesson import Chances, ChurnLesson, Learner
from knowledge.churn.queries.lesson import load_learned, load_lesson
from knowledge.churn.signals import SIGNALS
from knowledge.kernel.access import AccessContext
from knowledge.playbook.formats import Share
from knowledge.playbook.phrases import Phrases
from knowledge.playbook.rules import Rules


def tell_lesson(
    case: Account360, signals: Sequence[RaisedSignal], access: AccessContext, say: Phrases
) -> tuple[tuple[Section, ...], Figure | None]:
    """One section, and the chance as a figure where one may be shown; nothing before the first night's look."""
    lesson = load_lesson(access)
    if lesson is None:
        return (), None
    learned, chance = load_learned(access, case.account.id)
    figure = _figure(case, lesson, chance, access.rules, say) if chance is not None else None
    lines = [Line(text=_tell(lesson, learned, chance, access.rules, say), figures=("chance",) if figure else ())]
    named = [say(SIGNALS[signal.name].name) for signal in signals if signal.name in lesson.against]
    if named:
        lines.append(Line(text=say("assess_churn.against", signals=say.join(named)), tone=Tone.CAUTION))
    title = say("assess_churn.learned_title")
    return (Section(key="learned", title=title, lines=tuple(lines)),), figure


def _tell(lesson: ChurnLesson, learned: float | None, chance: float | None, rules: Rules, say: Phrases) -> str:
    if lesson.learner is None or lesson.chances is None:
        few = {"losses": lesson.losses, "needed": rules.churn.losses_to_learn}
        if lesson.losses < rules.churn.losses_to_learn:
            return say("assess_churn.learned_few", **few)
        return say("assess_churn.learned_few_stayed", customers=lesson.customers, **few)
    if chance is not None:
        return say("assess_churn.learned_chance", share=Share(chance), days=lesson.horizon_days)
    why = lesson.chances if lesson.chances is not Chances.HOLD else Chances.TOO_FEW_WINDOWS
    counts = {"losses": lesson.losses, "needed": rules.churn.losses_to_calibrate}
    reason = say(f"assess_churn.no_chance_{why}", **(counts if why is Chances.TOO_FEW_LOSSES else {}))
    if lesson.learner is Learner.POINTS or learned is None:
        return say("assess_churn.learned_points", losses=lesson.losses, reason=reason)
    return say("assess_churn.learned_order", share=Share(learned), reason=reason)


def _figure(case: Account360, lesson: ChurnLesson, chance: float, rules: Rules, say: Phrases) -> Figure:
    horizon = lesson.horizon_days
    return Figure(
        key="chance",
        label=say("assess_churn.chance_label", account=case.account.name),
        value=say("assess_churn.chance_value", share=Share(chance), days=horizon),
        raw=round(chance, 4),
        unit="share",
        basis=say(
            "assess_churn.chance_basis",
            losses=lesson.losses,
            customers=lesson.customers,
            windows=lesson.windows,
            definition=tell_definition(lesson.definition, rules, say, horizon_days=horizon),
        ),
        formula=say(
            "assess_churn.chance_formula",
            learner=say(f"assess_churn.learner_{lesson.learner}"),
            auc=f"{lesson.auc or 0:.2f}",
            points=f"{lesson.auc_points or 0:.2f}",
        ),
        as_of=case.as_of,
    )
