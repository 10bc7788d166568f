"""Runs actions in this process, as the stock action server would: same call in, same answer out."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Coroutine
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Action

from actions.registry import spec_of
from actions.reply import Reply

ActionMaker = Callable[[type[Action]], Action]

# rasa-sdk refuses a missing domain and drops an empty one.
_DOMAIN: dict[str, Any] = {"slots": {}}


class ActionRunner:
    """Loads an action's module when its intent is first asked, makes it with ``make``, and runs it."""

    def __init__(self, make: ActionMaker) -> None:
        self._make = make
        self._executor = ActionExecutor()

    def run(self, intent: str, *, sender: str, slots: dict[str, Any], text: str) -> tuple[Reply, ...]:
        """The replies of ``action_<intent>``."""
        name = f"action_{intent}"
        if name not in self._executor.actions:
            self._executor.register_action(self._make(find_action(intent)))
        call = {
            "next_action": name,
            "sender_id": sender,
            "domain": _DOMAIN,
            "tracker": {
                "sender_id": sender,
                "slots": slots,
                "latest_message": {"text": text},
                "events": [],
                "paused": False,
                "latest_input_channel": None,
                "active_loop": {},
                "latest_action_name": None,
            },
        }
        result = _drive(self._executor.run(call))
        return tuple(Reply.model_validate(response["custom"]) for response in result.responses)


def find_action(intent: str) -> type[Action]:
    """The action class of a question of ours, from the module of that name. KeyError for any other word."""
    module = importlib.import_module(f"actions.{spec_of(intent).intent}.answer")
    return next(
        found
        for found in vars(module).values()
        if isinstance(found, type) and getattr(found, "intent", None) == intent and found.__module__ == module.__name__
    )


def _drive(run: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine that never waits; an event loop for each call would cost more than the answer's dispatch."""
    try:
        run.send(None)
    except StopIteration as done:
        return done.value
    run.close()
    raise RuntimeError("an action waited for something: actions are synchronous")
