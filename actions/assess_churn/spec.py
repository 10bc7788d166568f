"""Whether a customer may leave, and why."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="assess_churn",
    account=AccountUse.NEEDED,
    slots=("length", "query"),
    for_each=True,
    buttons=(
        "brief_account",
        "explain_answer",
        "set_reminder",
    ),
)
