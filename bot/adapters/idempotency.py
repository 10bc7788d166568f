"""Turns over the store: each is one transaction, and one with a key is answered once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from actions.reply import Reply
from bot.clock import utc_now
from bot.dialogue.message import Turn
from knowledge.kernel.idempotency import AnsweredMeanwhile, find_answers, keep_answers, open_turn, reading
from knowledge.knowledge import Knowledge


@dataclass(frozen=True)
class StoreTurns:
    """Runs what answers a message so that it happened, or did not; nothing in between outlives a crash."""

    knowledge: Knowledge

    def once(self, key: str | None, answer: Callable[[], Turn]) -> Turn:
        """The answers; those given before under this key, if it was answered."""
        try:
            with open_turn(self.knowledge.engine) as connection:
                if key is None:
                    return answer()
                if (said := find_answers(connection, key)) is not None:
                    return _read(said)
                turn = answer()
                replies = [reply.model_dump(mode="json", exclude_defaults=True) for reply in turn.replies]
                keep_answers(connection, key, replies, at=utc_now())
                return turn
        except AnsweredMeanwhile:
            return self._found(key or "")

    def try_out(self, answer: Callable[[], Turn]) -> Turn:
        """What would be answered; nothing of it stays."""
        with open_turn(self.knowledge.engine) as connection:
            turn = answer()
            connection.rollback()
            return turn

    def _found(self, key: str) -> Turn:
        with reading(self.knowledge.engine) as connection:
            return _read(find_answers(connection, key) or [])


def _read(said: list[dict[str, object]]) -> Turn:
    return Turn((), tuple(Reply.model_validate(reply) for reply in said))
