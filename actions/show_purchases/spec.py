"""What a customer bought, and when."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="show_purchases",
    account=AccountUse.NEEDED,
    looks_back=True,
    for_each=True,
    buttons=(
        "brief_account",
        "compare_tiers",
        "explain_answer",
    ),
)
