"""Boxes of a checklist, ticked or unticked."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="tick_checklist",
    account=AccountUse.NEEDED,
    asked=False,
    slots=("items", "ticked", "talk"),
    writes=True,
)
