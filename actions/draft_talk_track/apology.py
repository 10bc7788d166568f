"""Apologies: what went wrong in plain words, who sees to it, by when the next word; for a long silence, that."""

from __future__ import annotations

import datetime as dt
from typing import Any

from actions.draft_talk_track.asker_words import names, own_words
from actions.draft_talk_track.context import DraftContext, Part
from actions.draft_talk_track.fact_figures import (
    promise_figure,
    ticket_figure,
)
from actions.draft_talk_track.letter import Draft
from actions.draft_talk_track.relation_parts import name_of_main, people, touch_figure
from actions.reply import Figure
from knowledge.language import load_words
from knowledge.playbook.themes import Theme, find_theme


def draft_apology(d: DraftContext) -> Draft:
    """What went wrong in plain words, who sees to it, by when the next word; for a long silence, that."""
    if d.request.occasion == "silence":
        return _apology_silence(d)
    theme, since, figure, is_solved, again = _trouble(d)
    if theme is None or figure is None:  # words of the asker alone put nobody to work on it
        return _apology_unrecorded(d)
    product = name_of_main(d)
    ask = d.part("draft_relation.ap_after", weight=2, product=product) if is_solved else _cost(d)
    repeated = d.part("draft_relation.ap_again", weight=2) if again else None
    subject = d.part("draft_relation.subject_apology", trouble=theme.title if d.language == "ja" else theme.called)
    facts: dict[str, Any] = {"trouble": theme.called, "account": d.customer}
    if is_solved and since:
        first = d.part("draft_relation.ap_trouble_solved", weight=0, figures=(figure,), day=d.day(since), **facts)
        return Draft(subject, ([first, repeated], [ask]))
    told = d.day(since) if since else ""
    first = d.part("draft_relation.ap_trouble", weight=0, figures=(figure,), since=told, **facts)
    return Draft(subject, ([first, repeated], [_who_sees_to_it(d)], [ask]))


def _cost(d: DraftContext) -> Part:
    return d.part("draft_relation.ap_ask", weight=2, product=name_of_main(d), people=people(d))


def _who_sees_to_it(d: DraftContext) -> Part:
    by = d.business_day(d.rules.drafts.news_days)
    figures, day = (promise_figure(d, by),), d.day(by, weekday=True)
    if d.csm:
        return d.part("draft_relation.ap_who", figures=figures, csm=d.csm, by=day, account=d.customer)
    return d.part("draft_relation.ap_who_unnamed", figures=figures, by=day, account=d.customer)


def _finds_out(d: DraftContext) -> Part:
    """Where no trouble is recorded nobody can be said to be on it: only that one will find out."""
    by = d.business_day(d.rules.drafts.news_days)
    figures = (promise_figure(d, by),)
    last = d.around.touches[0] if d.around.touches and not d.is_long_silent else None
    facts: dict[str, Any] = {"by": d.day(by, weekday=True), "account": d.customer}
    name = {"call": "ap_find_out_call", "meeting": "ap_find_out_visit"}.get(last.kind if last else "", "ap_find_out")
    return d.part(f"draft_relation.{name}", figures=figures, **facts)


def _apology_unrecorded(d: DraftContext) -> Draft:
    """Nothing of the kind is recorded: the asker's own words where they can stand, a long silence if there is one."""
    matter = own_words(d, d.request.matter or "")
    ask = _cost(d) if d.in_use else None
    if ask and not matter:
        ask = d.part("draft_relation.ap_ask_general", weight=2, product=name_of_main(d), people=people(d))
    if not matter and d.is_long_silent:
        return _apology_silence(d)
    d.notes.append(d.say("draft_frame.no_open_trouble", account=d.account))
    if matter:
        first = d.part("draft_relation.ap_matter", weight=0, matter=matter, account=d.customer)
        return Draft(d.part("draft_relation.subject_apology", trouble=matter), ([first], [ask]))
    first = d.part("draft_relation.ap_general", weight=0, account=d.customer, people=people(d))
    return Draft(_subject_general(d), ([first], [_finds_out(d)], [ask]))


