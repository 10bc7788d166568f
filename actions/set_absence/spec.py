"""Notes that the asker or a colleague is away, and who stands in."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="set_absence",
    account=AccountUse.NONE,
    asked=False,
    slots=("date", "until", "grain", "since", "deputy", "away"),
    writes=True,
)
