"""The customer on one page: who they are, the four questions, the state of the relation, what is open."""

from __future__ import annotations

from collections.abc import Sequence

from actions.base import QuestionAction
from actions.presenters.contracts import tell_contracts, tell_other_currencies
from actions.presenters.figures import churn_figure, renewal_figure, unique, whole
from actions.presenters.four_questions import tell_confidence, tell_four_questions
from actions.presenters.gate import tell_blocks
from actions.question import Question
from actions.recommend_offer.answer import next_steps
from actions.reply import AccountRef, Line, Reply, Section, Tone
from knowledge.accounts.account_360 import Account360
from knowledge.accounts.columns import day_or_none
from knowledge.accounts.history import CompetitorOwned
from knowledge.accounts.phase import Phase
from knowledge.accounts.queries.account_360 import load_account_360
from knowledge.accounts.queries.of_competitors import load_competitor_products
from knowledge.kernel.access import AccessContext
from knowledge.offers.advice import advise
from knowledge.playbook.phrases import Phrases


class BriefAccount(QuestionAction):
    """What one reads in the lift before the meeting."""

    intent = "brief_account"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather the case; the gate is told, the offer is left to its own question."""
        case = load_account_360(access, question.account_id or 0)
        advice = advise(case, access.rules)
        known, figures = tell_four_questions(case, access.rules, say)
        level, reason = tell_confidence(case, say)
        blocks, block_figures = tell_blocks(case, advice, access.rules, say)
        is_short = question.word("length") == "short"
        sections = [
            _who(case, say),
            *(() if is_short else (_relation(case, access.rules.firm.currency, say),)),
            known,
            *blocks[:1],
        ]
        if theirs := load_competitor_products(access, case.account.id):
            sections.append(_competitors(case, theirs, say))
        if case.notes and not is_short:
            sections.append(_notes(case, say))
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=_headline(case, say, is_held=bool(advice.blocks)),
            account=AccountRef(id=case.account.id, name=case.account.name),
            confidence=level,
            confidence_reason=reason,
            sections=tuple(sections),
            figures=unique([*figures, *block_figures, churn_figure(case, say), renewal_figure(case, say)]),
            choices=next_steps(case, ("why", "draft", "churn"), say),
        )


def _headline(case: Account360, say: Phrases, *, is_held: bool) -> str:
    """Whoever may be offered nothing now is not called ready to expand in the same breath."""
    phase = "held" if is_held and case.row["phase"] == Phase.EXPANSION else case.row["phase"]
    return say(
        "brief_account.headline",
        account=case.account.name,
        phase=say(f"brief_account.phase_{phase}"),
        band=say(f"brief_account.band_{case.row['churn_band']}"),
    )


def _who(case: Account360, say: Phrases) -> Section:
    account = case.account
    parts = [account.industry, account.region or account.country]
    if account.employees:
        parts.append(say("brief_account.employees", count=account.employees))
    lines = [Line(text=" · ".join(part for part in parts if part))] if any(parts) else []
    lines.append(Line(text=say("brief_account.people", owner=account.owner or "–", csm=account.csm or "–")))
    for contact in case.contacts[:3]:
        gone = contact.left_on is not None and contact.left_on <= case.as_of
        key = "contact_gone" if gone else "champion" if contact.is_champion else "contact"
        facts = {"name": contact.name, "title": contact.title or ""}
        if gone:
            facts["day"] = contact.left_on  # type: ignore[assignment]
        lines.append(Line(text=say(f"brief_account.{key}", **facts), tone=Tone.CAUTION if gone else Tone.PLAIN))
    return Section(key="who", title=say("brief_account.who_title"), lines=tuple(lines))


def _relation(case: Account360, currency: str, say: Phrases) -> Section:
    lines = []
    if since := day_or_none(case.row["customer_since"]):
        touch = say(f"brief_account.touch_{case.row['touch_model']}")
        lines.append(Line(text=say("brief_account.since", day=since, touch=touch)))
    if touched := day_or_none(case.row["last_touch_on"]):
        lines.append(Line(text=say("brief_account.touched", day=touched, days=(case.as_of - touched).days)))
    else:
        lines.append(Line(text=say("brief_account.untouched"), tone=Tone.CAUTION))
    if decide := day_or_none(case.row["decide_by"]):
        days = whole(case.row, "days_to_decide") or 0
        lines.append(Line(text=say("brief_account.renewal", day=decide, days=days), figures=("renewal",)))
    lines += [*tell_contracts(case, say), *tell_other_currencies(case, currency, say)]
    for proposal in case.proposals[:2]:
        product = case.catalogue.products[proposal.product_id].called(say.language)
        outcome = say(f"brief_account.outcome_{proposal.outcome}")
        lines.append(
            Line(text=say("brief_account.proposal", day=proposal.proposed_on, product=product, outcome=outcome))
        )
    return Section(key="relation", title=say("brief_account.relation_title"), lines=tuple(lines))


def _competitors(case: Account360, theirs: Sequence[CompetitorOwned], say: Phrases) -> Section:
    """What they have of others, and what of ours would take its place."""
    lines = []
    for owned in theirs:
        ours = case.catalogue.products.get(owned.product_id) if owned.product_id else None
        facts = {"name": owned.name, "competitor": owned.competitor or "", "until": owned.until_on}
        lines.append(
            Line(text=say("brief_account.competitor", **facts, ours=ours.called(say.language) if ours else ""))
        )
    return Section(key="competitors", title=say("brief_account.competitors_title"), lines=tuple(lines))


def _notes(case: Account360, say: Phrases) -> Section:
    lines = tuple(
        Line(
            text=say("brief_account.note", day=note.written_on, who=note.author or "–", text=note.text), tone=Tone.QUOTE
        )
        for note in case.notes
    )
    return Section(key="notes", title=say("brief_account.notes_title"), lines=lines)
