"""One offer as three tiers side by side."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="compare_tiers",
    account=AccountUse.OPTIONAL,
    slots=("product",),
    keeps=("product",),
    shows_offer=True,
    about_offer=True,
    about_products=True,
    buttons=(
        "assess_churn",
        "brief_account",
        "draft_talk_track",
        "explain_answer",
        "log_outcome",
    ),
)
