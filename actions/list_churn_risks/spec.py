"""Which customers may leave: the digest."""

from actions.spec import SCOPE, AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="list_churn_risks",
    account=AccountUse.NONE,
    needs_sight=True,
    slots=SCOPE,
    narrowed=True,
    buttons=(
        "answer_alert",
        "assess_churn",
        "brief_account",
        "hold_account",
    ),
)
