"""How a customer uses what they have."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="check_usage",
    account=AccountUse.NEEDED,
    for_each=True,
    buttons=(
        "assess_churn",
        "compare_tiers",
        "explain_answer",
    ),
)
