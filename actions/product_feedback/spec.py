"""What no product answers and why offers were lost, month by month."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="product_feedback",
    account=AccountUse.NONE,
    asked=False,
    slots=("date", "month"),
)
