"""How satisfied a customer is."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="check_satisfaction",
    account=AccountUse.NEEDED,
    for_each=True,
    buttons=(
        "assess_churn",
        "brief_account",
        "explain_answer",
    ),
)
