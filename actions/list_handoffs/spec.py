"""Handoffs: which are open, where one stands, and the steps that either side takes."""

from actions.spec import PERIOD, AccountUse, FieldKind, Form, FormField, QuestionSpec

SPEC = QuestionSpec(
    intent="list_handoffs",
    account=AccountUse.NAMED,
    slots=(*PERIOD, "handoff_id", "version", "text", "person", "beside", "read_by"),
    steps=(
        "accept",
        "ask",
        "answer",
        "decline",
        "reassign",
        "touch",
        "win",
        "lose",
        "finish",
        "withdraw",
        "resend",
        "reopen",
        "take_back",
        "note",
        "discuss",
    ),
    writes=True,
    in_place=True,
    takes_back=("withdraw",),
    for_each=True,
    form=Form((FormField("person", FieldKind.COLLEAGUE, is_needed=True),), step="reassign"),
)
