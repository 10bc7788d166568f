"""Anything asked of the store that is no advice."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="look_up",
    account=AccountUse.NONE,
    asked=False,
    slots=("query", "unread", "as_file"),
    buttons=("brief_account",),
)
