"""A colleague's word on an answer: helpful, not helpful, the offer not relevant."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="give_feedback",
    account=AccountUse.NEEDED,
    asked=False,
    slots=("feedback", "answer", "product"),
    writes=True,
    buttons=("recommend_offer",),
)
