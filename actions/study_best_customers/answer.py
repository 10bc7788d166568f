"""Who are our best customers, what do they share that others do not, who else is like them, and whom do we aim at?"""

from __future__ import annotations

from dataclasses import replace

from actions.base import QuestionAction
from actions.presenters.best_customers import alike_table, best_table, tell_shared, trait_figure
from actions.question import Question
from actions.reply import Reply
from actions.segments_asked import Scope, read_scope
from actions.show_metrics.shared_targets import tell_targets
from actions.study_best_customers.targets import review_targets, tell_list, tell_reviews, tell_target
from actions.study_best_customers.winners import tell_winners
from knowledge.accounts.queries.profiles import load_profiles, with_growth
from knowledge.accounts.traits import BestBy, Profile, find_alike, find_best, find_shared
from knowledge.errors import NotEnoughHistory
from knowledge.kernel.access import AccessContext
from knowledge.playbook.phrases import Phrases
from knowledge.targets.best_words import asks_for_pace, find_target, read_measure, read_wish
from knowledge.targets.definitions import Target, list_targets, load_target
from knowledge.targets.queries.targets import find_reviews, judge_versions
from knowledge.terms import SegmentBy

_FEWEST = 20  # with fewer customers nothing can be told apart from chance
_FEWEST_BEST = 3  # best ones: two share nearly anything


class StudyBestCustomers(QuestionAction):
    """The best three by a stated measure, of a segment or named target: shared traits, lookalikes, winners' words."""

    intent = "study_best_customers"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Which of them it asks for: pace of the targets, definitions, or the best customers."""
        text = question.text
        if asks_for_pace(text):
            return tell_targets(access, say)
        wish, names = read_wish(text), list_targets()
        named = question.word("target") or find_target(text, names)
        if wish == "review":
            targets = [load_target(name) for name in ([named] if named else names)]
            return tell_reviews(review_targets(targets, access), access, say)
        if named or (wish and len(names) == 1):
            return _tell_definition(load_target(named or names[0]), access, say)
        if wish:
            return tell_list([load_target(name) for name in names], say)
        try:
            return _tell_best(_without_rfm(read_scope(question, access, self.intent)), read_measure(text), access, say)
        except NotEnoughHistory as few:
            headline = say("study_best_customers.too_few", found=few.found, needed=few.needed)
            return Reply(intent=self.intent, language=say.language, headline=headline, trouble=True)


def _tell_best(scope: Scope, by: BestBy, access: AccessContext, say: Phrases) -> Reply:
    """Gather, decide, say."""
    profiles, among = _load(access, by), scope.find(access)
    inside = tuple(each for each in profiles if among is None or each.account_id in among)
    best = find_best(inside, by=by)
    if len(profiles) < _FEWEST:
        raise NotEnoughHistory("best customers", found=len(profiles), needed=_FEWEST)
    if len(best) < _FEWEST_BEST:
        facts = {"measure": say(f"study_best_customers.by_{by}"), "customers": len(inside), "needed": _FEWEST_BEST}
        headline = say("study_best_customers.not_measured", found=len(best), **facts)
        return Reply(intent=StudyBestCustomers.intent, language=say.language, headline=headline, trouble=True)
    shared = find_shared(best, profiles)
    alike = find_alike(shared, best, profiles)
    facts = {"names": say.join([each.name for each in best]), "scope": scope.names(say)}
    return Reply(
        intent=StudyBestCustomers.intent,
        language=say.language,
        headline=say("study_best_customers.headline", measure=say(f"study_best_customers.by_{by}"), **facts),
        sections=(*tell_shared(shared, len(profiles), by, say), *tell_winners(access, say, among=among)),
        tables=(
            best_table(best, by, access.rules.firm.currency, say),
            *alike_table(alike, access.rules.firm.currency, say),
        ),
        figures=tuple(trait_figure(each, place, access.as_of, say) for place, each in enumerate(shared)),
    )


def _tell_definition(target: Target, access: AccessContext, say: Phrases) -> Reply:
    """A definition with its persona and results, its best three, and others like them who are not excluded."""
    results = judge_versions(access, target)
    reply = tell_target(target, results, find_reviews(access, target, results), access, say)
    profiles, now = _load(access, BestBy.REVENUE), target.current
    aimed = [each for each in profiles if now.aims_at(each)]
    best = find_best(aimed)
    if len(profiles) < _FEWEST or len(best) < 3:
        return reply
    shared = find_shared(best, profiles)
    open_to = [replace(each, eligible=False) if now.excludes(each) else each for each in profiles]
    sections = (*reply.sections, *tell_winners(access, say, among={each.account_id for each in aimed}))
    tables = (*reply.tables, best_table(best, BestBy.REVENUE, access.rules.firm.currency, say))
    alike = alike_table(find_alike(shared, best, open_to), access.rules.firm.currency, say)
    return reply.model_copy(update={"sections": sections, "tables": (*tables, *alike)})


def _without_rfm(scope: Scope) -> Scope:
    """Who is best is the question: 優良顧客 names no RFM segment here."""
    return replace(scope, filters=tuple(each for each in scope.filters if each.by is not SegmentBy.RFM))


def _load(access: AccessContext, by: BestBy) -> tuple[Profile, ...]:
    profiles = load_profiles(access)
    return with_growth(access, profiles) if by is BestBy.GROWTH else profiles
