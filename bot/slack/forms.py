"""The forms people fill in, as the questions declare them. What is sent comes back through the door as a click."""

from __future__ import annotations

from actions.registry import load_specs, spec_of
from actions.spec import FormField

# Slots that only say which customer: with these alone there is still something to ask.
_WHOM = {"account_id", "account", "product", "language"}


def fields_of(intent: str) -> tuple[FormField, ...]:
    """The fields of a question's form. ValueError where it has none."""
    form = spec_of(intent).form
    if form is None:
        raise ValueError(f"{intent} has no form")
    return form.fields


def wants_form(intent: str | None, slots: dict[str, object]) -> bool:
    """Whether this click is to be filled in first; one that says all it needs goes straight through."""
    spec = load_specs().get(intent or "")
    if spec is None or spec.form is None or not spec.form.fields:
        return False
    if spec.form.step:  # other steps are taken as they are, or ask for words
        return slots.get("step") == spec.form.step and not {field.slot for field in spec.form.fields} & set(slots)
    return not set(slots) - _WHOM