def _subject_general(d: DraftContext) -> Part:
    """To those who think well of us, that it was not what they know of us; else what it is about."""
    if d.nps and d.nps[0] > d.rules.gate.nps_cautions_at_most:
        return d.part("draft_relation.subject_apology_trust")
    if d.in_use:
        return d.part("draft_relation.subject_apology_product", product=name_of_main(d))
    return d.part("draft_relation.subject_apology_general", account=d.customer)


def _trouble(d: DraftContext) -> tuple[Theme | None, dt.date | None, Figure | None, bool, bool]:
    """The trouble meant: the one named, if recorded; else the open one that weighs most, else one solved lately."""
    named = find_theme(d.request.matter, "troubles", d.language) if d.request.matter else None
    for ticket in sorted(d.case.tickets, key=lambda t: t.severity != "severe"):
        theme = find_theme(ticket.subject or "", "troubles", d.language)
        if theme and ((named is None and not d.request.matter) or theme == named):
            figure = ticket_figure(d, f"ticket_{ticket.id}", ticket.subject or "", ticket.opened_on, solved=False)
            return theme, ticket.opened_on, figure, False, False
    for solved in d.around.solved:
        theme = find_theme(solved.subject or "", "troubles", d.language)
        if theme and ((named is None and not d.request.matter) or theme == named):
            figure = ticket_figure(d, f"ticket_{solved.id}", solved.subject or "", solved.closed_on, solved=True)
            return theme, solved.closed_on, figure, True, solved.reopened > 0
    open_severe = next((ticket for ticket in d.case.tickets if ticket.severity == "severe"), None)
    meant = find_theme(open_severe.subject or "", "troubles", d.language) if open_severe else None
    if open_severe and meant and _names_any_trouble(d):  # "the outage": the one that is open
        figure = ticket_figure(
            d, f"ticket_{open_severe.id}", open_severe.subject or "", open_severe.opened_on, solved=False
        )
        if d.request.since and d.request.since != open_severe.opened_on:
            facts = {"day": d.day(d.request.since), "since": d.day(open_severe.opened_on)}
            d.notes.append(d.say("draft_frame.other_trouble_day", **facts))
        return meant, open_severe.opened_on, figure, False, False
    return named, None, None, False, False


def _names_any_trouble(d: DraftContext) -> bool:
    """Whether the asker only said that something failed, not what."""
    return any(names(d.request.matter or "", word) for word in load_words(d.language, "themes")["any_trouble"])


def _apology_silence(d: DraftContext) -> Draft:
    product = name_of_main(d)
    last = d.around.touches[0] if d.around.touches else None
    matter = own_words(d, d.request.matter or "")
    if last and d.is_long_silent:
        first = d.part("draft_relation.ap_silence", weight=0, figures=(touch_figure(d),), day=d.day(last.happened_on))
    elif matter:
        first = d.part("draft_relation.ap_silence_words", weight=0, matter=matter)
    else:
        first = d.part("draft_relation.ap_silence_undated", weight=0, product=product)
    gone = next((c for c in d.case.contacts if c.is_champion and c.left_on), None)
    who = (
        d.part("draft_relation.ap_silence_champion", weight=2, product=product)
        if gone and gone.name != d.addressee.name
        else None
    )
    missed = d.in_use is not None and first.key != "draft_relation.ap_silence_words"
    how = d.part("draft_relation.ap_silence_how", weight=1, product=product, account=d.customer) if missed else None
    after = d.part("draft_relation.ap_silence_next", weight=3, product=product) if d.in_use else None
    own = first.key == "draft_relation.ap_silence_words"
    subject = d.part("draft_relation.subject_apology", trouble=matter) if own else None
    return Draft(
        subject or d.part("draft_relation.subject_apology_silence"),
        ([first, who], [how], [after]),
        opening="formal" if d.language == "ja" else "",
    )
