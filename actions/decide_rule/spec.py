"""Operations put a rule back, or set it aside."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="decide_rule",
    account=AccountUse.NONE,
    asked=False,
    slots=("rule",),
    steps=("restored", "set_aside"),
    writes=True,
)
