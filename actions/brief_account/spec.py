"""All that matters about a customer, before a meeting."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="brief_account",
    account=AccountUse.NEEDED,
    for_each=True,
    buttons=(
        "assess_churn",
        "draft_talk_track",
        "explain_answer",
    ),
)
