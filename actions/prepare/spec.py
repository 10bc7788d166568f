"""One page before a meeting, for the week, for today, for a manager."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="prepare",
    account=AccountUse.OPTIONAL,
    needs_sight=True,
    asked=False,
    slots=("page", "date", "date_end", "time"),
    buttons=(
        "brief_account",
        "assess_churn",
        "draft_talk_track",
        "explain_answer",
    ),
)
