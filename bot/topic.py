"""What a thread is about: carried from one message to the next, and over a restart."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from actions.reply import Reply

# Slots that belong to one question only and must not leak into the next.
_ONE_TIME = {
    "as_of",
    "asker",
    "now",
    "place",
    "figures",
    "subject",
    "choices",
    "kind",
    "mention",
    "likely",
    "stems",
}


@dataclass(frozen=True)
class Topic:
    """``pending`` is the question that waits for an account, or for the ``slot`` it names; ``likely``: a yes will do.

    ``figures`` are those of the last answer, for "why?".
    """

    account_id: int | None = None
    account: str | None = None
    stem: str | None = None
    language: str | None = None
    slots: dict[str, Any] = field(default_factory=dict)
    offers: tuple[str, ...] = ()
    pending: dict[str, Any] | None = None
    figures: tuple[dict[str, Any], ...] = ()
    headline: str | None = None
    choices: tuple[dict[str, Any], ...] = ()

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Topic:
        """Read back what ``to_state`` wrote; an unknown key of an older version is dropped."""
        known = {key: value for key, value in state.items() if key in cls.__dataclass_fields__}
        for key in ("offers", "figures", "choices"):
            known[key] = tuple(known.get(key, ()))
        return cls(**known)

    def to_state(self) -> dict[str, Any]:
        """Plain values, for the store."""
        return asdict(self)

    def following(
        self, stem: str, slots: dict[str, Any], replies: tuple[Reply, ...], *, waits_for: str | None
    ) -> Topic:
        """The topic once ``stem`` was answered, or while ``waits_for`` waits for the customer to be named."""
        if waits_for:
            return self._waiting(waits_for, slots, replies[-1])
        return self._after(stem, slots, replies)

    def _after(self, stem: str, slots: dict[str, Any], replies: tuple[Reply, ...]) -> Topic:
        last = replies[-1]
        account = last.account
        goes_on = stem not in _ASIDES and stem not in WRITES
        told = [figure for reply in replies for figure in reply.figures]
        return Topic(
            account_id=account.id if account else self.account_id,
            account=account.name if account else self.account,
            stem=stem if goes_on else None if stem in WRITES else self.stem,
            language=last.language,
            slots={k: v for k, v in slots.items() if k not in _ONE_TIME} if goes_on else self.slots,
            offers=tuple(offer.product for offer in last.offers) or self.offers,
            figures=tuple(figure.model_dump(mode="json") for figure in told) or self.figures,
            headline=last.headline if stem not in _ASIDES else self.headline,
            choices=tuple(choice.model_dump() for choice in last.choices),
            pending=last.awaits.model_dump() if last.awaits else None,
        )

    def _waiting(self, stem: str, slots: dict[str, Any], asked: Reply) -> Topic:
        kept = {k: v for k, v in slots.items() if k not in _ONE_TIME}
        choices = tuple(choice.model_dump() for choice in asked.choices)
        pending = {"stem": stem, "slots": kept, "kind": slots.get("kind"), "likely": bool(slots.get("likely"))}
        return replace(self, language=asked.language, choices=choices, pending=pending)


# Questions that change something: "what about Globex?" after one of them must not do it again.
WRITES = {
    "hand_off_account",
    "list_handoffs",
    "hold_account",
    "record_need",
    "log_outcome",
    "set_reminder",
    "undo",
    "answer_alert",
}
# Answers that leave the subject as it was.
_ASIDES = {"explain_answer", "greet", "help", "out_of_scope", "ask_back"}
