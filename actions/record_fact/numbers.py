"""Figures that a customer told us: how they score us, how many they are."""

from __future__ import annotations

from actions.asking import ask_for
from actions.changes import ref
from actions.record_fact.kept import Kept, Telling
from actions.reply import Line
from knowledge.accounts.commands import records
from knowledge.terms import NoteKind, SurveyKind

_INTENT = "record_fact"
_HIGHEST = {SurveyKind.NPS: 10, SurveyKind.CSAT: 100}
_STARS = 5  # the scale on which a CSAT is told where it is not told in percent


def survey(telling: Telling) -> Kept:
    """A score they gave us, on NPS's scale of 0-10 or as CSAT in percent or stars of five."""
    question, say, card = telling.question, telling.say, telling.card
    kind = SurveyKind(question.word("survey_kind") or SurveyKind.NPS)
    score = _score(question.word("score") or "", kind)
    if score is None:
        headline = say("record_fact.survey_score", account=card.name, kind=say(f"cells.kind_{kind}"))
        raise ask_for(question, _INTENT, "score", headline, say=say, account=ref(card))
    change = records.keep_survey(
        telling.unit_of_work, card.id, kind=kind, score=score, text=telling.text, comment=telling.text
    )
    headline = say(f"record_fact.survey_{kind}", account=card.name, score=score)
    return Kept(headline, (telling.quote,), change)


def _score(said: str, kind: SurveyKind) -> int | None:
    if not said.isdigit():
        return None
    score = int(said)
    if kind == SurveyKind.CSAT and score <= _STARS:
        score = score * _HIGHEST[kind] // _STARS
    return score if score <= _HIGHEST[kind] else None


def employees(telling: Telling) -> Kept:
    """How many people they are; any other fact of the firm is kept as a note, for it belongs in the CRM."""
    say, card, said = telling.say, telling.card, telling.question.word("employees") or ""
    if not said.isdigit():
        change = records.keep_note(telling.unit_of_work, card.id, telling.text, kind=NoteKind.NOTE)
        lines = (telling.quote, Line(text=say("record_fact.account_import")))
        return Kept(say("record_fact.note", account=card.name), lines, change)
    change = records.count_employees(telling.unit_of_work, card.id, int(said))
    before = (Line(text=say("record_fact.employees_before", count=card.employees)),) if card.employees else ()
    return Kept(say("record_fact.employees", account=card.name, count=int(said)), before, change)
