"""Which colleague is to have a handoff: the one named, or a question back that says why not and who could."""

from __future__ import annotations

from actions.asking import Option, ask_for
from actions.question import Question
from actions.reply import AccountRef
from knowledge.handoffs.handoff import Colleague
from knowledge.handoffs.lifecycle import HandoffKind
from knowledge.kernel.access import AccessContext
from knowledge.people.queries.colleagues import find_colleagues, find_former, find_takers, load_colleagues
from knowledge.playbook.phrases import Phrases

_MOST_PEOPLE = 4


def read_taker(  # noqa: PLR0913 - which question, which slot, of which handoff; all but three by name
    question: Question,
    intent: str,
    slot: str,
    access: AccessContext,
    *,
    kind: HandoffKind,
    account: AccountRef,
    say: Phrases,
    team: str | None = None,
    holder_id: int | None = None,
) -> Colleague:
    """The colleague in ``slot``: somebody of the right side who is here and does not have it yet (``holder_id``)."""
    takers = {one.id: one for one in find_takers(access.connection, kind, on=access.as_of, team=team)}
    said = question.word(slot)
    found = find_colleagues(access.connection, said) if said else []
    named = [takers[number] for number, _ in found if number in takers and number != holder_id]
    if len(named) == 1:
        return named[0]
    can = named or [one for one in takers.values() if one.id != holder_id]
    options: list[Option] = [(one.name, {slot: one.key}) for one in can[:_MOST_PEOPLE]]
    headline = (
        say("handoffs.which_person") if named or not said else _why_not(said, found, access, kind, holder_id, say)
    )
    raise ask_for(question, intent, slot, headline, say=say, options=options, account=account)


def _why_not(
    said: str,
    found: list[tuple[int, str]],
    access: AccessContext,
    kind: HandoffKind,
    holder_id: int | None,
    say: Phrases,
) -> str:
    if not found:
        former = find_former(access.connection, said)
        if former:
            return say("handoffs.person_left", person=former[0][1])
        return say("asking.person_unknown", person=said)
    number, name = found[0]
    if number == holder_id:
        return say("handoffs.person_holds", person=name)
    person = load_colleagues(access.connection, on=access.as_of)[number]
    if person.away_until is not None:
        return say("handoffs.person_away", person=name, day=person.away_until)
    return say(f"handoffs.person_other_{'cs' if kind is HandoffKind.TO_CS else 'sales'}", person=name)
