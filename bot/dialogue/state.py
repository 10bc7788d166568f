"""What a thread is about: carried from one message to the next, and over a restart."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from actions.registry import spec_of, takes_back
from actions.reply import Figure, Reply

# Slots that belong to one question only and must not leak into the next.
_ONE_TIME = {
    "as_of",
    "asker",
    "now",
    "place",
    "place_in_list",
    "figures",
    "subject",
    "choices",
    "kind",
    "mention",
    "likely",
    "intents",
    "moves",
    "of",
    "of_id",
}


@dataclass(frozen=True)
class DialogueState:
    """``pending`` is the question that waits for an account, or for the ``slot`` it names; ``likely``: a yes will do.

    ``figures`` are those of the last answer, for "why?". ``wrote`` is the change that was just made, with what takes
    it back, for "no, I meant Globex Japan". ``listed`` are the lines of the last numbered list, for "why 3?".
    ``list_query``: the look-up whose rows were listed last.
    ``before``: the customer of whom the talk was before, for "not that one, the one before".
    ``rivals``: those between whom it was asked which, while one of them is spoken of. ``longer``: the last list of more
    than one line, for "the top one" after one line was told of it.
    ``grounds``: for each of the last ``offers`` the keys of its figures, for "why 2?" where no list stands between.
    """

    account_id: int | None = None
    account: str | None = None
    intent: str | None = None
    language: str | None = None
    slots: dict[str, Any] = field(default_factory=dict)
    offers: tuple[str, ...] = ()
    grounds: tuple[tuple[str, ...], ...] = ()
    pending: dict[str, Any] | None = None
    figures: tuple[dict[str, Any], ...] = ()
    headline: str | None = None
    choices: tuple[dict[str, Any], ...] = ()
    listed: tuple[dict[str, Any], ...] = ()
    wrote: dict[str, Any] | None = None
    before: dict[str, Any] | None = None
    list_query: str | None = None
    rivals: tuple[dict[str, Any], ...] = ()
    longer: tuple[dict[str, Any], ...] = ()

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> DialogueState:
        """Read back what ``to_state`` wrote; an unknown key of an older version is dropped."""
        known = {key: value for key, value in state.items() if key in cls.__dataclass_fields__}
        for key in ("offers", "figures", "choices", "listed", "grounds", "rivals", "longer"):
            known[key] = tuple(known.get(key, ()))
        known["grounds"] = tuple(map(tuple, known["grounds"]))
        return cls(**known)

    def to_state(self) -> dict[str, Any]:
        """Plain values, for the store."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @property
    def answered(self) -> bool:
        """Whether the last thing said was the answer to a question: nothing waits, and nothing was written."""
        made = self.wrote is not None and not self.wrote.get("told_since")
        return self.intent is not None and not made and self.pending is None

    def following(
        self, intent: str, slots: dict[str, Any], replies: tuple[Reply, ...], *, waits_for: str | None
    ) -> DialogueState:
        """The topic once ``intent`` was answered, or while ``waits_for`` waits for the customer to be named."""
        if waits_for:
            return self._waiting(waits_for, slots, replies[-1])
        return self._after(intent, slots, replies)

    def asking_nothing(self) -> DialogueState:
        """The topic without the question that waits; the customer of whom it was asked is spoken of."""
        slots = (self.pending or {}).get("slots", {})
        whom = {name: slots[name] for name in ("account_id", "account") if slots.get("account_id")}
        return replace(self, pending=None, **whom)

    def still_asking(self, asked_back: DialogueState) -> DialogueState:
        """The topic with a question back that was asked before the last answer, in the same breath."""
        return replace(self, pending=asked_back.pending, choices=(*asked_back.choices, *self.choices))

    def _after(self, intent: str, slots: dict[str, Any], replies: tuple[Reply, ...]) -> DialogueState:
        last, spec = replies[-1], spec_of(intent)
        account = last.account
        sole = _sole_account(last, slots) if account is None and spec_of(intent).intent == "look_up" else None
        goes_on = not spec.aside and not spec.writes
        told = [figure for reply in replies for figure in reply.figures]
        return DialogueState(
            account_id=account.id if account else sole[0] if sole else self.account_id,
            account=account.name if account else sole[1] if sole else self.account,
            list_query=str(last.again["query"]) if len(last.listed) > 1 and "query" in last.again else self.list_query,
            before=self._before(account.id if account else sole[0] if sole else None),
            intent=intent if goes_on else None if spec.writes else self.intent,
            language=last.language,
            slots=_lasting(slots) | last.again if goes_on else self.slots,
            offers=tuple(offer.product for offer in last.offers) or self.offers,
            grounds=tuple(offer.figures for offer in last.offers) or (self.grounds if spec.aside else ()),
            figures=self.figures if spec.explains_last else _dumped(told) or self.figures,
            headline=self.headline if spec.aside else last.headline,
            choices=tuple(choice.model_dump() for choice in last.choices),
            listed=self._listed(slots, last),
            longer=tuple(choice.model_dump() for choice in last.listed) if len(last.listed) > 1 else self.longer,
            rivals=self._rivals(account.id if account else sole[0] if sole else None),
            pending=last.pending_slot.model_dump() if last.pending_slot else None,
            wrote=self.wrote if spec.aside else _written(intent, slots, last, self.wrote),
        )

    def _before(self, account_id: int | None) -> dict[str, Any] | None:
        """The customer that the talk was about before this one."""
        if account_id is None or self.account_id is None or account_id == self.account_id:
            return self.before
        return {"account_id": self.account_id, "account": self.account}

    def _rivals(self, account_id: int | None) -> tuple[dict[str, Any], ...]:
        """Those between whom it was asked, unless the talk goes on about somebody else."""
        ids = {each["account_id"] for each in self.rivals}
        return self.rivals if account_id is None or account_id in ids else ()

    def _listed(self, slots: dict[str, Any], last: Reply) -> tuple[dict[str, Any], ...]:
        """The last list stays open by its numbers, until an answer that came from elsewhere counts offers itself."""
        if last.listed:
            return tuple(choice.model_dump() for choice in last.listed)
        return () if last.offers and not slots.get("place_in_list") else self.listed

    def _waiting(self, intent: str, slots: dict[str, Any], asked: Reply) -> DialogueState:
        kept = _lasting(slots)
        choices = tuple(choice.model_dump() for choice in asked.choices)
        pending = {"intent": intent, "slots": kept, "kind": slots.get("kind"), "likely": bool(slots.get("likely"))}
        named = tuple(dict(each["slots"]) for each in choices if "account_id" in each["slots"])
        rivals = named if len(named) > 1 else self.rivals
        return replace(self, language=asked.language, choices=choices, pending=pending, rivals=rivals)


