"""One page before a meeting, for the week, for today, for a manager, before a talk with a colleague."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="prepare",
    account=AccountUse.OPTIONAL,
    needs_sight=True,
    asked=False,
    slots=("page", "person", "date", "date_end", "time"),
    buttons=(
        "brief_account",
        "assess_churn",
        "draft_talk_track",
        "explain_answer",
    ),
)
