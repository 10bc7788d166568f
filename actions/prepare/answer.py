"""Prepare me: one page before a meeting, for the week, for today, for a manager; each line opens to its rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from actions.asking import local, read_day
from actions.base import QuestionAction
from actions.brief_account.answer import BriefAccount
from actions.look_up.answer import build_writer
from actions.presenters.look_up.pages import Standing, tell_attention, tell_page, tell_pressing, tell_sections
from actions.presenters.look_up.writing import Writer
from actions.question import Question
from actions.reply import Reply
from actions.segments_asked import read_filters
from knowledge.kernel.access import AccessContext
from knowledge.people.queries.people import label_of_viewer
from knowledge.playbook.phrases import Phrases
from knowledge.semantic.look_up import look_up
from knowledge.semantic.pages import Page, Span, fill_page, of_mine
from knowledge.semantic.query import Condition, Measure, Operator, Query

_PLATE = "plate"  # what is on one's plate: of days to come what is due then, else what presses


class Prepare(QuestionAction):
    """``page`` says which of ``Page``; a customer or a time of today means a meeting."""

    intent = "prepare"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """Gather the page's look-ups, say each in a line."""
        writer = build_writer(Query("customer"), access, say)
        ahead = _days_ahead(question, access)
        said = question.word("page") or (Page.PREPARE if question.account_id else Page.WEEK)
        page = (Page.WEEK if ahead else Page.ATTENTION) if said == _PLATE else Page(said)
        if page is Page.PREPARE:
            return self._prepare(question, access, writer)
        if page is Page.BOOK:
            return self._book(question, access, writer)
        span = ahead if page is Page.WEEK else None
        lines = fill_page(page, access, span=span)
        if page is Page.ATTENTION:
            return tell_attention(lines, writer)
        return tell_page(
            page,
            lines,
            writer,
            standing=_standing(access, of_mine(access)) if page is Page.SUMMARY else None,
            span=span,
        )

    def _book(self, question: Question, access: AccessContext, writer: Writer) -> Reply:
        """How the customers of a colleague stand, before a talk with them; without a name the viewer's own."""
        theirs = read_filters(question, access, self.intent)
        whose = tuple(Condition(str(each.by), Operator.IS, (each.value,)) for each in theirs) or of_mine(access)
        lines, standing = fill_page(Page.BOOK, access, whose=whose), _standing(access, whose)
        names = writer.say.join([each.value for each in theirs]) or label_of_viewer(access)
        return tell_page(Page.BOOK, lines, writer, standing=standing, person=names)

    def _prepare(self, question: Question, access: AccessContext, writer: Writer) -> Reply:
        """The customer of the meeting on one page: the brief, and what is open beyond it."""
        account_id = question.account_id or _meeting_at(question, access)
        if account_id is None:
            return tell_page(Page.WEEK, fill_page(Page.WEEK, access), writer, no_meeting=True)
        brief = BriefAccount(self._given).answer(_about(question, account_id), access, writer.say)
        sections, figures = tell_sections(fill_page(Page.PREPARE, access, account_id=account_id), writer)
        presses = tell_pressing(fill_page(Page.ATTENTION, access, account_id=account_id), writer)
        headline = writer.sentence("prepare.headline_meeting", brief=brief.headline, presses=presses)
        return brief.model_copy(
            update={
                "intent": self.intent,
                "headline": headline if presses else brief.headline,
                "sections": (*brief.sections, *sections),
                "figures": (*brief.figures, *figures),
            }
        )


def _days_ahead(question: Question, access: AccessContext) -> Span | None:
    """The days named, where they lie ahead; None for those that have begun."""
    since = read_day(question, "date") or access.as_of
    return (since, read_day(question, "date_end") or since) if since > access.as_of else None


def _about(question: Question, account_id: int) -> Question:
    return replace(question, account_id=account_id)


def _meeting_at(question: Question, access: AccessContext) -> int | None:
    """The customer of the viewer's meeting of today, at the time named or the next one."""
    day = access.as_of.isoformat()
    where = (Condition("mine"), Condition("at", Operator.IS, (question.word("date") or day,)))
    rows = look_up(Query("meeting", where=where), access).rows
    if said := question.word("time"):
        hour = dt.time.fromisoformat(said)
        zone = access.viewer.timezone or access.rules.firm.timezone
        rows = tuple(row for row in rows if _local_time(row["at"], zone) == hour)
    return int(rows[0]["customer.id"]) if rows else None


def _local_time(at: dt.datetime, zone: str) -> dt.time:
    return local(at, zone, zone).time().replace(second=0, microsecond=0)


def _standing(access: AccessContext, whose: tuple[Condition, ...]) -> Standing:
    """How many customers there are, and what they pay a month, now and a week ago."""
    query = Query("customer", where=whose, measures=(Measure("count"), Measure("sum", "monthly_revenue")))
    now, before = _measured(query, access), _measured(query, _days_before(access, 7))
    return Standing(now[0], now[1], before[1])


def _measured(query: Query, access: AccessContext) -> tuple[int, int]:
    (row,) = look_up(query, access).rows
    return int(row["count"]), int(row["sum(monthly_revenue)"] or 0)


def _days_before(access: AccessContext, days: int) -> AccessContext:
    return replace(access, as_of=access.as_of - dt.timedelta(days=days))