def _sole_account(last: Reply, slots: dict[str, Any]) -> tuple[int, str] | None:
    """The customer whose all lines of a list are; of an empty one the customer that was asked about."""
    if not last.listed and slots.get("of_id"):
        return int(slots["of_id"]), str(slots["of"])
    named = {(each.slots.get("account_id"), each.slots.get("account")) for each in last.listed}
    account_id, name = named.pop() if len(named) == 1 else (None, None)
    return (int(account_id), str(name)) if account_id else None


def _dumped(figures: list[Figure]) -> tuple[dict[str, Any], ...]:
    return tuple(figure.model_dump(mode="json") for figure in figures)


def _lasting(slots: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in slots.items() if name not in _ONE_TIME}


def _written(intent: str, slots: dict[str, Any], last: Reply, before: dict[str, Any] | None) -> dict[str, Any] | None:
    """What was just written down, and the button that takes it back; None where nothing was.

    ``made``: what takes back this change and those just ``before`` it, oldest first. ``told_since``: something was
    asked and told after it, so that it can still be taken back, and what is put anew is the question.
    """
    if slots.get("step") in _LOOKS:
        return before
    if not spec_of(intent).writes:
        return {**before, "told_since": True} if before and not before.get("told_since") else None
    if slots.get("step") not in _MAKES:
        return None
    back = _back(intent, slots, last)
    if back is None:
        return None
    moved = slots.get("step") == "snooze" or "moves" in slots  # the same one as before
    made = [*(before or {}).get("made", ())][-_MOST_MADE:]
    return {
        "intent": intent,
        "slots": _lasting(slots),
        "back": back,
        "made": [*(made[:-1] if moved else made), back],
    }


def _back(intent: str, slots: dict[str, Any], last: Reply) -> dict[str, Any] | None:
    """What takes a change back, intent and slots; a meeting that was moved is off, rather than back where it was."""
    if slots.get("step") == "meeting" and last.account:
        account = {"account_id": last.account.id, "account": last.account.name}
        return {"intent": intent, "slots": {**account, "step": "no_meeting"}}
    choice = next((choice for choice in last.choices if takes_back(choice.intent, choice.slots)), None)
    return choice.model_dump() if choice else None


# Steps by which something is made, or made anew; the others list it or take it away.
_MAKES = {None, "meeting", "snooze"}
_LOOKS = {"list", "show"}
_MOST_MADE = 4
