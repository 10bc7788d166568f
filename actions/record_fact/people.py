"""Who works at the customer, and who of ours looks after them; a name that nobody answers to is asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from actions.asking import Asked, Option, ask_for
from actions.changes import ref, unit_of_work_for
from actions.question import Question
from actions.record_fact.kept import Kept
from actions.reply import Line, Tone
from knowledge.accounts.commands import records
from knowledge.accounts.history import AccountCard, ContactCard
from knowledge.accounts.queries.accounts import load_contacts
from knowledge.kernel.access import AccessContext
from knowledge.language import remove_honorific
from knowledge.people.queries.colleagues import find_colleagues, load_colleagues
from knowledge.playbook.phrases import Phrases
from knowledge.terms import NoteKind, Role

_INTENT = "record_fact"
_MOST = 5


_DETAILS = ("title", "email", "phone")


def new_contact(question: Question, access: AccessContext, card: AccountCard, say: Phrases) -> Kept:
    """Somebody new at the customer; whoever they take over from is gone."""
    name, details = question.free("contact"), _details(question)
    if not name:
        headline = say("record_fact.who_is_new", account=card.name)
        raise ask_for(question, _INTENT, "contact", headline, say=say, account=ref(card), free=True)
    if (known := _find_contact(access, card, name)) and _plain(known.name) == _plain(name) and details:
        return _change(question, access, card, say, known)
    before = _find_contact(access, card, question.word("before"))
    left_id = before.id if before else None
    change = records.add_contact(unit_of_work_for(question, access), card.id, name, details=details, left_id=left_id)
    lines = [Line(text=question.free("text") or question.text, tone=Tone.QUOTE)]
    if before:
        lines.append(Line(text=say("record_fact.contact_before", contact=before.name)))
    told = list(details.values())
    headline = (
        say("record_fact.contact_titled", account=card.name, contact=name, title=say.join(told))
        if told
        else say("record_fact.contact", account=card.name, contact=name)
    )
    return Kept(headline, tuple(lines), change)


def changed_contact(question: Question, access: AccessContext, card: AccountCard, say: Phrases) -> Kept:
    """A contact has another title, e-mail or phone; one whom we do not know is new, one replaced is gone."""
    found = _find_contact(access, card, question.free("contact"))
    if question.word("before") or (found is None and question.free("contact")):
        return new_contact(question, access, card, say)
    if found is None or not _details(question):
        here = [contact for contact in load_contacts(access, card.id) if contact.left_on is None]
        if found is None:
            raise _ask_who(question, card, say, "record_fact.who_changed", here)
        change = records.keep_note(unit_of_work_for(question, access), card.id, question.text, kind=NoteKind.NOTE)
        return Kept(say("record_fact.note", account=card.name), (Line(text=question.text, tone=Tone.QUOTE),), change)
    return _change(question, access, card, say, found)


def _change(question: Question, access: AccessContext, card: AccountCard, say: Phrases, contact: ContactCard) -> Kept:
    details = _details(question)
    change = records.change_contact(unit_of_work_for(question, access), card.id, contact.id, contact.name, details)
    before = [str(old) for name in details if (old := getattr(contact, name)) and old != details[name]]
    lines = (Line(text=say("record_fact.contact_was", before=say.join(before))),) if before else ()
    told = say.join(list(details.values()))
    return Kept(say("record_fact.contact_changed", account=card.name, contact=contact.name, told=told), lines, change)


def _details(question: Question) -> dict[str, str]:
    """What was told of somebody, by column."""
    return {name: said for name in _DETAILS if (said := question.word(name))}


def _ask_who(
    question: Question, card: AccountCard, say: Phrases, key: str, here: Sequence[ContactCard], **facts: str
) -> Asked:
    options: list[Option] = [(contact.name, {"contact": contact.name}) for contact in here[:_MOST]]
    options.append((say("record_fact.as_note"), {"fact": "note"}))
    headline = say(key, account=card.name, **facts)
    return ask_for(question, _INTENT, "contact", headline, say=say, options=options, account=ref(card))


def contact_left(question: Question, access: AccessContext, card: AccountCard, say: Phrases) -> Kept:
    """A contact is gone. One whom we do not know is asked about, with those we do."""
    said = question.free("contact")
    found = _find_contact(access, card, said)
    if found is None:
        here = [contact for contact in load_contacts(access, card.id) if contact.left_on is None]
        if not said:
            raise _ask_who(question, card, say, "record_fact.who_left", here)
        raise _ask_who(question, card, say, "record_fact.contact_unknown", here, contact=said)
    day = day_behind(question, access)
    change = records.leave_contact(unit_of_work_for(question, access), card.id, found.id, found.name, on=day)
    lines = [Line(text=say("record_fact.champion_gone"), tone=Tone.CAUTION)] if found.is_champion else []
    headline = (
        say("record_fact.contact_left_on", account=card.name, contact=found.name, day=day)
        if day
        else say("record_fact.contact_left", account=card.name, contact=found.name)
    )
    return Kept(headline, tuple(lines), change)


def day_behind(question: Question, access: AccessContext) -> dt.date | None:
    """The day said, where it has been; None where none was said that is one."""
    try:
        day = dt.date.fromisoformat((question.word("date") or "")[:10])
    except ValueError:  # no day was said, or one that no calendar has
        return None
    return day if day <= access.as_of else None


def change_owner(question: Question, access: AccessContext, card: AccountCard, say: Phrases) -> Kept:
    """Somebody else of ours looks after the customer; only who leads or owns may say so."""
    said = remove_honorific(question.free("owner"))
    found = find_colleagues(access.connection, said) if said else []
    if len(found) != 1:
        among = found or _reps(access)
        options: list[Option] = [(name, {"owner": name}) for _, name in among[:_MOST]]
        headline = say("record_fact.owner_unknown", account=card.name, person=said)
        raise ask_for(question, _INTENT, "owner", headline, say=say, options=options, account=ref(card))
    (owner_id, owner), before = found[0], card.owner or say("record_fact.nobody")
    if owner == card.owner:
        return Kept(say("record_fact.owner_same", account=card.name, owner=owner), (), None)
    if not _may_assign(access, card):
        return Kept(say("record_fact.owner_not_yours", account=card.name, owner=before), (), None)
    change = records.assign_owner(unit_of_work_for(question, access), card.id, owner_id)
    lines = (Line(text=say("record_fact.owner_before", owner=before)), Line(text=say("record_fact.owner_import")))
    return Kept(say("record_fact.owner", account=card.name, owner=owner), lines, change)


def _may_assign(access: AccessContext, card: AccountCard) -> bool:
    viewer = access.viewer
    return viewer.person_id is None or viewer.role in {Role.MANAGER, Role.OPS} or viewer.key == card.owner_key


def _reps(access: AccessContext) -> list[tuple[int, str]]:
    """The colleagues who may own customers, those of the asker's own team first."""
    people = load_colleagues(access.connection, on=access.as_of).values()
    reps = [person for person in people if not person.has_left and person.role == Role.REP]
    own = sorted(reps, key=lambda person: (person.team != access.viewer.team, person.name))
    return [(person.id, person.name) for person in own]


def _find_contact(access: AccessContext, card: AccountCard, said: str | None) -> ContactCard | None:
    """The contact who answers to a name or a part of it, still there; None for nobody, or for more than one."""
    if not said:
        return None
    plain = _plain(said)
    here = [contact for contact in load_contacts(access, card.id) if contact.left_on is None]
    exact = [contact for contact in here if _plain(contact.name) == plain]
    alike = exact or [
        contact for contact in here if plain in _plain(contact.name) or plain.startswith(_plain(contact.name)[:2])
    ]
    return alike[0] if len(alike) == 1 else None


def _plain(name: str) -> str:
    return remove_honorific(name).casefold().replace(" ", "").replace("\u3000", "")
