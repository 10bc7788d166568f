"""What does not work at the customer's, what they complain about, and that it is settled."""

from __future__ import annotations

from actions.asking import Option, ask_for
from actions.changes import ref
from actions.record_fact.kept import Kept, Telling
from actions.reply import Line, Tone
from knowledge.accounts.commands import records
from knowledge.terms import Severity

_INTENT = "record_fact"
_MOST = 5
_FEWEST_LETTERS = 4  # of a word that two sentences share, before it says that they are about the same
_SHARED_JAPANESE = 2  # letters in a row, where words are not parted


def complaint(telling: Telling) -> Kept:
    """An open severe request for help; whoever looks after the customer sees it."""
    say, card = telling.say, telling.card
    change = records.file_complaint(telling.unit_of_work, card.id, telling.text)
    effect = Line(text=say("record_fact.complaint_effect"), tone=Tone.STOP)
    return Kept(say("record_fact.complaint", account=card.name), (telling.quote, effect, _seen_by(telling)), change)


def problem(telling: Telling) -> Kept:
    """An open request for help, as bad as it was told to be."""
    say, card = telling.say, telling.card
    severity = Severity(telling.question.word("severity") or Severity.NORMAL)
    change = records.open_ticket(telling.unit_of_work, card.id, telling.text, severity=severity)
    lines = [telling.quote]
    if severity == Severity.SEVERE:
        lines.append(Line(text=say("record_fact.problem_effect"), tone=Tone.STOP))
    headline = say("record_fact.problem", account=card.name, severity=say(f"cells.severity_{severity}"))
    return Kept(headline, (*lines, _seen_by(telling)), change)


def settled(telling: Telling) -> Kept:
    """The complaint, or the request for help that is meant, is settled; of several it is asked which."""
    unit_of_work, card, say = telling.unit_of_work, telling.card, telling.say
    open_tickets = dict(records.find_open_tickets(telling.access, card.id))
    if telling.question.word("fact") == "complaint_settled":
        told = records.find_complaints(unit_of_work, card.id)
        if not told:
            return Kept(say("record_fact.no_complaint", account=card.name), (), None)
        change = records.settle_tickets(unit_of_work, card.id, told, action="complaint.settled")
        return Kept(say("record_fact.complaint_settled", account=card.name), (), change)
    if not open_tickets:
        return Kept(say("record_fact.no_ticket", account=card.name), (), None)
    meant = _meant(telling, open_tickets)
    if len(meant) > 1:
        options: list[Option] = [(subject, {"ticket": number}) for number, subject in list(meant.items())[:_MOST]]
        headline = say("record_fact.which_ticket", account=card.name, count=len(meant))
        raise ask_for(telling.question, _INTENT, "ticket", headline, say=say, options=options, account=ref(card))
    change = records.settle_tickets(unit_of_work, card.id, list(meant))
    lines = (Line(text=next(iter(meant.values())), tone=Tone.QUOTE), Line(text=say("record_fact.ticket_import")))
    return Kept(say("record_fact.ticket_settled", account=card.name), lines, change)


def _meant(telling: Telling, open_tickets: dict[int, str]) -> dict[int, str]:
    """The ticket chosen, else those whose subject shares a word with what was said, else all."""
    chosen = telling.question.word("ticket")
    if chosen and chosen.isdigit() and int(chosen) in open_tickets:
        return {int(chosen): open_tickets[int(chosen)]}
    said = _words(telling.text.replace(telling.card.name, " "))
    alike = {number: subject for number, subject in open_tickets.items() if said & _words(subject)}
    return alike or open_tickets


def _words(text: str) -> set[str]:
    """Longer words, and of words that are not parted each two letters in a row."""
    found: set[str] = set()
    for word in "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split():
        if word.isascii():
            found |= {word} if len(word) >= _FEWEST_LETTERS else set()
        else:
            found |= {word[at : at + _SHARED_JAPANESE] for at in range(len(word) - 1) if not _is_kana(word[at])}
    return found


def _is_kana(letter: str) -> bool:
    return "\u3041" <= letter <= "\u3096"


def _seen_by(telling: Telling) -> Line:
    say, csm = telling.say, telling.card.csm
    return Line(text=say("record_fact.complaint_csm", csm=csm) if csm else say("record_fact.complaint_nobody"))
