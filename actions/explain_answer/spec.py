"""Why: the formula, the day and the rows behind the last answer's figures."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="explain_answer",
    account=AccountUse.NONE,
    slots=("figures", "subject"),
    explains_last=True,
    aside=True,
    folds=True,
)
