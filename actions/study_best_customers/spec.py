"""What the best customers share, and who is like them."""

from actions.spec import SCOPE, AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="study_best_customers",
    account=AccountUse.NONE,
    needs_sight=True,
    slots=(*SCOPE, "target"),
    narrowed=True,
)
