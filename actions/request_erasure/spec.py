"""A request to delete or hand out somebody's personal data: operations get it, and nothing is kept as said."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="request_erasure",
    account=AccountUse.NONE,
    asked=False,
    writes=True,
    aside=True,
)
